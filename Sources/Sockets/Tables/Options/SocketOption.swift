/// One row of the tables of socket options. See `setsockopt(2)`.
package struct SocketOption: Sendable {
  package let level: Level
  /// Such as `SO_RCVBUF`.
  package let symbol: String
  package let number: Int32
  /// The layout of the value.
  package let form: OptionForm
  package let access: Access
  /// The manual page that describes it.
  package let page: String
  /// One line for help.
  package let meaning: String
  /// The values that setsockopt accepts, if not all of them; others are EINVAL.
  package let range: OptionRange?
  /// Which of its values lead packets for loopback elsewhere; nil if none does.
  package let redirects: Redirection?

  /// The level, the second argument of setsockopt(2). The raw values are Linux's.
  package enum Level: Int32, Sendable, CaseIterable {
    case ip = 0
    case socket = 1
    case tcp = 6
    case udp = 17
    case ipv6 = 41
    case packet = 263

    /// As strace spells it.
    package var symbol: String {
      switch self {
      case .ip: "SOL_IP"
      case .socket: "SOL_SOCKET"
      case .tcp: "SOL_TCP"
      case .udp: "SOL_UDP"
      case .ipv6: "SOL_IPV6"
      case .packet: "SOL_PACKET"
      }
    }

    /// The level with this `symbol`, in either spelling, or with this number; nil if there is none.
    package init?(symbol: String) {
      let wanted = symbol.uppercased().replacing("IPPROTO_", with: "SOL_")
      guard let level = Self.allCases.first(where: { $0.symbol == wanted || "\($0.rawValue)" == symbol }) else {
        return nil
      }
      self = level
    }
  }

  /// How the kernel allows it to be used.
  package enum Access: Sendable { case readWrite, readOnly, writeOnly }

  /// The values of an option that send packets for loopback elsewhere, or let others in, so that a session file may not
  /// set them unless its player allows it.
  package enum Redirection: Sendable {
    /// Any but an empty one.
    case byAnyValue
    /// All but 0.
    case whenOn
    /// The name of an interface other than loopback's.
    case byInterface
  }

  init(
    _ level: Level, _ symbol: String, _ number: Int32, _ form: OptionForm, _ access: Access = .readWrite, page: String,
    _ meaning: String, takes range: OptionRange? = nil, redirects: Redirection? = nil
  ) {
    self.level = level
    self.symbol = symbol
    self.number = number
    self.form = form
    self.access = access
    self.page = page
    self.meaning = meaning
    self.range = range
    self.redirects = redirects
  }

  /// Makes the rows of a level whose options one manual page describes.
  struct Rows: Sendable {
    let level: Level
    let page: String

    init(_ level: Level, page: String) { (self.level, self.page) = (level, page) }

    func callAsFunction(
      _ symbol: String, _ number: Int32, _ form: OptionForm, _ meaning: String, _ access: Access = .readWrite,
      takes range: OptionRange? = nil, redirects: Redirection? = nil
    ) -> SocketOption {
      SocketOption(level, symbol, number, form, access, page: page, meaning, takes: range, redirects: redirects)
    }
  }
}

extension SocketOption {
  /// All options, level by level.
  package static let all: [SocketOption] =
    socketOptions + bufferOptions + unixOptions + ipOptions + multicastOptions + ipv6Options + tcpOptions + udpOptions
    + packetOptions

  private static let bySymbol = Dictionary(uniqueKeysWithValues: all.map { ($0.symbol, $0) })

  /// The option with this `symbol`, in upper or lower case; nil if there is none.
  package static func named(_ symbol: String) -> SocketOption? { bySymbol[symbol] ?? bySymbol[symbol.uppercased()] }

  /// Whether reading it clears it, so that it must not be read unless the user asks for it.
  package var isClearedByReading: Bool { symbol == "SO_ERROR" || form == .packetCounts }

  /// Whether sockets of `kind` have this level.
  package func applies(to kind: SocketKind) -> Bool {
    switch level {
    case .socket: true
    case .ip: kind.domain == .ipv4
    case .ipv6: kind.domain == .ipv6
    case .tcp: kind.isTCP
    case .packet: kind.domain == .packet
    case .udp: kind.type == .datagram && kind.isInternet && !kind.isPing
    }
  }
}

extension SocketOption {
  /// Its meaning beside a value that was read: that of a flag is of 1.
  package func meaning(of value: [UInt8]) -> String {
    guard case .flag = form, access != .readOnly, value.allSatisfy({ $0 == 0 }) else { return meaning }
    return "off; on: \(meaning)"
  }
}
