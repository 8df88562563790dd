import Support

/// A session that nobody wrote: random, but each line means something to the sockets that the lines before it made. The
/// same seed gives the same lines.
struct GeneratedSession {
  private(set) var lines: [String] = []
  private var random: SeededGenerator
  private var handles: [Handle] = []
  /// The names under which calls may wait.
  private var jobs: [String] = []
  private var made = 0

  private struct Handle {
    let name: String
    let kind: String
    var role: Role

    var isTCP: Bool { kind.hasPrefix("tcp") }
    var isUNIX: Bool { kind.hasPrefix("unix") }
    var isDatagram: Bool { kind.hasPrefix("udp") || kind == "unix-dgram" }
    var isSocket: Bool { role != .pipe && role != .epoll }
  }

  private enum Role { case fresh, bound, listener, connected, pipe, epoll }

  init(seed: UInt64, length: Int = 40) {
    random = SeededGenerator(seed: seed)
    while lines.count < length {
      let action = handles.count < 2 ? Self.opening.randomElement(using: &random) : weighted()
      action?(&self)
    }
    lines.append("handles")
  }

  private typealias Action = @Sendable (inout Self) -> Void
  private static let opening: [Action] = [{ $0.connect() }, { $0.pair() }, { $0.datagrams() }, { $0.openPipe() }]
  /// What lines do, each with how often it is chosen.
  private static let actions: [(weight: Int, act: Action)] = [
    (6, { $0.connect() }), (3, { $0.pair() }), (3, { $0.datagrams() }), (2, { $0.openPipe() }),
    (1, { $0.epoll() }), (24, { $0.transfer() }), (8, { $0.inBackground() }), (6, { $0.collect() }),
    (6, { $0.duplicate() }), (8, { $0.close() }), (5, { $0.shutDown() }), (6, { $0.option() }), (6, { $0.look() }),
    (4, { $0.pass() }), (4, { $0.mistake() }), (3, { $0.watch() }), (1, { $0.put("sleep 5ms") }),
  ]

  private mutating func weighted() -> Action? {
    var left = Int.random(in: 0..<Self.actions.reduce(0) { $0 + $1.weight }, using: &random)
    for (weight, act) in Self.actions {
      if left < weight { return act }
      left -= weight
    }
    return nil
  }
}

// MARK: - Choosing

extension GeneratedSession {
  private mutating func put(_ line: String) {
    let role = chance(1, in: 12) ? ["client> ", "server> "].randomElement(using: &random) ?? "" : ""
    lines.append(role + line)
  }

  private mutating func chance(_ count: Int, in all: Int) -> Bool { Int.random(in: 0..<all, using: &random) < count }

  private mutating func oneOf(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }

  private mutating func handle(where isWanted: (Handle) -> Bool = { _ in true }) -> Handle? {
    handles.filter(isWanted).randomElement(using: &random)
  }

  private mutating func name(_ letter: String) -> String {
    made += 1
    return "\(letter)\(made)"
  }

  private mutating func add(_ letter: String, _ kind: String, _ role: Role) -> Handle {
    let handle = Handle(name: name(letter), kind: kind, role: role)
    handles.append(handle)
    return handle
  }

  private mutating func become(_ role: Role, _ name: String) {
    if let index = handles.firstIndex(where: { $0.name == name }) { handles[index].role = role }
  }

