import Glibc
import Reports
import Sockets

/// Where the programs of this network listen, as sock_diag(7) says: nobody has to connect for that.
struct Listeners {
  private let sockets: [ListedSocket]
  private let wanted: ProgramPort

  init(_ kernel: any Kernel, _ wanted: ProgramPort) {
    sockets = kernel.listSockets(unix: false, internet: true)
    self.wanted = wanted
  }

  /// Whether a client that uses 127.0.0.1 reaches something there, or one that uses ::1.
  var isReady: Bool { listening.contains { port($0) == wanted && $0.isFor(wanted) } }

  private var listening: [ListedSocket] {
    sockets.filter { $0.state == .listen || $0.isUDP && $0.state == .unconnected && $0.endpoints.hasLocal }
  }

  private func port(_ socket: ListedSocket) -> ProgramPort {
    ProgramPort(number: socket.endpoints.local?.port ?? 0, isUDP: socket.isUDP)
  }

  /// The addresses at which something listens on the wanted port.
  var places: [String] {
    listening.filter { port($0) == wanted && $0.isFor(wanted) }.compactMap { $0.endpoints.local.map { "\($0)" } }
  }

  /// Where else something listens.
  var others: [ProgramPort] {
    var found: [ProgramPort] = []
    for socket in listening where !found.contains(port(socket)) && port(socket) != wanted { found.append(port(socket)) }
    return Array(found.prefix(5))
  }

  /// Ends the connections that a program has left, such as those in TIME_WAIT, which would keep its port taken. Where the
  /// kernel cannot do that, they stay.
  func forget() {
    for socket in sockets where !socket.isUDP && socket.endpoints.local?.port == wanted.number {
      let domain: Domain = socket.family == "tcp6" ? .ipv6 : .ipv4
      var received = Received()
      _ = received.destroy(
        SocketKind(domain: domain, type: .stream, transport: .tcp), socket.endpoints, cookie: socket.cookie)
    }
  }
}

extension ListedSocket {
  fileprivate var isUDP: Bool { family.hasPrefix("udp") }

  fileprivate func isFor(_ port: ProgramPort) -> Bool { isUDP == port.isUDP }
}
