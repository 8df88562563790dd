import Commands
import Handles
import Packets
import SessionLanguage
import Text

// `wire on`, `segment 7` and `ladder`.
extension Session {
  func fulfil(_ request: WireRequest, at span: Span, _ step: Step) throws(Diagnostic) {
    switch request {
    case .on, .raw:
      let wire = try watchedWire(at: span)
      wire.isRaw = request == .raw
      self.wire = wire
      let raw = wire.isRaw ? ", with the numbers of the headers" : ""
      step.listing = ["each step shows the segments that pass while it runs\(raw): wire off ends that"]
    case .off:
      let wasOn = wire != nil
      wire?.stop()
      pastWire = wire ?? pastWire
      wire = nil
      cable?.isWatched = false
      step.listing = [
        wasOn ? "steps show no segments any more; ladder shows those that were seen" : "the wire was not watched"
      ]
    case .segment(let number): step.listing = try explanation(of: number, at: span)
    case .ladder: step.listing = try ladder(at: span)
    }
  }

  private func watchedWire(at span: Span) throws(Diagnostic) -> Wire {
    if let wire { return wire }
    if let wire = try visibleWire(at: span) { return wire }
    throw Diagnostic(
      "wire on needs an isolated session", at: span, label: "this one shares the machine's network",
      help:
        "begin with @isolated in a file, or with sockplay --isolated; --allow network shows root the machine's loopback; "
        + "wire FILE shows a capture file"
    ).inKorean(
      "wire on은 격리된 세션에서만 됩니다", label: "이 세션은 컴퓨터의 네트워크를 그대로 씀",
      help: "파일에서는 @isolated로, 프롬프트에서는 sockplay --isolated로 시작하세요. root는 --allow network로 컴퓨터의 루프백을 볼 수 있습니다. "
        + "wire FILE은 캡처 파일을 보여 줍니다")
  }

  private func unwatched(at span: Span) -> Diagnostic {
    Diagnostic(
      "the wire is not watched", at: span, label: "no segment has been seen",
      help: "wire on begins; wire FILE shows a capture file"
    ).inKorean("회선을 보고 있지 않습니다", label: "본 세그먼트가 없음", help: "wire on으로 시작합니다. wire FILE은 캡처 파일을 보여 줍니다")
  }

  private func explanation(of number: Int, at span: Span) throws(Diagnostic) -> [String] {
    guard let wire = wire ?? pastWire else { throw unwatched(at: span) }
    guard let logged = wire.logged(number) else {
      let label = wire.numbers.map { "there are \($0.lowerBound) to \($0.upperBound)" } ?? "none has passed yet"
      throw .invalid("segment", "\(number)", at: span, label: label)
    }
    let segment = logged.reported.segment
    let explained = Explanation(segment.packet, segment.numbers, language: table.language)
    return origin(of: logged, in: wire) + Ladder([wire.row(of: logged)]).lines + explained.lines
  }

  /// The line that was running, and the calls whose data it carries.
  private func origin(of logged: Wire.Logged, in wire: Wire) -> [String] {
    let language = table.language
    let seen =
      logged.line.map { language.text("seen during  \($0)", korean: "이 줄을 실행하는 동안 보임:  \($0)") }
      ?? language.text("seen between two lines", korean: "두 줄 사이에 보임")
    return [seen]
      + wire.carried(by: logged.reported.segment).map { part in
        language.text(
          "carries \(part.english) of  \(part.line)", korean: "담은 것: 다음 호출 데이터의 \(part.korean)번째 바이트  \(part.line)")
      }
  }

  private func ladder(at span: Span) throws(Diagnostic) -> [String] {
    guard let wire = wire ?? pastWire else { throw unwatched(at: span) }
    let lost = wire.lost > 0 ? ["\(Plural.count(wire.lost, "frame")) passed unseen: there was no room for them"] : []
    let ladder = Ladder(wire.entries, hosts: table.hosts.hosts.map(\.name))
    return (wire.log.isEmpty ? ["no segment has passed yet"] : ladder.lines) + lost
  }
}

