import Runner
import Sockets
import Support
import Testing

/// What came is shown where an answer stays short.
@Suite(.waits) struct ShortReceiveLookTests {
  /// How `line` fails on a connection to a server that loses the last byte of each message, and then does `after`.
  private func failure(_ line: String, after: String = "") throws -> Failure? {
    let peer = try PythonPeer(
      """
      s = socket.create_server(('127.0.0.1', 0)); say(s.getsockname()[1])
      c, _ = s.accept(); d = c.recv(64); c.send(d[:-1]); \(after)
      """)
    defer { peer.end() }
    let port = try peer.line(), play = Play()
    #expect(try play.failures("socket c tcp\nconnect c 127.0.0.1:\(port)\nsend c \"Hello Bob\"") == [])
    return try play.run(line).failure
  }

  @Test(arguments: [
    #"recv c 9 MSG_WAITALL = 9 "Hello Bob" within 500ms"#, #"recvall c 9 = 9 "Hello Bob" within 500ms"#,
  ])
  func aServerThatLosesTheLastByte(line: String) throws {
    let failure = try #require(try failure(line)), short = try #require(failure.short)
    #expect(short.bytes == Array("Hello Bo".utf8) && short.expected == .exactly(Array("Hello Bob".utf8)))
    #expect(short.late == 0 && short.ending == .open)
    guard case .deadline = failure.kind else { return #expect(Bool(false), "\(failure)") }
  }

  /// The call returns by itself as soon as no more can come.
  @Test func aServerThatThenCloses() throws {
    let failure = try #require(try failure(#"recv c 9 MSG_WAITALL = 9 "Hello Bob" within 60s"#, after: "c.close()"))
    #expect(failure.short?.bytes == Array("Hello Bo".utf8) && failure.short?.ending == .finished)
    guard case .result = failure.kind else { return #expect(Bool(false), "\(failure)") }
  }

  private static let pair = "socketpair a b unix"

  private func short(
    _ line: String, after lines: [String] = [], timeout: Int = 50, on kind: String? = nil
  ) throws -> ShortReceive? {
    let play = Play(timeout: timeout)
    for line in [kind ?? Self.pair] + lines { #expect(try play.run(line).failure == nil) }
    return try play.run(line).failure?.short
  }

  @Test func noAnswer() throws {
    let short = try #require(try short(#"recv b 9 = 9 "Hello Bob""#))
    #expect(short.bytes.isEmpty && short.ending == .open)
  }

  @Test func noAnswerToAJob() throws {
    let short = try #require(try short(#"wait b = 9 "Hello Bob""#, after: ["recv b 9 &"]))
    #expect(short.bytes.isEmpty && short.ending == .open)
  }

  /// What a call has received that still waits for more is in its own memory.
  @Test func nothingIsSaidOfACallThatMayHaveReceivedSome() throws {
    #expect(try short(#"wait b = 9 "Hello Bob""#, after: ["recv b 9 MSG_WAITALL &", "send a x"]) == nil)
  }

  /// A command that calls recv again and again keeps what each has returned.
  @Test(arguments: ["recvall b 9", #"recvuntil b "b""#])
  func whatARepeatedCallHasReceivedIsKnown(line: String) throws {
    let lines = ["\(line) &", #"send a "Hello""#]
    let short = try #require(try short(#"wait b = 9 "Hello Bob""#, after: lines, timeout: 200))
    #expect(short.bytes == Array("Hello".utf8) && short.late == 0 && short.ending == .open && short.bound == nil)
  }

  /// It has left the socket, whether the line says what was to come or not.
  @Test(arguments: [#"recvuntil b "\n""#, "recvall b 9"])
  func whatARepeatedCallHasTakenIsShownInAnyCase(line: String) throws {
    let short = try #require(try short("\(line) within 200ms", after: ["send a abc"]))
    #expect(short.bytes == Array("abc".utf8) && short.expected == .matching && short.ending == .open)
    #expect(try self.short("\(line) within 50ms") == nil)
  }

  @Test func theLengthThatWasAskedFor() throws {
    let short = try #require(try short(#"recv b 3 = 5 "hello""#, after: ["send a hello"]))
    #expect(short.bytes == Array("hel".utf8) && short.late == 2 && short.bound == .length(3, call: "recv"))
  }

  @Test func aPeekLeavesTheRestOfADatagram() throws {
    let short = try #require(
      try short(#"recv b 3 MSG_PEEK = 5 "hello""#, after: ["send a hello"], on: "socketpair a b unix-dgram"))
    #expect(short.late == 2 && short.bound == .length(3, call: "recv"))
  }

  @Test(arguments: ["unix-dgram": "datagram", "unix-seqpacket": "message"])
  func messagesHaveBounds(_ kind: String, _ noun: String) throws {
    let pair = "socketpair a b \(kind)"
    let next = try #require(
      try short(#"recv b 10 = "onetwo""#, after: ["send a one", "send a two"], timeout: 200, on: pair))
    #expect(next.bytes == Array("one".utf8) && next.late == 3 && next.bound == .message(noun))
    let cut = try #require(try short(#"recv b 3 = "hello""#, after: ["send a hello"], on: pair))
    #expect(cut.bound == .cut(3, call: "recv", message: noun))
  }

  @Test func anEmptyDatagram() throws {
    let short = try #require(
      try short(#"recv b 10 = "x""#, after: [#"send a """#], on: "socketpair a b unix-dgram"))
    #expect(short.bytes.isEmpty && short.bound == .message("datagram"))
  }

  @Test func theOtherEndIsClosed() throws {
    let short = try #require(try short("recv b 9 = 9", after: ["close a"]))
    #expect(short.bytes.isEmpty && short.ending == .closed && short.expected == .count(9...9))
  }

  @Test func wrongDataOfTheRightLengthAreAnotherFailure() throws {
    #expect(try short(#"recv b 9 = "Hello Tom""#, after: [#"send a "Hello Bob""#]) == nil)
  }
}
