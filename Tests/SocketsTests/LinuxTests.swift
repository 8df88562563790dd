import Glibc
@testable import Sockets
import Testing

@Suite struct LinuxTests {
  private let kernel = Linux()
  /// Children that other tests start at the same time must not inherit sockets, or close would not close them.
  private static let sealed = Int32(SOCK_CLOEXEC.rawValue)
  private static let tcp = SocketKind(domain: .ipv4, type: .stream, transport: .tcp)

  /// A bound TCP or UDP socket on loopback, which is closed after `body`.
  private func withSocket<T>(_ kind: SocketKind, _ body: (Int32) throws -> T) rethrows -> T {
    let descriptor = Glibc.socket(kind.domain.rawValue, kind.type.rawValue | Self.sealed, kind.transport.rawValue)
    defer { Glibc.close(descriptor) }
    return try body(descriptor)
  }

  private func bind(_ descriptor: Int32, _ text: String = "127.0.0.1:0") throws -> SocketAddress {
    let failed = try SocketAddress(text: text, for: .ipv4).withSockaddr { Glibc.bind(descriptor, $0, $1) } != 0
    #expect(!failed)
    return try #require(kernel.endpoints(descriptor, mayHavePeer: true).local)
  }

  @Test func errnoIsReadRightAfterTheCall() {
    let answer = kernel.perform(Call("close", .descriptor(-1))) { _ in Int(Glibc.close(-1)) }
    #expect(answer.result == -1 && answer.errno == Errno(EBADF) && answer.failed)
  }

  @Test func anOldErrnoIsNoError() {
    Glibc.errno = EINVAL
    let answer = kernel.perform(Call("getpid")) { _ in 7 }
    #expect(answer.result == 7 && answer.errno == .none && !answer.failed)
  }

  @Test(arguments: [EINTR, EAGAIN, EINPROGRESS, EMFILE, 0])
  func noErrorIsRetriedOrTranslated(number: Int32) {
    let count = Counter()
    let answer = kernel.perform(Call("recv")) { _ in
      count.value += 1
      Glibc.errno = number
      return -1
    }
    #expect(count.value == 1)
    #expect(answer.errno == Errno(number))
  }

  private final class Counter: @unchecked Sendable { var value = 0 }

  @Test func theTimeIsTheCallsOwn() {
    let answer = kernel.perform(Call("usleep")) { _ in Int(usleep(3000)) }
    #expect(answer.nanoseconds >= 3_000_000)
  }

  @Test func aTCPSocketIsSeenFromClosedToListen() throws {
    try withSocket(Self.tcp) { descriptor in
      #expect(kernel.observe(descriptor, Self.tcp).state == .closed)
      #expect(kernel.tcpInfo(descriptor) != nil)
      _ = try bind(descriptor)
      #expect(kernel.observe(descriptor, Self.tcp).state == .closed, "the kernel calls a bound socket CLOSE too")
      #expect(Glibc.listen(descriptor, 7) == 0)
      let seen = kernel.observe(descriptor, Self.tcp)
      #expect((seen.state, seen.queue, seen.backlog) == (.listen, 0, 7))
    }
  }

  @Test func aClosedDescriptorIsSeenAsClosed() {
    #expect(kernel.observe(-1, Self.tcp).state == .closed)
    #expect(kernel.observe(-1, SocketKind.words[4].kind).state == .unconnected)
    #expect(kernel.tcpInfo(-1) == nil)
    #expect(kernel.endpoints(-1, mayHavePeer: true) == .none)
    #expect(kernel.inodes(-1) == (0, 0))
  }

