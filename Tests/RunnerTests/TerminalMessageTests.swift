import Commands
import Handles
import Runner
import Support
import Testing

/// What a terminal and the shell that it joins tell one another, as bytes.
@Suite struct TerminalMessageTests {
  private static let hello = TerminalMessage.Hello(
    role: "server", width: 80, isColoured: true, language: .korean, isTyped: true)
  private static let messages: [TerminalMessage] = [
    .hello(hello),
    .hello(
      .init(role: nil, width: nil, isColoured: false, language: .english, isTyped: false, allowed: [.files, .unix])),
    .line(Array("send cli \"안녕\"".utf8)), .line([0xff, 0]), .line([]), .key(.interrupt), .key(.suspend), .abandon,
    .width(nil), .width(132), .complete(serial: 3, TypedWord(line: "send c", start: 5, quote: nil, text: "c")),
    .complete(serial: 4, TypedWord(line: "send c \"{", start: 8, quote: 7, text: "{")), .welcome(role: "server"),
    .refused("server is taken"), .text(Array("\u{1b}[32m안녕\n".utf8)), .ready(prompt: "... ", .held),
    .ready(prompt: "server> ", .checkFailed), .offers(serial: 3, .words([])),
    .offers(serial: 3, .words(["cli", "conn"])),
    .offers(serial: 4, .parts(["{srv}"])), .offers(serial: 5, .files(after: "@")), .left, .ended, .began,
  ]

  private func read(_ bytes: [UInt8]) -> [TerminalMessage]? {
    var frames = Frames<TerminalMessage>()
    frames.append(bytes)
    var messages: [TerminalMessage] = []
    do throws(NotAMessage) { while let message = try frames.next() { messages.append(message) } } catch { return nil }
    return messages
  }

  @Test func messagesComeAsTheyWereSent() { #expect(read(Self.messages.flatMap(\.frame)) == Self.messages) }

  @Test func nobodyGetsMoreThanThereIs() {
    var all = Self.hello
    all.allowed = Permissions(rawValue: 255)
    #expect(
      read(TerminalMessage.hello(all).frame)?.first.map { message in
        if case .hello(let hello) = message { hello.allowed == .all } else { false }
      } == true)
  }

  /// A message as another program might make it.
  private func frame(_ kind: UInt8, _ fields: String...) -> [UInt8] {
    func length(_ count: Int) -> [UInt8] { [0, 0, UInt8(count >> 8), UInt8(count & 255)] }
    let body = [kind] + fields.flatMap { length($0.utf8.count) + Array($0.utf8) }
    return length(body.count) + body
  }

  @Test func whatNeitherSaysIsRefused() {
    let version = "sockplay terminals 1"
    let wrong: [[UInt8]] = [
      [0, 0, 0, 0], [0xff, 0xff, 0xff, 0xff], Array("GET / HTTP/1.1\r\n\r\n".utf8), frame(0), frame(17),
      frame(1, "sockplay terminals 0", "server", "80", "0", "en", "1", "0"), frame(1, version),
      frame(1, version, "a b", "80", "0", "en", "1", "0"), frame(1, version, "\u{1b}[2J", "80", "0", "en", "1", "0"),
      frame(1, version, "server", "0", "0", "en", "1", "0"), frame(1, version, "server", "99999", "0", "en", "1", "0"),
      frame(1, version, "server", "80", "2", "en", "1", "0"), frame(1, version, "server", "80", "0", "fr", "1", "0"),
      frame(1, version, "server", "80", "0", "en", "", "0"), frame(1, version, "server", "80", "0", "en", "1", "x"),
      frame(2), frame(2, "a", "b"), frame(3), frame(3, "3"), frame(4, ""), frame(5, "-1"), frame(5, "80", "24"),
      frame(6, "1", "send c", "-5", "", "c"), frame(6, "1", "send c", "5", "-1", "c"),
      frame(6, "x", "send c", "5", "", "c"),
      frame(7, "a b"), frame(7, "server", "/tmp"), frame(10, "> "), frame(10, "> ", "99"), frame(11), frame(11, "x"),
      frame(13, "1"), frame(14, ""), frame(15, "x"), frame(16, "x"),
    ]
    for bytes in wrong { #expect(read(bytes) == nil, "\(bytes)") }
  }

  @Test func noBytesEndTheProgram() {
    var random = SeededGenerator(seed: 16)
    let frames = Self.messages.map(\.frame)
    for _ in 0..<3000 {
      var bytes = frames.randomElement(using: &random) ?? []
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      _ = read(bytes)
    }
  }
}
