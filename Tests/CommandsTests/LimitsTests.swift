import Foundation
import Handles
import SessionLanguage
import Support
import Testing
import Text

@testable import Commands

/// How much a session may take, and what is said when that is not enough.
@Suite struct LimitsTests {
  /// Lines that go beyond a limit of a session that has little of each.
  private static let beyond: [(line: String, limit: Limit, title: String, label: String)] = [
    ("recv a 101", .data, "the buffer is too large", "at most 100"),
    ("recvall a 500000000", .data, "the buffer is too large", "at most 100"),
    ("recvuntil a x 1G", .data, "the buffer is too large", "at most 100"),
    ("readv u 60 60", .data, "the buffers are too large", "at most 100 in all"),
    ("recvmsg u 60 60", .data, "the buffers are too large", "at most 100 in all"),
    ("recvmmsg u 3 40", .data, "the buffers are too large", "at most 100 in all"),
    ("send u fill:101", .data, "too much data", "at most 100"),
    ("send u rep:51:ab", .data, "too much data", "at most 100"),
    ("writev u fill:60 fill:60", .data, "too much data", "at most 100 in all"),
    (
      "let v \(String(repeating: "v", count: 200))", .variables, "the variables would take too much memory",
      "at most 200"
    ),
    ("recv u 1 &", .jobs, "too many calls wait", "at most 1 at once"),
  ]

  private func play() throws -> Play {
    var limits = Limits()
    (limits[.data], limits[.variables], limits[.jobs]) = (100, 200, 1)
    let play = Play(limits: limits)
    for line in ["socket a tcp", "socket u udp", "bind u 127.0.0.1:0", "connect u {u}", "recv u 1 &"] {
      try play.run(line)
    }
    return play
  }

  @Test(arguments: beyond.indices) func whatGoesBeyondIsRefusedAndSaysHowToAllowIt(_ row: Int) throws {
    let (line, limit, title, label) = Self.beyond[row]
    let play = try play()
    let error = try #require(throws: Diagnostic.self, "\(line)") { try play.run(line) }
    #expect(error.title == title && error.label.hasPrefix(label), "\(error)")
    let help = "to allow more: sockplay --limit \(limit.rawValue)=\(limit.text(play.table.limits[limit] * 2)) …"
    #expect(error.notes.last?.text.hasSuffix(help) == true, "\(error.notes)")
  }

  @Test func waitingCallsTogetherHaveFourTimesTheRoom() throws {
    var limits = Limits()
    limits[.data] = 100
    let play = Play(limits: limits)
    for line in ["socket u udp", "bind u 127.0.0.1:0"] + Array(repeating: "recv u 100 &", count: 4) {
      try play.run(line)
    }
    let error = try #require(throws: Diagnostic.self) { try play.run("recv u 1 &") }
    #expect(error.title == "the calls that wait would take too much memory")
    #expect(error.label == "at most 400 of data and buffers together")
  }

  @Test func theFilesOfMemfdTogetherHaveFourTimesTheRoom() throws {
    var limits = Limits()
    limits[.data] = 100
    let play = Play(limits: limits)
    for line in ["memfd m", "dup m d", "memfd n", "write m fill:100", "write d fill:100", "write n fill:100"] {
      try play.run(line)
    }
    try play.run("pipe r w")
    try play.run("write w fill:100")
    try play.run("splice r n 100 = 100")
    for line in ["write n x", "write d x", "splice r m 1", "sendfile m n 0 1"] {
      let error = try #require(throws: Diagnostic.self, "\(line)") { try play.run(line) }
      #expect(error.title == "the files of memfd would take too much memory" && error.label == "at most 400 together")
    }
    try play.run("close n")
    #expect(try play.failures("write m x = 1") == [])
  }

  /// Where root has given itself larger buffers than the kernel allows everybody.
  @Test func theBuffersThatAreForcedTogetherHaveFourTimesTheRoom() throws {
    var limits = Limits()
    limits[.data] = 10_000
    let play = Play(limits: limits)
    try play.run("socketpair a b")
    let isForced = try play.failures("setsockopt a SO_SNDBUFFORCE 30000 = 0") == []
    for line in ["setsockopt a SO_SNDBUFFORCE 40001"] + (isForced ? ["setsockopt b SO_RCVBUFFORCE 10001"] : []) {
      let error = try #require(throws: Diagnostic.self, "\(line)") { try play.run(line) }
      #expect(error.title == "buffers beyond the kernel's limit would take too much memory")
      #expect(error.label == "at most 40000 together")
    }
    #expect(throws: Never.self) { try play.run("setsockopt a SO_SNDBUFFORCE 40000") }
  }

  @Test func theOptionSetsALimitForTheSessionAndForWhatItPlays() throws {
    try Scratch.folder { folder in
      let lines = "sockplay 1\nsocketpair a b\nsend a fill:100 = 100\nrecv b 101 = 100\n"
      for (name, head) in [("plain", ""), ("isolated", "@isolated\n")] {
        let text = lines.replacing("sockplay 1\n", with: "sockplay 1\n\(head)")
        try Data(text.utf8).write(to: folder.appendingPathComponent("\(name).session"))
      }
      func run(_ arguments: [String]) throws -> Program.Ended { try Program.run(arguments, folder: folder) }
      try #expect(run(["--limit", "data=101", "-e", "replay plain.session"]).code == 0)
      let less = ["--limit", "data=100"]
      for words in [
        ["check"] + less + ["plain.session"], less + ["-e", "replay isolated.session"],
        less + ["-e", "source plain.session"],
      ] {
        let ended = try run(words)
        #expect(ended.code == 3, "\(words): \(ended.errors)")
        let isRefused = ended.errors.contains("the buffer is too large") || !Namespace.isPossible
        #expect(isRefused, "\(words): \(ended.errors)")
      }
      for wrong in ["data", "data=", "data=0", "data=-1", "data=1T", "data=2000000000000", "all=1"] {
        try #expect(run(["--limit", wrong, "-e", "handles"]).code == 1, "\(wrong)")
      }
    }
  }

  /// The document has the table of the help page.
  @Test func theDocumentNamesAllLimits() throws {
    let text = try String(contentsOf: Program.root.appendingPathComponent("docs/session-format.md"), encoding: .utf8)
    for limit in Limit.allCases {
      #expect(text.contains("| `\(limit.rawValue)` | \(limit.text(limit.usual)) | \(limit.meaning) |"))
    }
  }

  @Test func aNumberIsReadBackFromItsShortText() {
    for number in [0, 1, 1000, 4096, 8192, 16384, 1 << 20, 64 << 20, 1 << 30, 300 << 30] {
      #expect(Size.parse(Size.text(number)) == number)
    }
    #expect([4096, 1 << 20, 256 << 20, 16 << 30, 1000, 0].map(Size.text) == ["4K", "1M", "256M", "16G", "1000", "0"])
  }
}
