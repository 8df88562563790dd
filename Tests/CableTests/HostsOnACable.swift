import Glibc
import Isolation
import Packets
import Sockets

@testable import Cable

/// Hosts of this process on a cable, for tests. Used in a process whose network is its own.
final class HostsOnACable {
  let kernel = Linux()
  let relay = Relay()
  private let hosts: HostList

  /// Each is named after its place: `a` has 10.0.0.1, `b` has 10.0.0.2, and so on.
  init(_ count: Int = 2) throws {
    hosts = HostList(kernel: kernel)
    for number in 1...count {
      let name = Self.name(number)
      let (host, frames) = try hosts.add(name, [IPPrefix("10.0.0.\(number)/24")!, IPPrefix("fd00::\(number)/64")!])
      if let failure = relay.attach(name, frames, hardware: host.hardware) { throw failure }
    }
    relay.isWatched = true
  }

  deinit { relay.stop() }

  struct Refused: Error {
    let call: String
    let errno: Errno
  }

  private static func name(_ number: Int) -> String { ["a", "b", "c", "d"][number - 1] }

  /// A socket of a host, bound to a port; a read from it ends after a minute.
  /// - Parameter isForAll: Whether it also gets what is sent to all hosts.
  func socket(_ host: Int, _ type: __socket_type, port: UInt16 = 0, isForAll: Bool = false) throws -> Int32 {
    _ = kernel.enter(hosts.named(Self.name(host))!.network)
    defer { _ = kernel.enter(.own) }
    let descriptor = Glibc.socket(AF_INET, Int32(type.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    _ = try Self.with(isForAll ? nil : host, port) { try check("bind", Glibc.bind(descriptor, $0, $1)) }
    return descriptor
  }

  func connect(_ descriptor: Int32, to host: Int, port: UInt16) throws {
    _ = try Self.with(host, port) { try check("connect", Glibc.connect(descriptor, $0, $1)) }
  }

  /// The two ends of a connection from host 1 to host 2.
  func connection(port: UInt16 = 5000) throws -> (client: Int32, server: Int32) {
    let listener = try socket(2, SOCK_STREAM, port: port)
    defer { close(listener) }
    try check("listen", listen(listener, 5))
    let client = try socket(1, SOCK_STREAM)
    try connect(client, to: 2, port: port)
    return (client, try check("accept", accept(listener, nil, nil)))
  }

  /// Two sockets of UDP, each connected to the other.
  func datagrams() throws -> (client: Int32, server: Int32) {
    let (client, server) = (try socket(1, SOCK_DGRAM, port: 5001), try socket(2, SOCK_DGRAM, port: 5002))
    try connect(client, to: 2, port: 5002)
    try connect(server, to: 1, port: 5001)
    return (client, server)
  }

  /// What has passed until the cable is quiet, without what no program has sent.
  func frames() -> [Frame] {
    var quiet = 0
    while quiet < 3 {
      quiet = relay.isQuiet ? quiet + 1 : 0
      usleep(1000)
    }
    return relay.takeFrames().filter { FrameKind.any.matches(Packet($0.bytes, link: .ethernet)) }
  }

  private static func with<T>(_ host: Int?, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> T)
    rethrows -> T
  {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = host.map { 0x0a00_0000 | UInt32($0) }?.bigEndian ?? INADDR_ANY
    return try withUnsafePointer(to: &address) {
      try $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        try body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}

@discardableResult func check(_ call: String, _ result: Int32) throws -> Int32 {
  guard result >= 0 else { throw HostsOnACable.Refused(call: call, errno: Errno(errno)) }
  return result
}

func send(_ descriptor: Int32, _ text: String) throws {
  try check("send", Int32(Glibc.send(descriptor, text, text.utf8.count, Int32(MSG_NOSIGNAL))))
}

/// What comes; nil if nothing does.
func receive(_ descriptor: Int32, flags: Int32 = 0) -> String? {
  var buffer = [UInt8](repeating: 0, count: 65536)
  let count = recv(descriptor, &buffer, buffer.count, flags)
  return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
}
