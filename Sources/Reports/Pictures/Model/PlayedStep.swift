import Commands
import Handles
import Packets
import Runner
import SessionLanguage
import Sockets
import Text

// What a picture has of a step.
extension Step {
  var playedCall: PlayedCall? {
    result.map { exchange in
      let failure = exchange.answer.flatMap { $0.failed ? $0.errno : nil }
      return PlayedCall(
        name: exchange.call.name, result: exchange.answer?.result, errno: failure?.symbol,
        errnoText: failure?.text ?? "", isDescriptor: exchange.call.traits.contains(.opens))
    }
  }

  /// The call of a command that repeats one is the sum of them.
  private var shownExchanges: [Exchange] { total.map { [$0] } ?? exchanges }

  var playedData: [PlayedData] {
    shownExchanges.prefix(PlayedData.mostCalls).flatMap { exchange -> [PlayedData] in
      guard let answer = exchange.answer else { return [] }
      let (call, name) = (exchange.call, exchange.call.name)
      let sent = call.traits.contains(.sends) && !answer.failed ? call.sentPieces : []
      // Of one message, as much as the kernel has taken.
      let taken = sent.count == 1 ? [Array(sent[0].prefix(max(0, answer.result)))] : sent
      let received = answer.failed && total == nil ? [] : answer.received.pieces
      return taken.map { PlayedData($0, isSent: true, call: name) }
        + received.map { PlayedData($0, isSent: false, call: name) }
    }.filter { $0.count > 0 }
  }

  // MARK: The ladder

  /// Who acts.
  private var actor: LaneEnd { LaneEnd(role: role, handle: subject) }

  /// Its call, the segments that passed, and the states that have changed.
  func laneEntries(at moment: Int) -> [LaneEntry] {
    guard let exchange = result else { return remark.map { [entry($0, at: moment)] } ?? [] }
    let call = LaneEntry(
      moment: moment, kind: .call(failed: exchange.answer?.failed == true), from: actor,
      to: segments.isEmpty ? target(exchange) : nil, text: "\(Cause(statement).text) \(resultText(exchange))")
    let more = segments.count - Self.mostSegments
    let rest = more > 0 ? [entry("… \(Plural.count(more, "more segment"))", at: moment)] : []
    return [call] + segments.prefix(Self.mostSegments).map { $0.laneEntry(at: moment) } + rest
      + changes.compactMap { $0.laneEntry(at: moment) }
  }

  /// The most segments of a line.
  private static let mostSegments = 60

  private func entry(_ remark: String, at moment: Int) -> LaneEntry {
    LaneEntry(moment: moment, kind: .remark, from: role.map { LaneEnd(role: $0) }, to: nil, text: remark)
  }

  /// What it did without a call, where that matters to what comes after it.
  private var remark: String? {
    guard let command = foundCommand, command.group != .looking, command.group != .housekeeping else { return nil }
    return Cause(statement).text
  }

  /// `= 5 "hello"`
  private func resultText(_ exchange: Exchange) -> String {
    guard let answer = exchange.answer else { return "…" }
    if answer.failed { return "= \(answer.result) \(answer.errno.symbol)" }
    if answer.received.isEndOfFile { return "= \(answer.result) EOF" }
    let data = (answer.received.data ?? []).prefix(Self.mostBytes)
    let more = (answer.received.data?.count ?? 0) > Self.mostBytes ? "..." : ""
    return "= \(answer.result)" + (data.isEmpty ? "" : " \(Literal.text(data))\(more)")
  }

  /// The most bytes of data in a ladder.
  private static let mostBytes = 32

  /// To whom something went: of a call that sends or connects, and of one with which its end has finished.
  private func target(_ exchange: Exchange) -> LaneEnd? {
    let traits = exchange.call.traits
    let isConnecting = traits.contains(.connects), isSending = traits.contains(.sends)
    // What a call in the background does, the line that began it has shown.
    guard job == nil, isConnecting || exchange.answer?.failed == false, let other = counterpart else { return nil }
    if isConnecting || isSending { return LaneEnd(handle: other.handle, other: other.address?.description) }
    return hasFinished ? other.handle.map { LaneEnd(handle: $0) } : nil
  }

  /// Whether its end of a connection has sent FIN or RST by it, as its state says.
  private var hasFinished: Bool {
    guard let change = changes.first(where: { $0.name == subject }), let before = change.before else { return false }
    let open: [SocketState] = [.established, .synReceived, .closeWait]
    return open.contains(before.state) && !open.contains(change.after.state)
  }
}

extension PlayedData {
  /// The most calls of a line, and bytes of each, whose data are kept.
  fileprivate static let mostCalls = 8, mostBytes = 256

  fileprivate init(_ bytes: [UInt8], isSent: Bool, call: String) {
    self.init(isSent: isSent, call: call, count: bytes.count, bytes: Array(bytes.prefix(Self.mostBytes)))
  }
}

extension Change {
  /// Its new state; nil where that is the same, or says nothing of a handle that is new.
  func laneEntry(at moment: Int) -> LaneEntry? {
    guard before?.state != after.state || isGone else { return nil }
    let saysNothing: [SocketState] = [.closed, .unconnected, .open]
    if before == nil, saysNothing.contains(after.state) { return nil }
    let states = [before?.state.name, isGone ? "gone" : after.state.name].compactMap(\.self)
    return LaneEntry(
      moment: moment, kind: .state, from: LaneEnd(handle: name), to: nil,
      text: "\(name) \(states.joined(separator: " → "))")
  }
}

extension ReportedSegment {
  func laneEntry(at moment: Int) -> LaneEntry {
    LaneEntry(
      moment: moment, kind: .segment(number: segment.number, isDropped: segment.frame.fate.isDropped),
      from: end(segment.source, segment.frame.sender), to: end(segment.destination, linkReceiver),
      text: TerminalEscape.text((parts + (trigger.map { ["(\($0.rawValue))"] } ?? [])).joined(separator: " ")))
  }
}

extension ReportedSegment {
  /// The end of a segment, or the router that passes it on.
  private func end(_ end: Segment.End, _ host: String?) -> LaneEnd {
    guard let host, host != end.name || isForwarded && host == segment.frame.sender else { return LaneEnd(end) }
    return LaneEnd(other: host)
  }
}

extension LaneEnd {
  fileprivate init(_ end: Segment.End) { self.init(handle: end.handle, other: end.name) }
}
