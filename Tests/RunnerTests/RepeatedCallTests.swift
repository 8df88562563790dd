import Foundation
import Glibc
import Runner
import Sockets
import Support
import Testing

/// Commands that make a call again and again: nothing that came is lost, and nothing is taken that was not asked for.
@Suite(.waits) struct RepeatedCallTests {
  private func connected(wantsChanges: Bool = true) throws -> Play {
    let play = Play(wantsChanges: wantsChanges)
    #expect(try play.failures(OpeningLines.connected.text) == [])
    return play
  }

  private func data(_ step: Step) -> String {
    String(decoding: step.result?.answer?.received.data ?? [], as: UTF8.self)
  }

  /// Wherever the stream is cut, the mark is found, and what stands behind it stays.
  @Test(arguments: [true, false]) func aMarkIsFoundWhereverItIsCut(watched: Bool) throws {
    let play = try connected(wantsChanges: watched)
    let text = #"h: 1\r\n\r\r\n\r\nbody"#
    let whole = "h: 1\r\n\r\r\n\r\nbody"
    for cut in 1..<whole.utf8.count {
      let bytes = Array(whole.utf8)
      func hex(_ part: ArraySlice<UInt8>) -> String {
        "hex:" + part.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      }
      let lines = """
        recvuntil conn "\\r\\n\\r\\n" & = blocks
        send cli \(hex(bytes[..<cut]))
        send cli \(hex(bytes[cut...]))
        wait conn = 11 "\(text.dropLast(4))" mark
        recvall conn 4 = 4 "body" count
        """
      #expect(try play.failures(lines) == [], "cut at \(cut)")
    }
  }

  @Test func whatCameBeforeAnInterruptionIsKept() throws {
    let play = try connected()
    try play.run("recvuntil conn \"x\" &")
    try play.run("send cli \"abc\"")
    while play.table.find("conn")!.snapshot.unread > 0 { try play.run("state conn") }
    usleep(20_000)
    let step = try play.run("cancel conn")
    #expect(step.result?.answer?.errno.symbol == "EINTR")
    #expect(data(step) == "abc")
    #expect(step.exchanges.map(\.call.name) == ["recv", "recv", "recv"])
    #expect(step.exchanges.allSatisfy { $0.answer != nil })
    #expect(try play.failures("? conn.unread == 0\nsend cli \"x\"\nrecvall conn 1 = 1 \"x\" count") == [])
  }

  @Test func itsTimeLimitEndsIt() throws {
    let play = try connected()
    try play.run("send cli \"abc\"")
    let step = try play.run("recvall conn = timeout within 30ms")
    #expect(step.failure == nil && step.outcome == .timedOut)
    #expect(data(step) == "abc")
    let late = try play.run("recvall conn within 30ms")
    if case .deadline? = late.failure?.kind {} else { Issue.record("\(late.failure as Any)") }
  }

  @Test func aMostIsKept() throws {
    let play = try connected()
    let lines = """
      sendall cli fill:20000 = 20000
      recvuntil conn "y" 10000 = 10000 full
      recvall conn 9999 = 9999 count
      recvuntil conn "y" 1 = 1 full
      recvall conn 0 = 0 count
      """
    #expect(try play.failures(lines) == [])
  }

  @Test func allIsSentThoughTheBufferIsFull() throws {
    let play = try connected()
    let lines = """
      setsockopt cli SO_SNDBUF 4096
      sendall cli fill:1M & = blocks
      recvall conn 1M = 1048576 count
      wait cli = 1048576
      """
    #expect(try play.failures(lines) == [])
  }

  @Test func aPartThatWasSentIsTold() throws {
    let play = try connected()
    let step = try play.run("sendall cli fill:32M = timeout within 500ms")
    let sent = try #require(step.listing.first)
    #expect(step.failure == nil)
    #expect(sent.hasSuffix("of 33554432 bytes were sent"))
    let count = try #require(Int(sent.split(separator: " ")[0]))
    #expect(count > 0 && count < 32 << 20)
    // The receiver gets just as many.
    #expect(try play.failures("recvall conn \(count) = \(count) count\n? conn.unread == 0") == [])
  }

  @Test func aSocketThatDoesNotWaitEndsIt() throws {
    let play = try connected()
    #expect(try play.failures("nonblock conn on\nsend cli \"ab\"") == [])
    let step = try play.run("recvall conn 5 = -1 EAGAIN")
    #expect(step.failure == nil)
    #expect(data(step) == "ab")
    #expect(step.exchanges.count == 2)
  }

  @Test func aDatagramSocketIsRefused() throws {
    let play = Play()
    try play.run("socket u udp")
    for line in ["recvuntil u \"x\"", "recvall u", "recvuntil u \"\""] {
      #expect(throws: (any Error).self, "\(line)") { try play.run(line) }
    }
  }

  /// sendfile opens a file and closes it again, whatever comes in between.
  @Test func nothingStaysOpen() throws {
    let play = try connected()
    let copy = try Scratch.file()
    defer { try? FileManager.default.removeItem(at: copy) }
    try Data("hello".utf8).write(to: copy)
    let lines =
      "sendfile cli \(copy.path) 0 5 = 5\nsendfile srv \(copy.path) = -1 EPIPE\nsendfile cli /none = -1 ENOENT\nrecv conn 5"
    for _ in 0..<50 { #expect(try play.failures(lines) == []) }
    #expect(try play.run("sendfile cli /none").failedExchange?.call.name == "open")
    #expect(try play.run("why").listing[0] == "sendfile cli /none: open failed with ENOENT (No such file or directory)")
    let file = try Scratch.file()
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(repeating: 120, count: 32 << 20).write(to: file)
    let step = try play.run("sendfile cli \(file.path) = timeout within 50ms")
    #expect(step.failure == nil && step.exchanges.map(\.call.name) == ["open", "sendfile", "close"])
    // Other tests open and close descriptors at the same time, but not of these files.
    let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
      try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
    }
    #expect(!open.contains(copy.path) && !open.contains(file.path))
  }
}
