/// What one line of `cable` does to the frames that pass.
package struct CableRule: Sendable, Equatable {
  package let action: CableAction
  package let selector: FrameSelector

  package init(_ action: CableAction, _ selector: FrameSelector) { (self.action, self.selector) = (action, selector) }

  /// A cable without a host, or with none at all.
  package static func cut(_ host: String? = nil) -> CableRule { CableRule(.cut(host), .all) }

  /// The host that it names, which must be on the cable.
  package var host: String? { if case .cut(let host) = action { host } else { selector.sender } }

  /// As it is typed after `cable`, such as `drop next SYN,ACK`.
  package var text: String {
    switch action {
    case .cut: action.text
    case .rate, .mtu: [action.text, selector.sender.map { "from \($0)" }].compactMap(\.self).joined(separator: " ")
    case .icmp: "\(action.text) for \(selector.text)"
    // What is said without a selector is said of all.
    case .delay, .loss: selector == .all ? action.text : "\(action.text) \(selector.text)"
    case .drop, .duplicate, .corrupt, .reorder: "\(action.text) \(selector.text)"
    }
  }
}

/// What happens to a frame that a rule strikes.
package enum CableAction: Sendable, Equatable {
  /// Nothing passes, or nothing to and from this host.
  case cut(String?)
  /// It arrives later, by `time` and a random time up to `jitter`, both in milliseconds.
  case delay(time: Int, jitter: Int, seed: UInt64?)
  /// It is dropped with this chance.
  case loss(Chance, seed: UInt64?)
  case drop
  case duplicate
  /// One bit of it is turned, so that its checksum is wrong.
  case corrupt
  /// It arrives after the next frame of its direction.
  case reorder
  case rate(BitRate)
  /// Packets of IP that are longer than this many bytes are dropped.
  case mtu(Int, isSilent: Bool)
  case icmp(ICMPError)

  /// The seed of a random rule that names none.
  static let usualSeed: UInt64 = 1

  fileprivate var text: String {
    switch self {
    case .cut(let host): (["cut"] + (host.map { [$0] } ?? [])).joined(separator: " ")
    case .delay(let time, let jitter, let seed):
      [
        time > 0 || jitter == 0 ? "delay \(Self.text(milliseconds: time))" : nil,
        jitter > 0 ? "jitter \(Self.text(milliseconds: jitter))" : nil, seed.map { "seed \($0)" },
      ].compactMap(\.self).joined(separator: " ")
    case .loss(let chance, let seed): "loss \(chance.text)" + (seed.map { " seed \($0)" } ?? "")
    case .drop: "drop"
    case .duplicate: "duplicate"
    case .corrupt: "corrupt"
    case .reorder: "reorder"
    case .rate(let rate): "rate \(rate.text)"
    case .mtu(let length, let isSilent): "mtu \(length)" + (isSilent ? " silent" : "")
    case .icmp(let error): "icmp \(error.rawValue)"
    }
  }

  private static func text(milliseconds: Int) -> String {
    milliseconds > 0 && milliseconds % 1000 == 0 ? "\(milliseconds / 1000)s" : "\(milliseconds)ms"
  }
}
