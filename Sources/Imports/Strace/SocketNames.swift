/// The handles that the sockets of a side become. Those that are left out have none.
struct SocketNames {
  private var names: [Int: String] = [:]

  init(_ side: StraceSide, _ walk: StraceWalk) {
    var counts: [String: Int] = [:]
    for step in side.steps {
      for socket in step.made where isKept(socket, walk) {
        let base = base(socket, walk)
        let count = counts[base, default: 0] + 1
        counts[base] = count
        names[socket] = count == 1 ? base : "\(base)\(count)"
      }
    }
  }

  /// nil for a socket that is left out.
  func name(_ socket: Int) -> String? { names[socket] }

  /// The name of the handle that has a descriptor.
  func name(of descriptor: Int32, in step: TracedStep) -> String? { step.sockets[descriptor].flatMap { names[$0] } }

  private func isKept(_ socket: Int, _ walk: StraceWalk) -> Bool {
    let traced = walk.sockets[socket]
    guard traced.libraryUse == nil else { return false }
    return switch traced.origin {
    case .duplicate(let original): names[original] != nil
    case .epoll: traced.watches
    case .unknown: false
    case .made, .accepted, .pair: true
    }
  }

  /// What a socket is called by what was done with it.
  private func base(_ socket: Int, _ walk: StraceWalk) -> String {
    let traced = walk.sockets[socket]
    return switch traced.origin {
    case .accepted: "conn"
    case .pair: "pair"
    case .epoll: "ep"
    case .duplicate(let original): (names[original] ?? "sock") + "-dup"
    case .made, .unknown:
      traced.didListen || !traced.isStream && traced.local != nil && traced.peer == nil
        ? "srv" : traced.peer != nil ? "cli" : traced.local != nil ? "srv" : "sock"
    }
  }
}
