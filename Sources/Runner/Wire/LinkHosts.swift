import Packets

/// The hosts by their addresses on the link (MAC), as far as they have sent something.
struct LinkHosts {
  private var hosts: [ArraySlice<UInt8>: Set<String>] = [:]

  mutating func note(_ frame: Frame) {
    guard let sender = frame.sender else { return }
    hosts[frame.bytes.dropFirst(6).prefix(6), default: []].insert(sender)
  }

  /// The host that takes `frame` from the link: a router, where it goes on from there.
  func receiver(of frame: Frame) -> String? {
    guard let receivers = hosts[frame.bytes.prefix(6)], receivers.count == 1 else { return nil }
    return receivers.first
  }
}
