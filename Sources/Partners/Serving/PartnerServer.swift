import Glibc
import SessionLanguage
import Sockets
import Text

/// A partner as the whole work of this process.
package enum PartnerServer {
  /// Why a partner could not begin.
  package struct Failure: Error {
    package let call: String
    package let errno: Errno
  }

  /// Binds `partner` to `address`, says so on standard output, and serves forever.
  /// - Parameters:
  ///   - argument: The word that its kind takes.
  ///   - language: That of what it says of its work.
  ///   - endsWithInput: Whether the process ends when its standard input does, which is a pipe from the process that
  ///     started it: it then never outlives that one, however that ends.
  package static func run(
    _ partner: Partner, argument: String, at address: SocketAddress, language: Language, endsWithInput: Bool
  ) throws(Failure) {
    signal(SIGPIPE, SIG_IGN)
    Processes.nameThis(partner.kind)
    raiseDescriptorLimit()
    if endsWithInput {
      if let error = Threads.start(stack: 64 << 10, awaitEndOfInput) {
        throw Failure(call: "pthread_create", errno: error)
      }
      // A reader that is stopped must not hold the partner up.
      _ = fcntl(1, F_SETFL, O_NONBLOCK)
    }
    let log = Log(1, language)
    let socket = try bound(address, partner.transport)
    log.write("\(partner.kind) \(partner.transport == .tcp ? "listens on" : "is bound to") \(name(of: socket))")
    partner.serve(Server(socket: socket, argument: argument, log: log))
  }

  private static func bound(_ address: SocketAddress, _ transport: Partner.Transport) throws(Failure) -> Int32 {
    let descriptor = address.openSocket(transport == .tcp ? SOCK_STREAM : SOCK_DGRAM)
    guard descriptor >= 0 else { throw Failure(call: "socket", errno: Errno(errno)) }
    var on: Int32 = 1
    if transport == .tcp { setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, 4) }
    guard address.withSockaddr({ Glibc.bind(descriptor, $0, $1) }) == 0 else {
      throw Failure(call: "bind(\(address))", errno: Errno(errno))
    }
    guard transport == .udp || listen(descriptor, SOMAXCONN) == 0 else {
      throw Failure(call: "listen", errno: Errno(errno))
    }
    return descriptor
  }

  private static func name(of socket: Int32) -> String {
    var received = Received()
    _ = received.takeAddress { Int(getsockname(socket, $0, $1)) }
    return received.address.map { "\($0)" } ?? "?"
  }

  /// A thousand clients at once need more descriptors than the usual limit of 1024.
  private static func raiseDescriptorLimit() {
    var limit = ResourceLimit.descriptors.values
    limit.soft = min(limit.hard, 65536)
    _ = ResourceLimit.descriptors.set(limit)
  }

  @Sendable private static func awaitEndOfInput() {
    var byte: UInt8 = 0
    while true {
      let count = read(0, &byte, 1)
      if count == 0 || count < 0 && errno != EINTR { _exit(0) }
    }
  }
}

extension SocketAddress {
  /// A socket of its family, for a server or a client. The C function is `socket`.
  func openSocket(_ type: __socket_type) -> Int32 {
    var family = AF_INET
    if case .ipv6 = self { family = AF_INET6 }
    return socket(family, Int32(type.rawValue | SOCK_CLOEXEC.rawValue), 0)
  }
}