  private mutating func data() -> String {
    oneOf([#""one""#, #""two\r\n""#, #""안녕""#, #""\x00\xff""#, "fill:10", "fill:5000", #""a""#])
  }
}

// MARK: - Opening

extension GeneratedSession {
  /// A listener and a client, accepted or not.
  private mutating func connect() {
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

  private mutating func listen(_ family: String) -> Handle {
    let listener = add("s", family == "dual" ? "tcp6" : family, .listener)
    put("socket \(listener.name) \(listener.kind)")
    put("bind \(listener.name) \(family == "dual" ? "[::]:0" : Self.freeAddress(listener.kind))")
    put("listen \(listener.name) \(oneOf(["0", "1", "5"]))")
    return listener
  }

  private mutating func accept(_ listener: Handle) {
    let end = add("a", listener.kind, .connected)
    put("\(oneOf(["accept", "accept", "accept4"])) \(listener.name) \(end.name)")
  }

  private mutating func pair() {
    let kind = oneOf(["unix", "unix-seqpacket", "unix-dgram"])
    let (one, other) = (add("p", kind, .connected), add("p", kind, .connected))
    put("socketpair \(one.name) \(other.name) \(kind)")
  }

  private mutating func datagrams() {
    let kind = oneOf(["udp", "udp", "udp6", "unix-dgram"])
    let (one, other) = (add("u", kind, .bound), add("u", kind, .bound))
    for end in [one, other] {
      put("socket \(end.name) \(kind)")
      put("bind \(end.name) \(Self.freeAddress(kind))")
    }
    if chance(1, in: 2) { put("connect \(one.name) {\(other.name)}") }
    if chance(1, in: 3) { put("connect \(other.name) {\(one.name)}") }
  }

  private mutating func openPipe() {
    let (out, into) = (add("r", "pipe", .pipe), add("w", "pipe", .pipe))
    put("pipe \(out.name) \(into.name)")
  }

  private mutating func epoll() {
    let instance = add("e", "epoll", .epoll)
    put("epoll_create \(instance.name)")
    if let one = handle(where: { $0.role != .epoll }) { put("epoll_ctl \(instance.name) add \(one.name) EPOLLIN") }
  }

  private mutating func duplicate() {
    guard let old = handle() else { return }
    put("dup \(old.name) \(add("d", old.kind, old.role).name)")
  }

  /// Any address of this machine, with a port that is free.
  private static func freeAddress(_ kind: String) -> String {
    switch kind {
    case "tcp6", "udp6": "[::1]:0"
    case _ where kind.hasPrefix("unix"): "unix:"
    default: "127.0.0.1:0"
    }
  }

  private static func address(of listener: Handle, from kind: String) -> String {
    listener.kind == "tcp6"
      ? kind == "tcp" ? "127.0.0.1:{\(listener.name).port}" : "[::1]:{\(listener.name).port}"
      : "{\(listener.name)}"
  }
}

// MARK: - Using

extension GeneratedSession {
  private mutating func transfer() {
    guard let one = handle(where: { $0.role != .epoll && $0.role != .listener }) else { return }
    let name = one.name
    if one.role == .pipe { return put(name.first == "r" ? "read \(name) 64 &" : "write \(name) \(data())") }
    switch Int.random(in: 0..<9, using: &random) {
    case 0, 1: put("send \(name) \(data())\(oneOf(["", "", " MSG_DONTWAIT", " MSG_NOSIGNAL"]))")
    case 2: put("sendmsg \(name) \(data()) \(data())")
    case 3: put("recv \(name) \(oneOf(["1", "3", "64", "4096"])) MSG_DONTWAIT")
    case 4: put("recvfrom \(name) 64 \(oneOf(["MSG_PEEK|MSG_DONTWAIT", "MSG_DONTWAIT", "MSG_TRUNC|MSG_DONTWAIT"]))")
    case 5: put("recv \(name) \(oneOf(["2", "64"]))")
    case 6: put(one.isTCP && chance(1, in: 3) ? "send \(name) \"!\" MSG_OOB" : "write \(name) \(data())")
    case 7: put("recvmsg \(name) 64 MSG_DONTWAIT")
    default:
      guard one.isDatagram, let other = handle(where: { $0.kind == one.kind }) else { return put("read \(name) 64") }
      put("sendto \(name) \(data()) {\(other.name)}")
    }
  }

  private mutating func inBackground() {
    guard let one = handle(where: { $0.isSocket }) else { return }
    if one.role == .listener {
      let end = add("a", one.kind, .connected)
      put("accept \(one.name) \(end.name) &")
      return jobs.append(end.name)
    }
    put(
      oneOf([
        "recv \(one.name) 64 &", "recvfrom \(one.name) 64 &", "recvall \(one.name) 5 &", "send \(one.name) fill:3M &",
      ]))
    jobs.append(one.name)
  }

  private mutating func collect() {
    guard let index = jobs.indices.randomElement(using: &random) else { return }
    let job = jobs[index]
    if chance(2, in: 3) { jobs.remove(at: index) }
    put("\(oneOf(["wait", "wait", "cancel", "cancel", "fg"])) \(chance(1, in: 10) ? "any" : job)")
  }

  private mutating func close() {
    guard let one = handle() else { return }
    handles.removeAll { $0.name == one.name }
    put("\(one.isTCP && chance(1, in: 6) ? "reset" : "close") \(one.name)")
  }

  private mutating func shutDown() {
    guard let one = handle(where: { $0.isSocket }) else { return }
    put("shutdown \(one.name) \(oneOf(["wr", "wr", "rd", "rdwr"]))")
  }

  private mutating func option() {
    guard let one = handle(where: { $0.isSocket }) else { return }
    let name = one.name
    put(
      oneOf([
        "setsockopt \(name) SO_REUSEADDR on", "setsockopt \(name) SO_RCVBUF 4096", "setsockopt \(name) SO_KEEPALIVE on",
        "setsockopt \(name) TCP_NODELAY on", "setsockopt \(name) SO_LINGER on 0s", "setsockopt \(name) IP_RECVERR on",
        "setsockopt \(name) IPV6_V6ONLY on", "setsockopt \(name) SO_OOBINLINE on", "getsockopt \(name) SO_ERROR",
        "getsockopt \(name) SO_TYPE", "nonblock \(name) on", "nonblock \(name) off", "ioctl \(name) FIONREAD",
        "fcntl \(name) F_GETFL", "fcntl \(name) F_SETFL O_NONBLOCK", "getsockname \(name)", "getpeername \(name)",
        "sockatmark \(name)",
      ]))
  }

  private mutating func look() {
    guard let one = handle() else { return }
    put(
      oneOf([
        "handles", "handles", "state \(one.name)", "why", "why \(one.name)", "jobs",
        "? \(one.name).unread == 0 within 1ms",
        "? \(one.name).fd > 0 within 1ms", "sockets \(one.name)",
      ]))
  }

  /// Passes a descriptor through a UNIX domain socket.
  private mutating func pass() {
    guard let way = handle(where: { $0.isUNIX && $0.role == .connected }), let what = handle() else { return }
    put("sendmsg \(way.name) \"fd\" SCM_RIGHTS:\(what.name)")
    guard chance(2, in: 3), let end = handle(where: { $0.isUNIX && $0.role == .connected && $0.name != way.name })
    else {
      return
    }
    put("recvmsg \(end.name) 64 SCM_RIGHTS:\(add("g", what.kind, what.role).name) MSG_DONTWAIT")
  }

  private mutating func watch() {
    // Of a descriptor that is watched twice, strace does not tell which report is whose.
    guard let one = handle(), let other = handle(where: { $0.name != one.name }) else { return }
    if let instance = handle(where: { $0.role == .epoll }), chance(1, in: 2) {
      return put(
        oneOf(["epoll_wait \(instance.name) 10 10", "epoll_ctl \(instance.name) add \(one.name) EPOLLIN|EPOLLOUT"]))
    }
    put(
      oneOf(["poll \(one.name):POLLIN \(other.name):POLLIN|POLLOUT 10", "select r:\(one.name) w:\(other.name) 10ms"]))
  }

  /// What the kernel, or sockplay, refuses.
  private mutating func mistake() {
    guard let one = handle(), let other = handle() else { return }
    put(
      oneOf([
        "bind \(one.name) 127.0.0.1:0", "listen \(one.name) 1", "connect \(one.name) {\(other.name)}",
        "connect \(one.name) unspec", "send \(one.name) \"x\"", "recv \(one.name) 3 MSG_DONTWAIT", "close nobody",
        "accept \(one.name) \(name("x")) SOCK_NONBLOCK", "wait \(one.name)", "dup \(one.name) \(other.name)",
        "getpeername \(one.name)", "bind \(one.name) {\(other.name)}", "sendto \(one.name) \"x\" {\(other.name)}",
      ]))
  }
}
