import Commands
import Handles
import Runner
import Sockets
import Support
import Testing

@testable import Reports

/// A card that is remembered must be the one that would have been written, whatever of a repeated step is other than
/// before.
struct CardCacheTests {
  private static let recv = Samples.recv
  private static let send = Call("send", .descriptor(4), .bytes([1, 2]), .integer(2), .integer(0))
  private static let recvfrom = Call(
    "recvfrom", .receives, .descriptor(4), .buffer, .length(100), .integer(0), .addressOut)
  private static let accept = Call("accept", .descriptor(3), .addressOut)

  private static func read(_ data: String, _ before: Int, _ after: Int, _ more: (Step) -> Void = { _ in }) -> Step {
    step(data, [change(before, after)], more)
  }

  private static func step(_ data: String, _ changes: [Change], _ more: (Step) -> Void = { _ in }) -> Step {
    Samples.step("recv conn 100", [Samples.done(recv, data.utf8.count, data: Array(data.utf8))], changes, more)
  }

  private static func change(_ before: Int, _ after: Int, of name: String = "conn") -> Change {
    Samples.change(name, Samples.seen(.established, unread: before), Samples.seen(.established, unread: after))
  }

  /// Shows the card of a call that sends `count` bytes. Returns whether the cache still holds that call.
  private static func holds(_ count: Int, _ cache: CardCache) -> () -> Bool {
    let call = Call("send", .descriptor(4), .bytes(Array(repeating: 120, count: count)), .length(count), .integer(0))
    let none = Slice(base: UnsafeBufferPointer<UInt8>(start: nil, count: 0), bounds: 0..<0)
    cache.remember(Samples.step("send conn x", [Samples.done(call, count)]), before: none, after: none)
    return { [weak call] in call != nil }
  }

  /// A call that came once is held until another takes its place, but not with megabytes in it.
  @Test func aCallThatSendsMuchIsNotHeld() {
    let cache = CardCache()
    let (small, large) = (Self.holds(2, cache), Self.holds(1 << 20, cache))
    #expect(small() && !large())
  }

  /// Steps of the same calls, each other than those before it in one thing that a card shows.
  private static var variants: [Step] {
    var left = Samples.seen(.timeWait, left: 60_000)
    let waits = Samples.change("conn", Samples.seen(.timeWait), left)
    left.millisecondsLeft = 59_000
    return [
      read("ping", 4, 0), read("pong", 4, 0), read("ping", 5, 1), read("ping", 4, 1), step("ping", []),
      step("ping", [change(4, 0), change(4, 0, of: "cli")]), step("ping", [change(4, 0, of: "cli")]),
      step("ping", [Samples.change("conn", Samples.seen(.closeWait, unread: 4), Samples.seen(.closeWait))]),
      step("ping", [Samples.change("conn", Samples.seen(.established, unread: 4), Samples.seen(.closeWait))]),
      step(
        "ping",
        [Samples.change("conn", Samples.seen(.established, unread: 4), Samples.seen(.established), closing: true)]),
      step(
        "ping", [Samples.change("conn", Samples.seen(.established, unread: 4), Samples.seen(.established), gone: true)]),
      step("ping", [Samples.change("conn", nil, Samples.seen(.established), endpoints: nil)]),
      step("ping", [waits]), step("ping", [Samples.change("conn", Samples.seen(.timeWait), left)]),
      read("ping", 4, 0) { $0.sender = "cli" }, read("ping", 4, 0) { $0.outcome = .timedOut },
      read("ping", 4, 0) { $0.outputs = ["MSG_EOR"] },
      read("ping", 4, 0) { $0.reason = Reason(sentence: "because") }, read("ping", 4, 0) { $0.listing = ["a line"] },
      Samples.step("recv conn 100", [Samples.done(recv, 0, data: [], end: true)]),
      Samples.step("recv conn 100", [Samples.done(recv, 0, data: [])]),
      Samples.step("recv conn 100", [Samples.failed(recv, "EAGAIN")]),
      Samples.step("recv conn 100", [Samples.failed(recv, "ECONNRESET")]),
      Samples.step("recv conn 100", [Samples.done(recv, 4, 12_345_678, data: Array("ping".utf8))], [change(4, 0)]),
      Samples.step(
        "recv conn 100", [Samples.done(recv, 4, data: Array("ping".utf8), from: Samples.client)], [change(4, 0)]),
      Samples.step("recv conn 100", [Exchange(call: recv, answer: nil)]),
      Samples.step(
        "recv conn 100",
        [Samples.done(recv, 4, data: Array("ping".utf8)), Samples.done(recv, 4, data: Array("ping".utf8))]),
      Samples.step("send cli hex:0102", [Samples.done(send, 2)]),
      Samples.step("send cli hex:0102", [Samples.done(send, 1)]),
      Samples.step("recvfrom a 100", [Samples.done(recvfrom, 4, data: Array("ping".utf8), from: Samples.client)]),
      Samples.step("recvfrom a 100", [Samples.done(recvfrom, 4, data: Array("ping".utf8), from: Samples.server)]),
      Samples.step("accept srv a", [Samples.done(accept, 5, from: Samples.client)]),
      Samples.step("accept srv a", [Samples.done(accept, 5, from: Samples.server)]),
    ]
  }

