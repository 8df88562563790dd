import Glibc
import Sockets
import Support
import Testing

@Suite struct SocketOptionTests {
  /// The kinds that this machine and this user can open.
  private static let kinds = SocketKind.words.filter { row in
    let descriptor = socket(
      row.kind.domain.rawValue, row.kind.type.rawValue | Int32(SOCK_CLOEXEC.rawValue), row.kind.transport.rawValue)
    return descriptor >= 0 && close(descriptor) == 0
  }

  /// Others may have set what sockplay would not.
  @Test(arguments: [
    (Int.max, 1, "9223372036854775807s"), (Int.max / 1_000_000, 999_999, "9223372036854s"),
    (Int.min, 1, "-9223372036854775808s"),
    (9_223_372_036_853, 999_000, "9223372036853999ms"),
  ])
  func noTimeIsTooLongToBeShown(seconds: Int, microseconds: Int, text: String) {
    let bytes = [seconds, microseconds].withUnsafeBytes { Array($0) }
    #expect(OptionForm.time.text(bytes) == text)
  }

  @Test func eachOptionHasOneRow() {
    #expect(Set(SocketOption.all.map(\.symbol)).count == SocketOption.all.count)
    // SO_DETACH_BPF is another name of SO_DETACH_FILTER.
    let numbers = SocketOption.all.filter { $0.symbol != "SO_DETACH_BPF" }.map { "\($0.level.symbol) \($0.number)" }
    #expect(Set(numbers).count == numbers.count)
  }

  private static let hasManual =
    Program.find("man").flatMap { try? Program.run(["-w", "7", "socket"], of: $0).code } == 0

  /// The prefixes of the pages' own options.
  @Test(
    .enabled(if: hasManual, "there is no man, or it has no pages"),
    arguments: ["socket", "ip", "ipv6", "tcp", "udp", "unix", "packet"])
  func everyOptionOfAManualPageHasARow(page: String) throws {
    let man = try #require(Program.find("man"))
    let ended = try Program.run(
      ["7", page], of: man, environment: ["MANWIDTH": "200", "LC_ALL": "C", "MAN_KEEP_FORMATTING": ""])
    try #require(ended.code == 0)
    // A heading stands at seven blanks, below which an option is explained.
    var named: Set<String> = []
    for line in ended.output.split(separator: "\n") where line.firstMatch(of: /^ {7}[A-Z]/) != nil {
      for match in line.matches(of: /\b(SO|IP|IPV6|TCP|UDP|PACKET)_[A-Z0-9_]+/) where !match.0.hasPrefix("IP_PMTUDISC")
      {
        named.insert(String(match.0))
      }
    }
    #expect(!named.isEmpty)
    let unknown = named.filter { SocketOption.named($0) == nil && !Self.prose.contains($0) }
    #expect(unknown.isEmpty, "\(page)(7): \(unknown.sorted())")
  }

  /// Names in running text that are no options: what other systems have in place of IP_PKTINFO, and a macro. The rings
  /// are options, whose memory a program has to map.
  private static let prose: Set<String> = [
    "IP_RCVDSTADDR", "IP_RECVIF", "IP_MSFILTER_SIZE", "PACKET_RX_RING", "PACKET_TX_RING",
  ]

  /// The C headers' numbers, as Python's socket module has them.
  @Test func theNumbersAreThoseOfTheCHeaders() throws {
    let python = try #require(Program.find("python3"))
    let script =
      "import socket; print(*(f'{n} {v}' for n, v in vars(socket).items() if n.split('_')[0] in ('SO', 'IP', 'IPV6', 'TCP', 'UDP') and isinstance(v, int)), sep='\\n')"
    let ended = try Program.run(["-c", script], of: python)
    var seen = 0
    for line in ended.output.split(separator: "\n").map({ $0.split(separator: " ") }) where line.count == 2 {
      guard let option = SocketOption.named(String(line[0])) else { continue }
      seen += 1
      #expect("\(option.number)" == line[1], "\(option.symbol)")
    }
    #expect(seen > 50)
  }

