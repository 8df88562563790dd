import Foundation
import Support
import Testing

/// The words of `record`, and `note`.
@Suite(.waits) struct RecordWordsTests {
  /// Runs lines, and returns what came of them and the files that they made, by name.
  private func run(_ lines: [String], before: [String: String] = [:]) throws -> (Program.Ended, [String: String]) {
    try Scratch.folder { folder in
      for (name, text) in before { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
      let ended = try Program.run(lines.flatMap { ["-e", $0] }, folder: folder)
      var files: [String: String] = [:]
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
        files[name] = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      }
      return (ended, files)
    }
  }

  @Test(arguments: ["off", "stop", "end"]) func aRecordingEnds(word: String) throws {
    let (ended, files) = try run(["record a.session", "note one", "record \(word)", "note two"])
    #expect(ended.code == 0 && files == ["a.session": "sockplay 1\n# one\n"])
    #expect(try run(["record \(word)"]).0.output.contains("nothing is being recorded; record FILE begins a recording"))
  }

  @Test(arguments: ["record on", "record start", "record >> off", "record >> drop", "record >"])
  func aWordIsNotTakenForAFile(line: String) throws {
    let (ended, files) = try run([line])
    #expect(ended.code == 3 && files.isEmpty)
    let words = line.split(separator: " "), file = words.dropFirst().dropLast().joined(separator: " ")
    let typed = "record \(file.isEmpty ? "" : file + " ")\"\(words.last!)\""
    #expect(ended.errors.contains("for a file of this name write: \(typed)"), "\(ended.errors)")
    #expect(try run([typed, "note x"]).1 == [String(words.last!): "sockplay 1\n# x\n"])
  }

  @Test(arguments: ["record off", "record stop", "record drop"]) func inQuotesItIsAFile(line: String) throws {
    let name = String(line.split(separator: " ")[1])
    #expect(try run(["record \"\(name)\"", "note x"]).1 == [name: "sockplay 1\n# x\n"])
  }

  @Test(arguments: ["record a.session b.session", "record off a.session", "record >>", "record drop"])
  func whatIsNeitherIsRefused(line: String) throws {
    let (ended, files) = try run([line])
    #expect(ended.code == 3 && files.isEmpty, "\(ended.output)\(ended.errors)")
  }

  @Test func linesAreAddedToAFile() throws {
    let (ended, files) = try run([
      "record a.session", "socket a udp", "record off", "bind a 127.0.0.1:0", "record >> a.session",
      "? a.state == BOUND",
      "socket b udp",
    ])
    #expect(ended.code == 0)
    #expect(!ended.errors.contains("cannot be replayed with them"), "\(ended.errors)")
    #expect(
      files["a.session"]?.split(separator: "\n").map { $0.prefix(12) } == [
        "sockplay 1", "socket a udp", "? a.state ==", "socket b udp",
      ])
  }

  @Test func aHandleThatTheFileDoesNotMakeIsTold() throws {
    let (ended, _) = try run(
      ["socket a udp", "socket b udp", "record >> a.session"],
      before: [
        "a.session": "sockplay 1\nsocket a udp\n"
      ])
    #expect(ended.errors.contains("and missing when it is played: b\n"), "\(ended.errors)")
  }

  @Test func theLastLineIsTakenOut() throws {
    let (ended, files) = try run([
      "record a.session", "socket a udp", "recv a 1 MSG_DONTWAIT = -1 EAGAIN", "record drop", "note a word",
      "record drop",
    ])
    #expect(ended.output.contains("taken out: recv a 1 MSG_DONTWAIT                        = -1 EAGAIN\n"))
    #expect(ended.output.contains("taken out: # a word\n"))
    #expect(files["a.session"]?.split(separator: "\n").count == 2)
    let (needed, left) = try run(["record a.session", "socket a udp", "record drop", "bind a 127.0.0.1:0"])
    #expect(needed.output.contains("what it did stays done here; a play will not do it\n"))
    #expect(needed.errors.contains("the line just recorded needs one that was taken out: socket a udp"))
    #expect(left["a.session"]?.split(separator: "\n").count == 2, "\(left)")
  }

  /// What is typed may do more than a file, so whoever plays the recording is told what to allow.
  @Test func whatAPlayerMustAllowIsRecorded() throws {
    let lines = ["socket u udp", "connect u 192.0.2.1:9 = *", "record drop", "connect u 192.0.2.2:9 = *"]
    try Scratch.folder { folder in
      let typed = ["record a.session"] + lines + ["connect u 192.0.2.3:9 = *"]
      let ended = try Program.run(typed.flatMap { ["-e", $0] }, folder: folder)
      let told = "only with --allow network, so the recording says @needs network"
      #expect(ended.errors.contains(told), "\(ended.errors)")
      let text = try String(contentsOf: folder.appendingPathComponent("a.session"), encoding: .utf8)
      #expect(
        text.split(separator: "\n").dropFirst(2).map { $0.prefix(19) } == [
          "@needs network", "connect u 192.0.2.2", "connect u 192.0.2.3",
        ], "\(text)")
      for _ in 1...3 {
        #expect(try Program.run(["check", "a.session"], folder: folder).output.hasPrefix("skipped a.session: "))
        let allowed = try Program.run(["check", "--allow", "network", "a.session"], folder: folder)
        #expect(allowed.code == 0 && allowed.output == "ok a.session\n", "\(allowed.output)\(allowed.errors)")
      }
    }
    #expect(try !run(["record a.session"] + lines.prefix(1)).0.errors.contains("@needs"))
  }

  /// Otherwise the end of a line in a variable would begin another line of the recording.
  @Test func aNoteIsOneLine() throws {
    let (_, files) = try run([#"let x "a\nquit""#, "record a.session", "note say {x}"])
    #expect(files["a.session"]?.hasSuffix(#"# "say a\nquit""# + "\n") == true, "\(files)")
  }

  @Test func aNoteIsShownAndRecorded() throws {
    let (ended, files) = try run(["record a.session", "note the server", #"note "5  = x & y""#, "record off"])
    #expect(ended.output.contains("the server\n") && ended.output.contains("5  = x & y\n"))
    #expect(files["a.session"] == "sockplay 1\n# the server\n# 5  = x & y\n")
  }
}
