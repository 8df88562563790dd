import Glibc
import Text

extension SocketAddress: CustomStringConvertible {
  /// As people write it: `127.0.0.1:80`, `[::1]:80`, `unix:/tmp/s`, `unix:@name`, `netlink:0`, `packet:lo`,
  /// `vsock:1:80`, `unspec`.
  package var description: String {
    switch self {
    case .unix(let path): path.isEmpty ? "unix:" : "unix:" + Self.printable(path)
    case .netlink, .packet, .vsock, .unspecified: plainText
    case .other(let family): "family \(family)"
    default: "\(bracketedHost):\(port)"
    }
  }

  /// The host part alone, without brackets.
  package var host: String {
    switch self {
    case .ipv4(let host, _):
      "\(host >> 24).\(host >> 16 & 255).\(host >> 8 & 255).\(host & 255)"
    case .ipv6(_, _, _, let scope): ipv6Host + (scope == 0 ? "" : "%\(scope)")
    default: description
    }
  }

  private var bracketedHost: String {
    if case .ipv6 = self { "[\(host)]" } else { host }
  }

  private var ipv6Host: String {
    var host = diagnosticHost!
    return Self.text(ofHost: &host, AF_INET6)
  }

  /// The text of the bytes of a host of `family`: 4 of AF_INET, 16 of AF_INET6. The C function is `inet_ntop`.
  static func text(ofHost host: UnsafeRawPointer, _ family: Int32) -> String {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    inet_ntop(family, host, &text, socklen_t(text.count))
    return String(untilNUL: text)
  }

  /// A path, or an abstract name with `@` instead of its leading NUL. Letters of all languages stay as they are.
  /// Control characters, and characters with a meaning in a session line, are escaped, so that `init(path:)` reads back
  /// the same bytes.
  static func printable(_ path: [UInt8]) -> String {
    let isAbstract = path.first == 0
    var text = isAbstract ? "@" : ""
    var rest = path[(isAbstract ? 1 : 0)...]
    while let byte = rest.first {
      let length = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
      if let scalar = String(validating: rest.prefix(length), as: UTF8.self)?.unicodeScalars.first, isPlain(scalar),
        !(text.isEmpty && scalar == "@")
      {
        text.unicodeScalars.append(scalar)
        rest = rest.dropFirst(length)
      } else {
        text += "\\x" + byte.hexDigits
        rest = rest.dropFirst()
      }
    }
    return text
  }

  /// Whether `scalar` is visible and has no meaning of its own in a session line.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return (0x21...0x7e).contains(scalar.value) && !#""\{}"#.unicodeScalars.contains(scalar) }
    return switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator:
      false
    default: !scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  /// Why a text is not an address.
  package enum Problem: Error, Sendable, Equatable {
    case noPort
    case badPort(String)
    case badHost(String)
    case pathTooLong(Int, most: Int)
    case emptyPath
    /// It must be written in another form, which is given.
    case badForm(String)
  }

  /// Parses an address for a socket of `domain`. `:PORT` is the wildcard address of that family.
  package init(text: String, for domain: Domain) throws(Problem) {
    if text.hasPrefix("unix:") {
      try self.init(path: Array(text.utf8.dropFirst(5)))
      return
    }
    if let address = try Self.plain(text) {
      self = address
      return
    }
    guard let colon = text.lastIndex(of: ":"), !text[colon...].contains("]") else { throw .noPort }
    let portText = String(text[text.index(after: colon)...])
    guard !portText.isEmpty, portText.utf8.allSatisfy(\.isDigit), let port = UInt16(portText) else {
      throw .badPort(portText)
    }
    let host = String(text[..<colon])
    // C would read the text up to a NUL and ignore the rest.
    guard !host.utf8.contains(0), let address = Self.parse(host: host, for: domain) else { throw .badHost(host) }
    self = address.with(port: port)
  }

  /// The UNIX domain address whose text after `unix:` is `path`, which may contain any byte.
  package init(path: [UInt8]) throws(Problem) {
    guard !path.isEmpty, path != [UInt8(ascii: "@")] else { throw .emptyPath }
    var bytes = Self.unescaped(path)
    if path[0] == UInt8(ascii: "@") { bytes[0] = 0 }
    guard bytes.count <= Self.longest(bytes) else { throw .pathTooLong(bytes.count, most: Self.longest(bytes)) }
    self = .unix(bytes)
  }

  /// `path` with each `\xHH` replaced by that byte.
  static func unescaped(_ path: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = path[...]
    while let first = rest.popFirst() {
      if first == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "x"), rest.count > 2,
        let byte = UInt8(hexDigits: rest.dropFirst().prefix(2))
      {
        bytes.append(byte)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(first)
      }
    }
    return bytes
  }

  /// The host addresses that ip(7) has names for.
  package static let hosts: [String: UInt32] = [
    "INADDR_ANY": 0, "INADDR_LOOPBACK": 0x7f00_0001, "INADDR_BROADCAST": 0xffff_ffff,
  ]

  /// The address of `host` with port 0; nil if it is not an address. `localhost` is the loopback address of `domain`.
  private static func parse(host: String, for domain: Domain) -> SocketAddress? {
    switch host {
    case "": return domain == .ipv6 ? .ipv6(0, 0, port: 0, scope: 0) : .ipv4(0, port: 0)
    case "localhost": return domain == .ipv6 ? .ipv6(0, 1, port: 0, scope: 0) : .ipv4(0x7f00_0001, port: 0)
    default: break
    }
    if host.hasPrefix("["), host.hasSuffix("]") { return parse(ipv6: String(host.dropFirst().dropLast())) }
    if let special = hosts[host] { return .ipv4(special, port: 0) }
    var four = in_addr()
    guard inet_pton(AF_INET, host, &four) == 1 else { return nil }
    return .ipv4(UInt32(bigEndian: four.s_addr), port: 0)
  }

  private static func parse(ipv6 text: String) -> SocketAddress? {
    let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    var scope: UInt32 = 0
    if parts.count == 2 {
      scope = UInt32(numeral: parts[1]) ?? if_nametoindex(parts[1])
      guard scope != 0 else { return nil }
    }
    var six = in6_addr()
    guard inet_pton(AF_INET6, parts[0], &six) == 1 else { return nil }
    let (high, low) = withUnsafeBytes(of: six) {
      ($0.load(as: UInt64.self), $0.load(fromByteOffset: 8, as: UInt64.self))
    }
    return .ipv6(UInt64(bigEndian: high), UInt64(bigEndian: low), port: 0, scope: scope)
  }
}
