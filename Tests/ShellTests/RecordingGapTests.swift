import Foundation
import Support
import Testing

/// Lines that were done and are not in the recording: whoever uses a handle that they have changed is told once.
@Suite(.waits) struct RecordingGapTests {
  private func warnings(_ lines: [String]) throws -> [String] {
    try Scratch.folder { folder in
      let ended = try Program.run((["record a.session"] + lines).flatMap { ["-e", $0] }, folder: folder)
      return ended.errors.split(separator: "\n").map(String.init).filter { $0.contains("the line just recorded") }
    }
  }

  private static let pair = ["socketpair a b unix", #"send a "hello""#]

  private static let again = [#"send a "more""#, "recv b", "recv b MSG_DONTWAIT = -1 EAGAIN"]
  private static let bound = ["socket srv tcp", "bind srv 127.0.0.1:0", "record drop"]
  private static let changed: [(lines: [String], name: String, line: String)] = [
    (pair + ["recv b", "record drop"] + again, "b", "recv b"),
    (bound + ["bind srv 127.0.0.1:0 = -1 EINVAL", "listen srv 1"], "srv", "bind srv"),
  ]

  @Test(arguments: changed)
  func aHandleThatALineTakenOutHasChanged(lines: [String], name: String, line: String) throws {
    let told = try warnings(lines)
    #expect(told.count == 1, "\(told)")
    #expect(told.first?.contains("uses \(name), and a line that was taken out has changed it (") == true, "\(told)")
    #expect(told.first?.contains("(\(line) ") == true, "\(told)")
  }

  @Test func aHandleThatALineNotRecordedHasChanged() throws {
    let told = try warnings(
      Self.pair + ["record off", "recv b", "record >> a.session"] + Self.again)
    #expect(told.count == 1, "\(told)")
    #expect(
      told.first?.hasSuffix(
        "uses b, and a line that was not recorded has changed it (recv b): a play may give another result") == true,
      "\(told)")
  }

  private static let looks: [[String]] = [
    pair + ["recv b MSG_PEEK", "record drop", "recv b"], pair + ["getsockname b", "record drop", "recv b"],
    pair + ["record off", "state b", "recv b MSG_PEEK", "record >> a.session", "recv b"],
  ]

  @Test(arguments: looks)
  func whatOnlyLookedIsNotTold(lines: [String]) throws { try #expect(warnings(lines) == []) }
}