  /// Also those that came before the connection ended; the kernel is not asked where none ever came.
  @Test func bytesThatWaitAreCounted() throws {
    try withSocket(Self.tcp) { listener in
      try withSocket(Self.tcp) { client in
        let address = try bind(listener)
        #expect(kernel.observe(client, Self.tcp).unread == 0)
        #expect(Glibc.listen(listener, 1) == 0 && address.withSockaddr { Glibc.connect(client, $0, $1) } == 0)
        let server = Glibc.accept(listener, nil, nil)
        defer { close(server) }
        #expect((kernel.observe(server, Self.tcp).unread, kernel.observe(client, Self.tcp).unread) == (0, 0))
        #expect(Glibc.send(client, "hello", 5, 0) == 5)
        while !kernel.isReady(.until(server, events: Int16(POLLIN))) {}
        #expect(kernel.observe(server, Self.tcp).unread == 5)
        var nobody = sockaddr(sa_family: sa_family_t(AF_UNSPEC), sa_data: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        #expect(Glibc.connect(client, &nobody, 16) == 0)
        while kernel.observe(server, Self.tcp).state != .closed {}
        #expect((kernel.observe(server, Self.tcp).unread, kernel.observe(client, Self.tcp).unread) == (5, 0))
      }
    }
  }

  @Test func datagramsAreCountedOneByOne() throws {
    let udp = SocketKind.words[1].kind
    try withSocket(udp) { descriptor in
      #expect(kernel.observe(descriptor, udp).state == .unconnected)
      let address = try bind(descriptor)
      #expect(kernel.observe(descriptor, udp).state == .bound)
      #expect(address.withSockaddr { Glibc.connect(descriptor, $0, $1) } == 0)
      #expect(kernel.observe(descriptor, udp).state == .established)
      #expect(Glibc.send(descriptor, "hello", 5, 0) == 5)
      #expect(Glibc.send(descriptor, "you", 3, 0) == 3)
      #expect(kernel.observe(descriptor, udp).unread == 5)
      #expect(kernel.tcpInfo(descriptor) == nil)
    }
  }

  @Test func theEndsOfAUNIXPairNameEachOther() {
    var ends: [Int32] = [0, 0]
    #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    defer { ends.forEach { _ = Glibc.close($0) } }
    #expect(kernel.inodes(ends[0]).own == kernel.inodes(ends[1]).peer)
    #expect(kernel.inodes(ends[1]).own == kernel.inodes(ends[0]).peer)
    let unix = SocketKind.words[4].kind
    #expect(Glibc.send(ends[0], "hello", 5, 0) == 5)
    #expect((kernel.observe(ends[1], unix).state, kernel.observe(ends[1], unix).unread) == (.established, 5))
  }

  @Test func readinessIsPolls() throws {
    #expect(kernel.isReady(.never))
    #expect(!kernel.isReady(.unknown))
    try withSocket(SocketKind.words[1].kind) { descriptor in
      let address = try bind(descriptor)
      #expect(!kernel.isReady(.until(descriptor, events: Int16(POLLIN))))
      #expect(kernel.isReady(.until(descriptor, events: Int16(POLLOUT))))
      _ = address.withSockaddr { Glibc.sendto(descriptor, "x", 1, 0, $0, $1) }
      #expect(kernel.isReady(.until(descriptor, events: Int16(POLLIN))))
    }
  }

  @Test func whatNobodyHoldsIsForgotten() throws {
    let endpoints = Endpoints(
      local: try SocketAddress(text: "127.0.0.1:1", for: .ipv4),
      peer: try SocketAddress(text: "127.0.0.1:2", for: .ipv4))
    #expect(kernel.orphanedState(endpoints, Self.tcp, cookie: 0, last: Snapshot(state: .closed)) == nil)
    #expect(kernel.orphanedState(.none, Self.tcp, cookie: 0, last: Snapshot(state: .closed)) == nil)
    #expect(kernel.orphanedState(endpoints, SocketKind.words[1].kind, cookie: 0, last: Snapshot(state: .closed)) == nil)
  }

  /// The state of a connection of which nobody has a descriptor, or nil where the kernel holds none.
  private func orphaned(_ endpoints: Endpoints) -> Snapshot? {
    kernel.orphanedState(endpoints, Self.tcp, cookie: 0, last: Snapshot(state: .closed))
  }

  /// The addresses of a new connection to `listener`, as its client sees them, after both ends have been closed.
  private func closedConnection(to address: SocketAddress, _ listener: Int32) -> Endpoints {
    let client = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Self.sealed, 0)
    #expect(address.withSockaddr { Glibc.connect(client, $0, $1) } == 0)
    let endpoints = kernel.endpoints(client, mayHavePeer: true)
    #expect(orphaned(endpoints)?.state == .established)
    let taken = Glibc.accept(listener, nil, nil)
    _ = fcntl(taken, F_SETFD, FD_CLOEXEC)
    Glibc.close(client)
    Glibc.close(taken)
    return endpoints
  }

  @Test func aConnectionIsFoundByItsAddressesAlone() throws {
    try withSocket(Self.tcp) { listener in
      let address = try bind(listener)
      #expect(Glibc.listen(listener, 1) == 0)
      let deadline = monotonicNanoseconds() + 10_000_000_000
      var endpoints = closedConnection(to: address, listener)
      var overflowed = Counters.tcpExtension("TCPTimeWaitOverflow")
      // The kernel finishes the close a little later than the call returns. A kernel whose table for TIME_WAIT is full
      // (other tests and programs fill it) keeps nothing, and counts that.
      while orphaned(endpoints)?.state != .timeWait, monotonicNanoseconds() < deadline {
        usleep(500)
        let counted = Counters.tcpExtension("TCPTimeWaitOverflow")
        guard counted != overflowed else { continue }
        overflowed = counted
        endpoints = closedConnection(to: address, listener)
      }
      let held = try #require(orphaned(endpoints))
      #expect(held.state == .timeWait)
      #expect((1...60_000).contains(held.millisecondsLeft))
      // The listener stands on the same port and is not mistaken for the connection that never was.
      let other = Endpoints(local: endpoints.local?.with(port: 1), peer: endpoints.peer)
      #expect(orphaned(other) == nil)
      #expect(orphaned(Endpoints(local: other.peer, peer: other.local)) == nil)
    }
  }
}