  private func text(_ step: Step, _ card: Card) -> String {
    var text = TextBuffer()
    text.put("> before it\n")
    card.write(step, to: &text)
    return text.string
  }

  @Test func noCardIsThatOfAnotherStep() {
    let style = Style(isColoured: true), card = Card(style: style)
    let steps = Self.variants.map { ($0, text($0, Card(style: style))) }
    for first in steps {
      for (step, expected) in [first, first] + steps.flatMap({ [first, $0] }) {
        if text(step, card) != expected { Issue.record("\(text(step, card)) in place of \(expected)") }
      }
    }
  }

  @Test func aCardThatComesAgainIsRemembered() {
    let memory = CardCache(), card = Card(style: Style(isColoured: false))
    let step = Self.read("ping", 4, 0)
    var composed = TextBuffer(), recalled = TextBuffer()
    card.write(step, to: &composed)
    #expect(!memory.recall(step, to: &recalled))
    for _ in 1...2 { memory.remember(step, before: composed.bytes[..<5], after: composed.bytes[5...]) }
    #expect(memory.recall(step, to: &recalled))
    #expect(recalled.string.hasSuffix(composed.string.dropFirst(5)))
    #expect(!memory.recall(Self.read("pong", 4, 0), to: &recalled))
  }

  /// A handle that takes the name of another tells changes that are like those of the other.
  @Test func aCardOfChangesThatAreAlikeIsRemembered() {
    let memory = CardCache(), socket = Call("socket", .symbol("AF_INET"))
    func opened(_ changes: [Change]) -> Step { Samples.step("socket a tcp", [Samples.done(socket, 3)], changes) }
    func isKnown(_ changes: Change...) -> Bool {
      var text = TextBuffer()
      return memory.recall(opened(changes), to: &text)
    }
    var composed = TextBuffer()
    composed.put("a card")
    let bytes = composed.bytes[...]
    let fresh = { Samples.change("a", nil, Samples.seen(.closed)) }
    for _ in 1...2 { memory.remember(opened([fresh()]), before: bytes, after: bytes) }
    #expect(isKnown(fresh()))
    #expect(!isKnown() && !isKnown(fresh(), fresh()) && !isKnown(Samples.change("b", nil, Samples.seen(.closed))))
    #expect(!isKnown(Samples.change("a", nil, Samples.seen(.closed), fd: 4)))
    #expect(!isKnown(Samples.change("a", nil, Samples.seen(.closed), kind: Samples.udp)))
    #expect(!isKnown(Samples.change("a", nil, Samples.seen(.closed), closing: true)))
    #expect(!isKnown(Samples.change("a", nil, Samples.seen(.closed), gone: true)))
    #expect(!isKnown(Samples.change("a", Samples.seen(.closed), Samples.seen(.closed))))
    let named = Samples.change("a", nil, Samples.seen(.closed), endpoints: Endpoints(local: Samples.server))
    #expect(!isKnown(named))
    for _ in 1...2 { memory.remember(opened([named]), before: bytes, after: bytes) }
    #expect(isKnown(fresh()), "a card with addresses takes nobody's place")
  }

  @Test func onlyTheTimeIsWrittenAnew() {
    let card = Card(style: Style(isColoured: false))
    let times: [Int64] = [6_000, 6_000, 6_000, 42_000, 999_000, 1_500_000, 2_100_000_000]
    let cards = times.map {
      text(Samples.step("recv conn 100", [Samples.done(Self.recv, 4, $0, data: Array("ping".utf8))]), card)
    }
    #expect(
      cards.map { $0.split(separator: "\n")[1].suffix(10) } == [
        "o 0   6 µs", "o 0   6 µs", "o 0   6 µs", "o 0  42 µs", "o 0 999 µs", " 0  1.5 ms", "o 0  2.1 s",
      ])
  }
}
