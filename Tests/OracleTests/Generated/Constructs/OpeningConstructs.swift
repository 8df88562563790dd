extension Construct {
  /// What makes handles.
  static let connecting = Construct(6) { $0.connect() }
  static let opening = [
    connecting, Construct(3) { $0.pair() }, Construct(3) { $0.datagrams() },
    Construct(2) { $0.openPipe() }, Construct(1) { $0.epoll() }, Construct(1) { $0.other() },
  ]
}

extension GeneratedSession {
  /// A listener and a client, accepted or not.
  fileprivate mutating func connect() {
    let family = oneOf(["tcp", "tcp", "tcp6", "dual", "unix", "unix-seqpacket"])
    let old = chance(1, in: 3) ? handle { $0.role == .listener } : nil
    let listener = old ?? listen(family)
    let kind = listener.kind == "tcp6" && family == "dual" ? "tcp" : listener.kind
    let client = add("c", kind, .fresh)
    put("socket \(client.name) \(kind)\(chance(1, in: 10) ? " SOCK_NONBLOCK" : "")")
    if chance(1, in: 6) { put("bind \(client.name) \(Self.freeAddress(kind))") }
    put("connect \(client.name) \(Self.address(of: listener, from: kind))\(chance(1, in: 12) ? " &" : "")")
    become(.connected, client.name)
    if chance(5, in: 6) { accept(listener) }
  }

  fileprivate mutating func listen(_ family: String) -> Handle {
    let listener = add("s", family == "dual" ? "tcp6" : family, .listener)
    put("socket \(listener.name) \(listener.kind)")
    put("bind \(listener.name) \(family == "dual" ? "[::]:0" : Self.freeAddress(listener.kind))")
    put("listen \(listener.name) \(oneOf(["0", "1", "5"]))")
    return listener
  }

  fileprivate mutating func accept(_ listener: Handle) {
    let end = add("a", listener.kind, .connected)
    if isImpatient(listener) { makeImpatient(end) }
    put("\(oneOf(["accept", "accept", "accept4"])) \(listener.name) \(end.name)")
  }

  fileprivate mutating func pair() {
    let kind = oneOf(["unix", "unix-seqpacket", "unix-dgram"])
    let (one, other) = (add("p", kind, .connected), add("p", kind, .connected))
    put("socketpair \(one.name) \(other.name) \(kind)")
  }

  fileprivate mutating func datagrams() {
    let kind = oneOf(["udp", "udp", "udp6", "unix-dgram"])
    let (one, other) = (add("u", kind, .bound), add("u", kind, .bound))
    for end in [one, other] {
      put("socket \(end.name) \(kind)")
      put("bind \(end.name) \(Self.freeAddress(kind))")
    }
    if chance(1, in: 2) { put("connect \(one.name) {\(other.name)}") }
    if chance(1, in: 3) { put("connect \(other.name) {\(one.name)}") }
  }

  fileprivate mutating func openPipe() {
    let (out, into) = (add("r", "pipe", .pipe), add("w", "pipe", .pipe))
    put("pipe \(out.name) \(into.name)")
  }

  fileprivate mutating func epoll() {
    let instance = add("e", "epoll", .epoll)
    put("epoll_create \(instance.name)")
    if let one = handle(where: { $0.role != .epoll }) { put("epoll_ctl \(instance.name) add \(one.name) EPOLLIN") }
  }

  /// What root may have, and others may not.
  fileprivate mutating func other() {
    let kind = oneOf(["raw", "icmp", "netlink", "AF_PACKET SOCK_RAW 0"])
    put("socket \(add("o", kind, .fresh).name) \(kind)")
  }

  /// Any address of this machine, with a port that is free.
  static func freeAddress(_ kind: String) -> String {
    switch kind {
    case "tcp6", "udp6": "[::1]:0"
    case _ where kind.hasPrefix("unix"): "unix:"
    default: "127.0.0.1:0"
    }
  }

  static func address(of listener: Handle, from kind: String) -> String {
    listener.kind == "tcp6"
      ? kind == "tcp" ? "127.0.0.1:{\(listener.name).port}" : "[::1]:{\(listener.name).port}"
      : "{\(listener.name)}"
  }
}
