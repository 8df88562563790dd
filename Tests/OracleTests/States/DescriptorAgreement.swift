import Foundation

/// Holds what sockplay shows of an open handle against what the kernel says of its descriptor: also of what ss does not
/// list, such as a pipe, and a socket without an address.
struct DescriptorAgreement {
  let handle: Driven.Handle
  let process: Int32

  /// What differs first; nil when nothing does.
  var problem: String? {
    guard handle.descriptor >= 0 else { return nil }
    guard let shared = SharedDescriptor(handle.descriptor, of: process) else { return "there is no such descriptor" }
    if handle.kind == "pipe" { return count(FIONREAD, shared, handle.unread, "unread") }
    guard let type = shared.option(SO_TYPE), let domain = shared.option(SO_DOMAIN) else { return nil }
    if let expected = Self.kinds[handle.kind], expected != [domain, type] { return "another kind: \(domain), \(type)" }
    if (shared.option(SO_ACCEPTCONN) == 1) != (handle.state == "LISTEN") { return "it listens, or does not" }
    if domain != AF_UNIX, let problem = addresses(shared) { return problem }
    return handle.kind.hasPrefix("tcp") ? connection(shared) : nil
  }

  private static let kinds: [String: [Int32]] = [
    "tcp": [AF_INET, 1], "tcp6": [AF_INET6, 1], "udp": [AF_INET, 2], "udp6": [AF_INET6, 2], "unix": [AF_UNIX, 1],
    "unix-dgram": [AF_UNIX, 2], "unix-seqpacket": [AF_UNIX, 5],
  ]

  private func addresses(_ shared: borrowing SharedDescriptor) -> String? {
    if let local = shared.local, let shown = handle.local, shown != local, !isReset(shown, to: local) {
      return "its address is \(local)"
    }
    if let peer = shared.peer, handle.peer != peer { return "its peer is \(peer)" }
    return nil
  }

  /// Whether `local` is what a bind that failed leaves of the address of a former connection: its port.
  private func isReset(_ shown: String, to local: String) -> Bool {
    guard handle.state == "CLOSED" else { return false }
    return ["0.0.0.0:", "[::]:"].contains { local.hasPrefix($0) && shown.hasSuffix(":" + local.dropFirst($0.count)) }
  }

  /// The states in the order of their numbers, from 1 on, see tcp_states.h.
  private static let states = [
    "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT", "CLOSED", "CLOSE_WAIT", "LAST_ACK",
    "LISTEN", "CLOSING", "SYN_RECV",
  ]

  private func connection(_ shared: borrowing SharedDescriptor) -> String? {
    guard let number = shared.tcpState, Self.states.indices.contains(number - 1) else { return nil }
    let state = Self.states[number - 1]
    // The descriptor of a connection in TIME_WAIT says CLOSED: the kernel holds it elsewhere, and ss shows that.
    let shown = ["BOUND", "TIME_WAIT"].contains(handle.state) ? "CLOSED" : handle.state
    if shown != state { return "its state is \(state)" }
    return state == "LISTEN" ? nil : count(FIONREAD, shared, handle.unread, "unread")
  }

  private func count(_ request: Int32, _ shared: borrowing SharedDescriptor, _ shown: Int, _ what: String) -> String? {
    guard let count = shared.count(request), count != shown else { return nil }
    return "\(count) B are \(what)"
  }
}
