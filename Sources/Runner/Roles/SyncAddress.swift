import Glibc
import SessionLanguage
import Sockets
import Text

/// Where the processes that share the roles of a file meet: one listens there, the others connect.
package enum SyncAddress: Equatable, Sendable {
  /// A UNIX domain socket: a path, or after an @ an abstract name.
  case unix(String)
  case host(String, port: UInt16)

  /// `unix:PATH`, `unix:@NAME` or `HOST:PORT`; nil for anything else.
  package init?(_ text: String) {
    if text.hasPrefix("unix:") {
      let name = String(text.dropFirst(5))
      guard (1..<100).contains(name.utf8.count), !name.utf8.contains(0), name != "@" else { return nil }
      self = .unix(name)
      return
    }
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
      return nil
    }
    let host = text[..<colon]
    guard !host.isEmpty, !host.utf8.contains(0), !host.contains(":") || host.hasPrefix("[") && host.hasSuffix("]")
    else {
      return nil
    }
    self = .host(String(host), port: port)
  }

  /// Where the processes of one user meet that play the file with this `digest` on this machine.
  package static func usual(for digest: String) -> SyncAddress { .unix("@sockplay-\(geteuid())-\(digest)") }

  package var text: String {
    switch self {
    case .unix(let name): "unix:\(name)"
    case .host(let host, let port): "\(host):\(port)"
    }
  }

  package var isUnix: Bool { if case .unix = self { true } else { false } }

  /// The path of the socket's file; nil where there is none.
  var path: String? {
    if case .unix(let name) = self, !name.hasPrefix("@") { return name }
    return nil
  }

  /// As the kernel takes it. A name is looked up.
  /// - Throws: Why it has no address.
  func resolved() throws(RoleProblem) -> SocketAddress {
    switch self {
    case .unix(let name):
      return .unix(name.hasPrefix("@") ? [0] + Array(name.utf8.dropFirst()) : Array(name.utf8))
    case .host(let host, let port):
      let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
      var hints = addrinfo()
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
      var list: UnsafeMutablePointer<addrinfo>?
      let error = getaddrinfo(name, "\(port)", &hints, &list)
      defer { if let list { freeaddrinfo(list) } }
      guard error == 0, let first = list?.pointee, let address = first.ai_addr else {
        throw .cannotMeet(at: text, String(cString: gai_strerror(error)))
      }
      var buffer = [CChar](repeating: 0, count: 128)
      getnameinfo(address, first.ai_addrlen, &buffer, 128, nil, 0, NI_NUMERICHOST)
      let number = String(untilNUL: buffer)
      let isFour = first.ai_family == AF_INET
      guard
        let found = try? SocketAddress(
          text: isFour ? "\(number):\(port)" : "[\(number)]:\(port)", for: isFour ? .ipv4 : .ipv6)
      else { throw .cannotMeet(at: text, "not an address of IPv4 or IPv6") }
      return found
    }
  }
}

/// Short names for long things: equal ones have the same.
enum Digest {
  /// FNV-1a: it tells files apart that differ by mistake, and no more.
  static func text(of bytes: some Sequence<UInt8>) -> String {
    let hash = bytes.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return String(hash, radix: 16).padded(to: 16)
  }
}
