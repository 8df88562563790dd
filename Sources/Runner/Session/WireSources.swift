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
    pastWire?.resume(source)
    let wire =
      pastWire
      ?? Wire(
        source, since: start,
        Wire.View(
          naming: { [unowned self] in ends(of: $0, $1) }, counters: { [unowned self] in counters(of: $0) },
          isTimeWait: { [unowned self] in isTimeWait($0, before: $1) }))
    for host in table.hosts.hosts { wire.begin(host.name) }
    if !table.hasHosts { wire.begin(nil) }
    return wire
  }

  /// nil where others use the network, too: what they do moves the counters.
  private func counters(of host: String?) -> CounterReading? {
    guard table.isIsolated else { return nil }
    let network = host.flatMap(table.hosts.named)?.network ?? .own
    return try? table.kernel.inside(network, orThrow: IsolationFailure.setns) { () throws(IsolationFailure) in
      CounterReading()
    }
  }

  private func isTimeWait(_ handle: String, before moment: Int64) -> Bool {
    guard let last = table.find(handle)?.transitions.last else { return false }
    return last.to == .timeWait && last.moment < moment
  }
}
