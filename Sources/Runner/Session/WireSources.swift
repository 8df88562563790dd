import Cable
import Packets
import SessionLanguage
import Sockets

// Where a session sees what passes: the cable between its hosts, or loopback.
extension Session {
  /// The wire that this session may see; nil where it may see none.
  func visibleWire(at span: Span) throws(Diagnostic) -> Wire? {
    if let cable { return wire(on: cable) }
    guard table.isIsolated || table.permissions.contains(.network) else { return nil }
    switch LoopbackTap.open() {
    case .success(let tap): return wire(from: tap)
    case .failure(let refusal):
      throw Diagnostic(
        "loopback cannot be watched", at: span,
        label: "socket(AF_PACKET, SOCK_RAW, ETH_P_ALL) = -1 \(refusal.errno.symbol) (\(refusal.errno.text))",
        help: "root may do it, and an isolated session: sockplay --isolated")
    }
  }

  /// Watches the cable.
  func wire(on cable: Relay) -> Wire {
    cable.isWatched = true
    return wire(from: cable)
  }

  private func wire(from source: any FrameSource) -> Wire {
    Wire(source, since: start) { [unowned self] frame, packet in ends(of: frame, packet) }
  }
}
