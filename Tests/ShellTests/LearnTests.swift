import Foundation
import Support
import Testing

/// The course: its list, its lessons, and what has been done of it.
@Suite(.waits) struct LearnTests {
  private func list(_ language: String, _ state: URL) throws -> String {
    let ended = try Program.run(
      ["--lang", language, "-e", "learn"], environment: ["XDG_STATE_HOME": state.path], folder: Program.root)
    #expect(ended.code == 0 && ended.errors.isEmpty, "\(ended.errors)")
    return ended.output
  }

  @Test func theListOfLessons() throws {
    try Scratch.folder { state in
      try FileManager.default.createDirectory(
        at: state.appending(path: "sockplay"), withIntermediateDirectories: true)
      let progress = "lesson 1\nlesson 2\ntour 01-first-connection 13\ntour 01-first-connection done\n"
      try Data(progress.utf8).write(to: state.appending(path: "sockplay/progress"))
      try Golden.expect(try list("en", state), "learn")
      try Golden.expect(try list("ko", state), "learn-korean")
    }
  }

  /// What cannot be understood, such as half a line after a full disk, is passed over.
  @Test func aDamagedFileLosesNothingElse() throws {
    try Scratch.folder { state in
      try FileManager.default.createDirectory(
        at: state.appending(path: "sockplay"), withIntermediateDirectories: true)
      try Data("lesson 4\nlesson x\n\u{7}\ntour\nless".utf8).write(to: state.appending(path: "sockplay/progress"))
      #expect(try list("en", state).contains("1 of "))
    }
  }

  @Test(Namespace.isNeeded) func aLessonStopsToBeThoughtAbout() throws {
    try Scratch.folder { folder in
      let pty = try shell(folder)
      try pty.type("learn 11\r")
      try pty.expect("11. A time server over TCP")
      try pty.expect("(press Enter to go on)")
      let pauses = try goThrough(pty)
      try pty.expect("Lesson 11 is done. Next: learn 12")
      #expect(pauses > 3)
      let progress = try String(contentsOf: folder.appending(path: "state/sockplay/progress"), encoding: .utf8)
      #expect(progress == "lesson 11\n")
    }
  }

  /// Ctrl-C and Ctrl-D leave a lesson, and the shell goes on.
  @Test(Namespace.isNeeded, arguments: [Pty.ctrlC, Pty.ctrlD]) func aLessonCanBeLeft(_ key: String) throws {
    try Scratch.folder { folder in
      let pty = try shell(folder)
      try pty.type("learn 8\r")
      try pty.expect("(press Enter to go on)")
      try pty.press(key)
      try pty.expect("Lesson 8 was left")
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "state/sockplay/progress").path))
    }
  }

  @Test(Namespace.isNeeded) func aLessonAsAQuiz() throws {
    try Scratch.folder { folder in
      let pty = try shell(folder)
      try pty.type("learn 7 quiz\r")
      try pty.expect("Before each call, say what it returns")
      try pty.press(Pty.ctrlC)
    }
  }

  @Test func whatIsNotThereIsSaid() throws {
    let ended = try Program.run(["--keep-going", "-e", "learn 99", "-e", "learn 8 now"], folder: Program.root)
    #expect(ended.errors.contains("error: there is no lesson 99"))
    #expect(ended.errors.contains("for example: learn 8 quiz"))
    let korean = try Program.run(["--lang", "ko", "-e", "배우기 99"], folder: Program.root)
    #expect(korean.errors.contains("error: 99과는 없습니다"))
  }

  /// Two shells that finish lessons at once, and are killed, lose nothing.
  @Test(Namespace.isNeeded) func manyShellsAtOnce() throws {
    try Scratch.folder { folder in
      let shells = try [3, 4, 11].map { number in
        let pty = try shell(folder)
        try pty.type("learn \(number)\r")
        return pty
      }
      for pty in shells {
        _ = try goThrough(pty)
        kill(pty.process, SIGKILL)
      }
      let progress = try String(contentsOf: folder.appending(path: "state/sockplay/progress"), encoding: .utf8)
      #expect(Set(progress.split(separator: "\n")) == ["lesson 3", "lesson 4", "lesson 11"])
    }
  }

  /// Presses Enter whenever it is asked for, until the prompt is back.
  /// - Returns: How often.
  private func goThrough(_ pty: Pty) throws -> Int {
    func asked() -> Int { String(decoding: pty.raw, as: UTF8.self).components(separatedBy: "(press Enter").count - 1 }
    var pressed = 0
    while pty.prompts < 2 {
      try pty.wait("the next pause, or the end") { $0.prompts == 2 || asked() > pressed }
      guard pty.prompts < 2 else { break }
      pressed += 1
      try pty.type("\r")
    }
    return pressed
  }

  private func shell(_ folder: URL) throws -> Pty {
    if !FileManager.default.fileExists(atPath: folder.appending(path: "Sessions").path) {
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "Sessions"), withDestinationURL: Program.root.appending(path: "Sessions"))
    }
    let pty = try Pty(columns: 80, rows: 24, folder: folder)
    try pty.wait("the first prompt") { $0.prompts == 1 }
    return pty
  }
}