extension Wire {
  /// Bytes of a call's data.
  struct Carried {
    let line: String
    /// Counted from 1.
    let bytes: ClosedRange<Int>

    /// `byte 1`, `bytes 2 to 5`
    var english: String {
      bytes.count == 1 ? "byte \(bytes.lowerBound)" : "bytes \(bytes.lowerBound) to \(bytes.upperBound)"
    }
    /// `1`, `2~5`
    var korean: String { bytes.count == 1 ? "\(bytes.lowerBound)" : "\(bytes.lowerBound)~\(bytes.upperBound)" }
  }

  /// The calls whose data `segment` carries. Known where the SYN of its connection was seen, from which its numbers
  /// count.
  func carried(by segment: Segment) -> [Carried] {
    guard let handle = segment.source.handle, let numbers = segment.numbers, segment.packet.dataLength > 0,
      numbers.sequence > 0, hasSYN(of: segment)
    else { return [] }
    let first = Int(numbers.sequence) - 1
    let range = first..<first + segment.packet.dataLength
    return sent.parts(of: range, on: handle).map { part in
      let part = (line: part.line, start: part.start, end: part.start + part.count)
      let low = max(range.lowerBound, part.start) - part.start + 1, high = min(range.upperBound, part.end) - part.start
      return Carried(line: part.line, bytes: low...max(low, high))
    }
  }

  private func hasSYN(of segment: Segment) -> Bool {
    guard case .tcp(let header) = segment.packet.transport, let numbers = segment.numbers else { return false }
    return log.contains { logged in
      guard case .tcp(let other) = logged.reported.segment.packet.transport else { return false }
      return other.flags.contains(.syn) && logged.reported.segment.packet.flow == segment.packet.flow
        && other.sequence == header.sequence &- numbers.sequence
    }
  }

  /// All that it keeps as a ladder: the segments, and at the end where it happened what was done and what changed. Those
  /// that pass a router are between it and its neighbours. The end that sent the first segment of a pair stands on the left.
  var entries: [LadderEntry] {
    let start = log.first?.reported.segment.moment ?? 0
    var lefts: [Set<String>: String] = [:]
    let packets = log.map { logged -> LadderEntry in
      let ends = linkEnds(of: logged.reported.segment)
      let left = lefts[[ends.source, ends.destination]] ?? ends.source
      lefts[[ends.source, ends.destination]] = left
      return .packet(row(of: logged, before: start, ends, left: left))
    }
    let notes = self.notes.map { LadderEntry.note(LadderNote(time: $0.moment - start, end: $0.end, text: $0.text)) }
    // Sorting must leave what is of one moment in its order.
    return (notes + packets).enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
      .map(\.element)
  }

  private typealias Ends = (source: String, destination: String)

  /// Who has put a segment on the cable, and who takes it from there.
  private func linkEnds(of segment: Segment) -> Ends {
    (segment.frame.sender ?? segment.source.name, links.receiver(of: segment.frame) ?? segment.destination.name)
  }

  /// A segment for itself, from its source to its destination.
  func row(of logged: Logged) -> LadderRow {
    let segment = logged.reported.segment
    let ends = (segment.source.name, segment.destination.name)
    return row(of: logged, before: segment.moment, ends, left: ends.0)
  }

  /// - Parameters:
  ///   - start: From when the time counts, in nanoseconds from the session's start.
  ///   - left: The end on the left.
  private func row(of logged: Logged, before start: Int64, _ ends: Ends, left: String) -> LadderRow {
    let segment = logged.reported.segment, isRightward = left == ends.source
    return LadderRow(
      number: segment.number, time: segment.moment - start, left: isRightward ? ends.source : ends.destination,
      right: isRightward ? ends.destination : ends.source, isRightward: isRightward, parts: logged.reported.parts,
      isDropped: segment.frame.fate.isDropped)
  }
}