  @Test func theNumbersAreThoseThatGlibcImports() {
    let known: [(String, Int32)] = [
      ("SO_RCVBUF", SO_RCVBUF), ("SO_LINGER", SO_LINGER), ("SO_RCVTIMEO", SO_RCVTIMEO), ("SO_BUSY_POLL", SO_BUSY_POLL),
      ("SO_PEEK_OFF", SO_PEEK_OFF),
      ("SO_ATTACH_BPF", SO_ATTACH_BPF), ("IP_MSFILTER", IP_MSFILTER),
      ("IP_BIND_ADDRESS_NO_PORT", IP_BIND_ADDRESS_NO_PORT),
      ("IPV6_V6ONLY", IPV6_V6ONLY), ("IPV6_ADDRFORM", IPV6_ADDRFORM), ("TCP_USER_TIMEOUT", TCP_USER_TIMEOUT),
      ("TCP_FASTOPEN_CONNECT", TCP_FASTOPEN_CONNECT),
    ]
    for (symbol, number) in known { #expect(SocketOption.named(symbol)?.number == number, "\(symbol)") }
    for level in SocketOption.Level.allCases { #expect(SocketOption.Level(symbol: level.symbol) == level) }
    #expect(
      SocketOption.Level(symbol: "IPPROTO_TCP") == .tcp && SocketOption.Level(symbol: "ipproto_ip") == .ip
        && SocketOption.Level(symbol: "SOL_NO") == nil)
  }

  /// Each gives a value of the size that its form says, or an errno that its manual page documents.
  @Test(arguments: kinds.map(\.word)) func everyReadableOptionIsReadOnAFreshSocket(word: String) throws {
    let kind = try #require(Self.kinds.first { $0.word == word }).kind
    let options = SocketOption.all.filter { $0.access != .writeOnly }
    let documented = [ENOPROTOOPT, EOPNOTSUPP, ENOTCONN, ENODATA, EINVAL]
    for (option, reading) in zip(options, Linux().freshValues(of: options, kind)) {
      switch reading {
      case .failed(let errno): #expect(documented.contains(errno.rawValue), "\(option.symbol): \(errno.symbol)")
      case .value(let bytes):
        #expect(bytes.count <= 1024 && !option.form.inC(bytes).isEmpty, "\(option.symbol)")
        // With that much room SO_TIMESTAMPING tells more than its flags.
        if option.form.number(of: bytes) != nil {
          #expect(bytes.count == 4 || option.symbol == "SO_TIMESTAMPING", "\(option.symbol)")
        }
      }
    }
  }

  @Test func aSocketThatIsNotThereHasNoOptions() {
    let bad = SocketKind(domain: .ipv4, type: .stream, transport: .udp)
    let option = SocketOption.named("SO_TYPE")!
    #expect(Linux().freshValues(of: [option], bad) == [.failed(Errno(EPROTONOSUPPORT))])
    #expect(Linux().value(of: option, on: -1) == .failed(Errno(EBADF)))
  }

  // MARK: Bytes as text

  @Test(
    arguments: [
      ("SO_RCVBUF", [0, 32, 0, 0], "[8192]", "8192"), ("SO_PEEK_OFF", [255, 255, 255, 255], "[-1]", "-1"),
      ("SO_REUSEADDR", [1, 0, 0, 0], "[1]", "1"),
      ("SO_LINGER", [1, 0, 0, 0, 5, 0, 0, 0], "{l_onoff=1, l_linger=5}", "on 5s"),
      ("SO_LINGER", [0, 0, 0, 0, 5, 0, 0, 0], "{l_onoff=0, l_linger=5}", "off"),
      ("SO_RCVTIMEO", [5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], "{tv_sec=5, tv_usec=0}", "5s"),
      ("SO_RCVTIMEO", [1, 0, 0, 0, 0, 0, 0, 0, 208, 7, 0, 0, 0, 0, 0, 0], "{tv_sec=1, tv_usec=2000}", "1002ms"),
      ("SO_SNDTIMEO", [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0], "{tv_sec=0, tv_usec=1}", "1us"),
      ("IP_MULTICAST_IF", [127, 0, 0, 1], "inet_addr(\"127.0.0.1\")", "127.0.0.1"),
      ("SO_TYPE", [2, 0, 0, 0], "[2]", "SOCK_DGRAM"),
      ("SO_ERROR", [111, 0, 0, 0], "[111]", "ECONNREFUSED"), ("SO_ERROR", [0, 0, 0, 0], "[0]", "0"),
      ("SO_PEERCRED", [7, 0, 0, 0, 255, 255, 255, 255, 1, 0, 0, 0], "{pid=7, uid=-1, gid=1}", "pid 7 uid -1 gid 1"),
      ("SO_LINGER", [], "[0]", "0"),
    ] as [(String, [UInt8], String, String)])
  func aValueIsShownAsInCAndAsItIsTyped(symbol: String, bytes: [UInt8], inC: String, text: String) throws {
    let form = try #require(SocketOption.named(symbol)).form
    #expect(form.inC(bytes) == inC)
    #expect(form.text(bytes) == text)
  }

  @Test func namesEndAtTheirNUL() throws {
    let form = try #require(SocketOption.named("TCP_CONGESTION")).form
    #expect(
      form.text(Array("reno\0\0x".utf8)) == "reno" && form.quoted(Array("reno\0\0x".utf8)) == Array("reno".utf8)
        && form.isQuoted)
    #expect(try #require(SocketOption.named("IP_OPTIONS")).form.text([1, 255]) == "hex:01ff")
  }
}
