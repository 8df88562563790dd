import Handles
import Sockets

// What was observed, as `why --evidence` shows it.

extension Snapshot {
  var evidence: String {
    if state == .listen { return "\(state.name), queue \(queue)/\(backlog)" }
    let bytes = (unread > 0 ? ", \(unread) unread" : "") + (unsent > 0 ? ", \(unsent) unsent" : "")
    return state.name + bytes + (shut.words.isEmpty ? "" : ", shut down " + shut.words.joined(separator: " and "))
  }
}

extension ListedSocket {
  func evidence(handle: String?) -> String {
    let ends = [endpoints.local?.description, endpoints.peer.map { "→ \($0)" }].compactMap { $0 }.joined(separator: " ")
    return [family, state.name, ends, handle].compactMap { $0 }.joined(separator: " ")
      + (state == .listen ? " queue \(receive)/\(send)" : " recv-q \(receive) send-q \(send)")
      + (dropped > 0 ? " drops \(dropped)" : "")
  }
}

extension Route {
  var evidence: String {
    "\(destination) through \(way)" + (type == .unicast ? "" : ", \(type)")
  }

  /// Where it leads, `v0 to 10.1.0.2 or v0 to 10.1.0.3`.
  var way: String {
    hops.map { $0.interface + ($0.gateway.map { " to \($0)" } ?? "") }.joined(separator: " or ")
  }
}

extension PathFile {
  var evidence: String {
    switch self {
    case .nothing: "nothing"
    case .socket: "a socket"
    case .other: "a file of another kind"
    case .unreachable(let errno): "\(errno.symbol)"
    }
  }
}
