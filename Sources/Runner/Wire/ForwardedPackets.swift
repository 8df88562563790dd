import Packets

/// Finds which packets a router has passed on. The hosts share a cable, so such a packet passes there twice: as its sender
/// sent it, and as the router did, for which fewer hops are left. Nothing was sent again then.
struct ForwardedPackets {
  /// How many packets are kept.
  private static let most = 256
  private var seen: [Identity: Sighting] = [:]
  /// The packets that are kept, and where the next one goes once `most` are.
  private var order: [Identity] = []
  private var next = 0

  /// What a router leaves as it is.
  fileprivate struct Identity: Hashable {
    let flow: Flow
    /// nil for IPv6, which has none.
    let identification: UInt16?
    let length: Int
    let checksum: UInt16
  }

  /// Where it was last seen.
  private struct Sighting {
    let number: Int
    let moment: Int64
    let sender: String
    let hops: UInt8
  }

  /// Takes the next packet.
  /// - Returns: Which packet it is that was passed on; nil where it was not seen to be one.
  mutating func take(_ packet: Packet, in frame: Frame, number: Int) -> ReportedSegment.Relation? {
    guard let sender = frame.sender, let hops = packet.network?.hopLimit, let identity = Identity(packet) else {
      return nil
    }
    let sighting = Sighting(number: number, moment: frame.moment, sender: sender, hops: hops)
    guard let earlier = seen.updateValue(sighting, forKey: identity) else {
      keep(identity)
      return nil
    }
    guard earlier.sender != sender, hops < earlier.hops else { return nil }
    return ReportedSegment.Relation(.forwards, of: earlier.number, nanoseconds: frame.moment - earlier.moment)
  }

  private mutating func keep(_ identity: Identity) {
    if order.count < Self.most {
      order.append(identity)
    } else {
      seen[order[next]] = nil
      order[next] = identity
    }
    next = (next + 1) % Self.most
  }
}

extension ForwardedPackets.Identity {
  /// nil for what is no whole segment of TCP, datagram of UDP or message of ICMP.
  fileprivate init?(_ packet: Packet) {
    guard let flow = packet.flow, !packet.isFragment else { return nil }
    let identification: UInt16? = if case .ipv4(let header)? = packet.network { header.identification } else { nil }
    let checksum: UInt16
    switch packet.transport {
    case .tcp(let header)?: checksum = header.checksum
    case .udp(let header)?, .udpLite(let header)?: checksum = header.checksum
    case .icmp(let message)?: checksum = message.checksum
    case .fragment?, .other?, nil: return nil
    }
    self.init(flow: flow, identification: identification, length: packet.dataLength, checksum: checksum)
  }
}

extension [ReportedSegment] {
  /// Each packet once, as it left its sender: without what routers passed on. What was lost behind a router is dropped.
  package var withoutForwarded: [ReportedSegment] {
    guard contains(where: \.isForwarded) else { return self }
    var kept: [ReportedSegment] = []
    // Where each packet stands in `kept`, by its numbers.
    var places: [Int: Int] = [:]
    for reported in self {
      guard let relation = reported.relation, relation.kind == .forwards else {
        places[reported.segment.number] = kept.count
        kept.append(reported)
        continue
      }
      guard let place = places[relation.number] else { continue }
      places[reported.segment.number] = place
      kept[place] = kept[place].with(reported.segment.frame)
    }
    return kept
  }
}

extension ReportedSegment {
  /// Whether a router passed on what had been on the cable before.
  package var isForwarded: Bool { relation?.kind == .forwards }

  /// The same with what became of it after a router had passed it on as `later`.
  fileprivate func with(_ later: Frame) -> ReportedSegment {
    var reported = self
    if later.fate.isDropped { reported.segment.frame.fate = later.fate }
    reported.segment.frame.due = later.due
    return reported
  }
}
