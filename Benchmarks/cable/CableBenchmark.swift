import Cable
import Glibc
import Isolation
import Sockets

/// Two hosts on the cable, or on a bridge of the kernel's in its place, and a connection of TCP between them. Prints the
/// nanoseconds of a round trip, or those that so many bytes take one way.
///
///     unshare -rn CableBenchmark cable|bridge|rules round-trips|bytes COUNT
///
/// With `rules` the cable has one that strikes nothing and must look at every packet, and what passes is watched.
@main enum CableBenchmark {
  static func main() throws {
    let words = CommandLine.arguments
    guard words.count == 4, let count = Int(words[3]) else {
      fatalError("usage: cable|bridge|rules round-trips|bytes N")
    }
    let kernel = Linux()
    let hosts = HostList(kernel: kernel)
    let ends = try [1, 2].map { try hosts.add("host\($0)", [IPPrefix("10.0.0.\($0)/24")!]) }
    let relay = Relay()
    if words[1] == "bridge" {
      run("ip link add bridge type bridge && ip link set bridge up")
      for end in ends { run("ip link set \(end.host.name) master bridge") }
    } else {
      for end in ends { must("attach", relay.attach(end.host.name, end.frames, hardware: end.host.hardware) == nil) }
    }
    if words[1] == "rules" {
      _ = relay.add(CableRule(.drop, FrameSelector(limit: nil, kind: .rst)))
      relay.isWatched = true
    }
    let (client, server) = connection(kernel, ends.map(\.host))
    print(words[2] == "bytes" ? bulk(client, server, count) : roundTrips(client, server, count))
    let lost = relay.lost
    if words[1] == "cable" { must("\(lost) frames were lost", lost == 0) }
    relay.stop()
  }

  private static func run(_ command: String) { must(command, system(command) == 0) }

  private static func must(_ what: String, _ holds: Bool) {
    if holds { return }
    perror("CableBenchmark: \(what)")
    exit(1)
  }

  private static func connection(_ kernel: Linux, _ hosts: [SessionHost]) -> (client: Int32, server: Int32) {
    let sockets = hosts.map { host in
      must("setns", kernel.enter(host.network) == nil)
      defer { _ = kernel.enter(.own) }
      return socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(5000).bigEndian
    address.sin_addr.s_addr = UInt32(0x0a00_0002).bigEndian
    withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        must("bind", bind(sockets[1], $0, length) == 0 && listen(sockets[1], 1) == 0)
        must("connect", connect(sockets[0], $0, length) == 0)
      }
    }
    return (sockets[0], accept(sockets[1], nil, nil))
  }

  /// Both ends are one thread's, as in a session.
  private static func roundTrips(_ client: Int32, _ server: Int32, _ count: Int) -> Int64 {
    var on: Int32 = 1
    var buffer = [UInt8](repeating: 7, count: 64)
    for end in [client, server] { setsockopt(end, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4) }
    func trip() {
      for (from, to) in [(client, server), (server, client)] {
        must("send", send(from, buffer, 64, 0) == 64)
        must("recv", recv(to, &buffer, 64, Int32(MSG_WAITALL)) == 64)
      }
    }
    for _ in 0..<100 { trip() }
    let began = monotonicNanoseconds()
    for _ in 0..<count { trip() }
    return (monotonicNanoseconds() - began) / Int64(count)
  }

  private static func bulk(_ client: Int32, _ server: Int32, _ count: Int) -> Int64 {
    let began = monotonicNanoseconds()
    let errno = Threads.start(stack: 256 << 10) {
      let chunk = [UInt8](repeating: 7, count: 256 << 10)
      var left = count
      while left > 0 { left -= send(client, chunk, min(left, chunk.count), 0) }
    }
    must("thread", errno == nil)
    var buffer = [UInt8](repeating: 0, count: 256 << 10)
    var left = count
    while left > 0 { left -= recv(server, &buffer, buffer.count, 0) }
    return monotonicNanoseconds() - began
  }
}
