import Foundation
import Runner
import SessionLanguage
import Support
import Testing

@testable import Reports

/// Which lines change nothing for those after them, and what becomes of those that are taken out of a recording.
@Suite(.waits) struct DroppableStepTests {
  private func isDroppable(_ line: String, after lines: [String] = []) throws -> Bool {
    let play = Play(timeout: 100, isInteractive: true)
    for line in lines { try play.run(line) }
    return try play.run(line).changedNothing(in: play.table)
  }

  @Test(arguments: ["bind a 127.0.0.1:0", "connect c 127.0.0.1:1", "recv a 1", "? a.fd > 0", "handles", "sleep 1ms"])
  func whatChangedNothing(line: String) throws {
    #expect(try isDroppable(line, after: ["socket a tcp", "bind a 127.0.0.1:0", "socket c tcp"]))
  }

  @Test(arguments: [
    "socket b tcp", "listen a", "close a", "setsockopt a SO_REUSEADDR on", "let x 5", "@timeout 1s", "recv u 1 &",
    // The kernel returns an error of the network once, so a later line would get it in a play.
    "send u x", "shutdown v rd",
  ])
  func whatLaterLinesMayNeed(line: String) throws {
    let before = ["socket a tcp", "bind a 127.0.0.1:0", "socket u udp", "connect u 127.0.0.1:9", "socket v udp"]
    #expect(try !isDroppable(line, after: before + (line.hasPrefix("send") ? ["send u x"] : [])))
  }

  @Test func linesAreTakenOutFromTheEnd() throws {
    try Scratch.folder { folder in
      let play = Play(isInteractive: true)
      let recorder = try Recorder(path: folder.appendingPathComponent("r").path, table: play.table)
      func text() throws -> String { try String(contentsOfFile: recorder.path, encoding: .utf8) }
      #expect(try recorder.drop() == .nothing)
      try recorder.record(try play.run("socket a tcp"))
      let whole = try text()
      try recorder.record(try play.run("recv a 1"))
      recorder.take(.note(.prose("a note", .english)))
      #expect(try recorder.drop() == .line("# a note", staysDone: false))
      guard case .line(let line, staysDone: false) = try recorder.drop() else { return #expect(Bool(false)) }
      #expect(try line.hasPrefix("recv a 1 ") && text() == whole)
      try recorder.record(try play.run("listen a"))
      guard case .line(let last, staysDone: true) = try recorder.drop() else { return #expect(Bool(false)) }
      #expect(try last.hasPrefix("listen a ") && text() == whole)
      try recorder.record(try play.run("close a"))
      #expect(try text().hasPrefix(whole) && SessionFile.read(Array(text().utf8)).problems.isEmpty)
    }
  }

  /// Handles, variables and calls that wait: whoever uses one that the recording does not make is told.
  @Test(
    arguments: [
      (["socket a tcp"], "bind a 127.0.0.1:0", "socket a tcp"), (["socket a tcp"], "? a.fd > 0", "socket a tcp"),
      (["socket a tcp"], "poll a:POLLIN 0", "socket a tcp"), (["let x 5"], "sleep {x}ms", "let x 5"),
      (["recv u 1 &"], "cancel u", "recv u 1 &"), (["close u"], "socket u udp", "close u"),
      (["bind u :0"], "send u x", nil),
      (["socket a tcp", "close a"], "bind u 127.0.0.1:0", nil), (["socket a tcp", "close a"], "socket a udp", nil),
      (["socket a tcp"], "close u", nil), (["recv u 1 MSG_DONTWAIT"], "bind u 127.0.0.1:0", nil),
    ] as [([String], String, String?)])
  func aLineThatNeedsOneThatWasTakenOut(taken: [String], line: String, needed: String?) throws {
    try Scratch.folder { folder in
      let play = Play(isInteractive: true)
      let recorder = try Recorder(path: folder.appendingPathComponent("r").path, table: play.table)
      var told: [String] = []
      recorder.whenNeeded = { told.append($0) }
      try recorder.record(try play.run("socket u udp"))
      for line in taken { try recorder.record(try play.run(line)) }
      for _ in taken { _ = try recorder.drop() }
      try recorder.record(try play.run(line))
      #expect(told.count == (needed == nil ? 0 : 1), "\(told)")
      if let needed { #expect(told.first?.hasPrefix(needed) == true, "\(told)") }
    }
  }

  /// A line that was warned of may be taken out; the next one that stays is warned of as well.
  @Test func aWarningGoesWithItsLine() throws {
    try Scratch.folder { folder in
      let play = Play(isInteractive: true), path = folder.appendingPathComponent("r").path
      _ = try Recorder(path: path, table: play.table)
      let gap = RecordingGap(path: path, table: play.table)
      for line in ["socketpair a b unix", "send a one"] { gap.take(.step(try play.run(line))) }
      let recorder = try Recorder(path: path, adds: true, after: gap, table: play.table)
      var told: [String] = []
      recorder.whenChanged = { name, _, wasTakenOut in if !wasTakenOut { told.append(name) } }
      for line in ["recv b 1", "recv b 1"] { try recorder.record(try play.run(line)) }
      #expect(told == ["b"])
      for _ in 1...2 { _ = try recorder.drop() }
      try recorder.record(try play.run("send b x"))
      #expect(told == ["b", "b"])
    }
  }

  @Test func onlyTheLastLinesCanBeTakenOut() throws {
    try Scratch.folder { folder in
      let play = Play(isInteractive: true)
      let recorder = try Recorder(path: folder.appendingPathComponent("r").path, table: play.table)
      for _ in 0...Recorder.mostDroppable { recorder.take(.note(.prose("x", .english))) }
      for _ in 0..<Recorder.mostDroppable { _ = try recorder.drop() }
      #expect(try recorder.drop() == .tooFarBack)
    }
  }

  /// A line that would reach into the next page begins there, after spaces; both go.
  @Test func theSpacesBeforeALineGoWithIt() throws {
    try Scratch.folder { folder in
      let play = Play(isInteractive: true)
      let recorder = try Recorder(path: folder.appendingPathComponent("r").path, table: play.table)
      func size() throws -> Int { try Data(contentsOf: URL(fileURLWithPath: recorder.path)).count }
      recorder.take(.note(.prose(String(repeating: "x", count: 4000), .english)))
      let before = try size()
      recorder.take(.note(.prose(String(repeating: "y", count: 200), .english)))
      #expect(try size() > 4096)
      _ = try recorder.drop()
      #expect(try size() == before)
    }
  }

  @Test func aFileThatAnotherProgramHasChangedIsLeftAlone() throws {
    try Scratch.folder { folder in
      let play = Play(isInteractive: true)
      let recorder = try Recorder(path: folder.appendingPathComponent("r").path, table: play.table)
      recorder.take(.note(.prose("mine", .english)))
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: recorder.path))
      try file.seekToEnd()
      try file.write(contentsOf: Data("# theirs\n".utf8))
      #expect(throws: (any Error).self) { try recorder.drop() }
      #expect(try String(contentsOfFile: recorder.path, encoding: .utf8).hasSuffix("# mine\n# theirs\n"))
    }
  }
}
