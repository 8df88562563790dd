import Packets
import SessionLanguage

/// The segments that a line expects against those that have passed so far. Acknowledgments that carry nothing else may
/// come or not, wherever they are not expected: when a kernel sends them is its own choice (RFC 9293, 3.8.6.3).
package struct SegmentMatch: Sendable {
  package let verdict: Verdict

  package enum Verdict: Sendable, Equatable {
    case met
    /// The pattern with this index, counted from 0, has not come yet, or not often enough.
    case open(pattern: Int)
    /// The segment with this index fits nowhere; the pattern is the one that was waited for.
    case failed(segment: Int, pattern: Int)
  }

  /// A place among the patterns: the next one, and how many segments it has had.
  private struct Place: Hashable {
    var pattern: Int
    var count = 0
  }

  package init(_ patterns: [SegmentPattern], _ seen: [ReportedSegment]) {
    var places = Self.reached(from: [Place(pattern: 0)], patterns)
    for (index, reported) in seen.enumerated() {
      let next = Self.reached(from: Self.step(places, patterns, reported), patterns)
      guard !next.isEmpty else {
        verdict = .failed(segment: index, pattern: min(Self.furthest(places), patterns.count))
        return
      }
      places = next
    }
    let isMet = places.contains { $0.pattern == patterns.count }
    verdict = isMet ? .met : .open(pattern: Self.furthest(places))
  }

  private static func furthest(_ places: Set<Place>) -> Int { places.map(\.pattern).max() ?? 0 }

  /// Where `told` leads.
  private static func step(_ places: Set<Place>, _ patterns: [SegmentPattern], _ reported: ReportedSegment) -> Set<
    Place
  > {
    var next: Set<Place> = reported.segment.packet.isBareAcknowledgment ? places : []
    for place in places where place.pattern < patterns.count {
      switch patterns[place.pattern].kind {
      case .others: next.insert(place)
      case .segment(let pattern):
        guard place.count < pattern.count.upperBound, pattern.isMet(by: reported) else { continue }
        next.insert(Place(pattern: place.pattern, count: place.count + 1))
      }
    }
    return next
  }

  /// `places`, and those that are reached from there without a segment.
  private static func reached(from places: Set<Place>, _ patterns: [SegmentPattern]) -> Set<Place> {
    var (all, left) = (places, Array(places))
    while let place = left.popLast() {
      guard place.pattern < patterns.count, patterns[place.pattern].mayEnd(after: place.count) else { continue }
      let next = Place(pattern: place.pattern + 1)
      if all.insert(next).inserted { left.append(next) }
    }
    return all
  }
}

extension SegmentPattern {
  fileprivate func mayEnd(after count: Int) -> Bool {
    switch kind {
    case .others: true
    case .segment(let pattern): count >= pattern.count.lowerBound
    }
  }
}

// MARK: - One segment

extension SegmentPattern.Segment {
  func isMet(by reported: ReportedSegment) -> Bool {
    let segment = reported.segment
    return isSent == reported.isSent && isDropped == segment.frame.fate.isDropped
      && protocolKind.isMet(by: segment.packet)
      && fields.allSatisfy { item in
        guard let value = item.field.value(in: segment) else { return false }
        return item.range?.contains(value) ?? true
      }
  }
}

extension SegmentPattern.ProtocolKind {
  fileprivate func isMet(by packet: Packet) -> Bool {
    switch (self, packet.transport) {
    case (.tcp(let names), .tcp(let header)): header.flags.names == names
    case (.udp, .udp): true
    case (.icmp(let name), .icmp(let message)): message.words.contains(name)
    default: false
    }
  }
}

extension SegmentPattern.Field {
  /// nil where the segment does not have it. The value of a field that only is there or not says nothing.
  func value(in segment: Segment) -> Int? {
    if self == .length { return segment.packet.dataLength }
    guard case .tcp(let header) = segment.packet.transport, let numbers = segment.numbers else { return nil }
    switch self {
    case .sequence: return Int(numbers.sequence)
    case .acknowledgment: return numbers.acknowledgment.map { Int($0) }
    case .window: return Int(numbers.window)
    default: return header.options.lazy.compactMap { value(of: $0) }.first
    }
  }

  private func value(of option: TCPOption) -> Int? {
    switch (self, option.content) {
    case (.segmentSize, .maximumSegmentSize(let size)): Int(size)
    case (.windowScale, .windowScale(let shift)): 1 << min(Int(shift), 14)
    case (.selective, .sackPermitted): 1
    default: nil
    }
  }
}
