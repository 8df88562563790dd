import Cable
import Commands
import Handles
import Isolation
import SessionLanguage
import Sockets
import Text

// The hosts of a session: who lives where, and moving there.
extension Session {
  func fulfil(_ request: HostRequest, _ step: Step) throws(Diagnostic) {
    switch request {
    case .list:
      step.listing = table.hasHosts ? table.hosts.hosts.map(text) : [noHosts]
      step.values = table.hosts.hosts.map(\.row)
    case .make(let name, let addresses, let span):
      let host = try make(name, addresses, at: span)
      step.listing = [text(host)]
      step.values = [host.row]
    }
  }

  private func make(_ name: String, _ addresses: [IPPrefix], at span: Span) throws(Diagnostic) -> SessionHost {
    do throws(IsolationFailure) {
      let (host, frames) = try table.addHost(name, addresses)
      // The cable of the first one makes a wire, which begins with it.
      wire?.begin(host.name)
      try plug(host, frames)
      if table.hasShortTimers { _ = try Requirement.shortenTimers(in: host.network, table) }
      return host
    } catch {
      throw Diagnostic("the host \(name) could not be made", at: span, label: error.text)
    }
  }

  /// Connects a host to the cable, which the first one makes.
  private func plug(_ host: SessionHost, _ frames: Int32) throws(IsolationFailure) {
    let cable = cable ?? newCable()
    if let failure = cable.attach(host.name, frames, hardware: host.hardware) { throw failure }
  }

  /// With hosts one wants to see what passes between them.
  private func newCable() -> Relay {
    let made = Relay()
    cable = made
    table.cableField = { [unowned made] name in
      CableStatus.counts.first { $0.name == name }.map { .number(made.status[keyPath: $0.path]) }
    }
    wire = wire(on: made)
    return made
  }

  /// Moves the session's thread to the host whose role acts in `line`. Sockets stay where they were made.
  func enterHost(of line: PreparedLine) throws(Diagnostic) {
    if let host = line.host { try requireHost(host, at: 0..<host.utf8.count) }
    let role = line.statement.role ?? role
    let network = role.flatMap(table.hosts.named)?.network ?? .own
    guard let errno = table.enter(network) else { return }
    throw Diagnostic("the host \(role ?? "") cannot be entered", label: IsolationFailure.setns(errno).text)
  }

  func requireHost(_ name: String, at span: Span) throws(Diagnostic) {
    if table.hosts.named(name) != nil { return }
    throw .unknown("host", name, at: span, among: table.hosts.hosts.map(\.name), help: "host lists them")
  }

  private var noHosts: String {
    table.language.text(
      "there are no hosts; host client 10.0.0.1 makes one, in an isolated session",
      korean: "호스트가 없습니다. 격리된 세션에서 host client 10.0.0.1로 만드세요")
  }

  private func text(_ host: SessionHost) -> String {
    "\(host.name)  \(SessionHost.interface)  \(host.addresses.map(\.description).joined(separator: "  "))"
  }
}

extension SessionHost {
  fileprivate var row: Row {
    [
      "host": .text(name), "interface": .text(SessionHost.interface),
      "addresses": .list(addresses.map(\.description)),
      "hardware": .text(hardware.map(\.hexDigits).joined(separator: ":")),
    ]
  }
}
