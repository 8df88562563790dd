import Handles
import Runner
import Support
import Testing

/// What processes that share the roles of a file tell one another, as bytes.
@Suite struct SyncMessageTests {
  private static let messages: [SyncMessage] = [
    .hello(.init(digest: "0123456789abcdef", roles: ["server"], variables: [])),
    .hello(.init(digest: "0", roles: ["client"], variables: [], isIsolated: true)), .refused(.otherNetwork, ["server"]),
    .hello(.init(digest: "f", roles: ["a", "b"], variables: [["host", "10.0.0.1"], ["text", "안녕\n"]])),
    .welcome, .refused(.otherFile, []), .refused(.otherVariables, ["host", "port"]),
    .variable(name: "token", value: ""), .variable(name: "token", value: "\u{1b}[2J\0"),
    .variable(name: "long", value: String(repeating: "x", count: Variables.longest)),
    .done(serial: 1, line: 0, .held), .done(serial: 7, line: 9, .checkFailed),
    .ask(name: "srv", field: nil), .ask(name: "srv", field: "SO_RCVBUF"),
    .answer(SyncAnswer(.unknown, place: "p")), .answer(SyncAnswer(.value(.number(-1)), place: "p")),
    .answer(SyncAnswer(.value(.text("127.0.0.1:80")), place: "p", isWildcard: true)),
    .answer(SyncAnswer(.value(.state(.timeWait)), place: "p")),
    .answer(SyncAnswer(.problem(title: "srv has no address yet", help: "bind it first"), place: "p")),
    .alive, .left(roles: ["client"], .interrupted),
  ]

  private func read(_ bytes: [UInt8]) -> [SyncMessage]? {
    var frames = SyncFrames()
    frames.append(bytes)
    var messages: [SyncMessage] = []
    do throws(NotAMessage) { while let message = try frames.next() { messages.append(message) } } catch {
      return nil
    }
    return messages
  }

  @Test func messagesComeAsTheyWereSent() { #expect(read(Self.messages.flatMap(\.frame)) == Self.messages) }

  @Test func piecesAreWaitedFor() throws {
    var frames = SyncFrames()
    for message in Self.messages {
      let frame = message.frame
      if frame.count > 1000 { continue }
      for byte in frame.dropLast() {
        frames.append([byte])
        #expect(try frames.next() == nil)
      }
      frames.append(frame.suffix(1))
      #expect(try frames.next() == message)
    }
  }

  /// A message as another program might make it.
  private func frame(_ kind: UInt8, _ fields: [[UInt8]]) -> [UInt8] {
    func length(_ count: Int) -> [UInt8] { [0, 0, UInt8(count >> 8), UInt8(count & 255)] }
    let body = [kind] + fields.flatMap { length($0.count) + $0 }
    return length(body.count) + body
  }

  private func frame(_ kind: UInt8, _ fields: String...) -> [UInt8] { frame(kind, fields.map { Array($0.utf8) }) }

  @Test func whatNoProcessSendsIsRefused() {
    let long = String(repeating: "x", count: 2000)
    let wrong: [[UInt8]] = [
      [0, 0, 0, 0], [0xff, 0xff, 0xff, 0xff], Array("GET / HTTP/1.1\r\n\r\n".utf8), [0, 0, 0, 1, 0], frame(0),
      frame(10),
      frame(1, "sockplay roles 0", "digest", "1", "server"), frame(1, "sockplay roles 2", "digest", "", "2", "server"),
      frame(1, "sockplay roles 2", "digest", "yes", "1", "server"),
      frame(1, "sockplay roles 2", "digest", "", "0"), frame(1, "sockplay roles 2", "digest", "", "1", "\u{1b}[2J"),
      frame(1, "sockplay roles 2", "digest", "", "1", "server", "name"),
      frame(1, "sockplay roles 2", "digest", "", "99999999999999999999", "server"), frame(2, "more"), frame(3, "9"),
      frame(3, "2", "a b"), frame(4, "a b", "value"), frame(4, "name"), frame(4, [Array("name".utf8), [0xff]]),
      frame(5, "1", "-2", "held"), frame(5, "1", "2", "5"), frame(5, "1", "2"), frame(6, "srv}"),
      frame(6, "srv", "a", "b"),
      frame(7, "t", "\u{1b}[2J", "", "p", ""), frame(7, "p", "title\n", "", "p", ""),
      frame(7, "s", "OPENED", "", "p", ""),
      frame(7, "n", "1x", "", "p", ""), frame(7, "t", long, "", "p", ""), frame(7, "x", "", "", "p", ""), frame(8, ""),
      frame(9, "4"), frame(9, "4", "a\u{7}"), [0, 0, 0, 5, 4, 0, 0, 0, 9],
    ]
    for bytes in wrong { #expect(read(bytes) == nil, "\(bytes)") }
  }

  @Test func noBytesEndTheProgram() {
    var random = SeededGenerator(seed: 15)
    let short = Self.messages.map(\.frame).filter { $0.count < 1000 }
    for _ in 0..<5000 {
      var bytes = short.randomElement(using: &random) ?? []
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      _ = read(bytes)
    }
  }
}
