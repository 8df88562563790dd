import Commands
import SessionLanguage
import Sockets
import Support
import Testing

/// setsockopt, getsockopt and options.
@Suite struct OptionsTests {
  @Test(arguments: [
    "SO_RCVTIMEO 9223372036854775807us", "SO_RCVTIMEO 9223372036854775001us", "SO_LINGER on 86400000001us",
  ])
  func atMostADayIsATime(words: String) throws {
    let error = try #require(throws: Diagnostic.self) { try bytes(words) }
    #expect(error.title.hasPrefix("invalid value for \(words.prefix { $0 != " " }): "))
    #expect(try bytes("SO_RCVTIMEO 50µs") == bytes("SO_RCVTIMEO 50us"))
  }

  /// An option counts in seconds or milliseconds: of a part of one, nothing would be left.
  @Test(arguments: [
    ("SO_LINGER on 500ms", "type 1s"), ("SO_LINGER on 1.5s", "type 2s"), ("TCP_KEEPIDLE 500ms", "type 1s"),
    ("TCP_USER_TIMEOUT 1500us", "type 2ms"),
  ])
  func aTimeIsPassedWhole(words: String, help: String) throws {
    let error = try #require(throws: Diagnostic.self) { try bytes(words) }
    #expect(error.help == help && error.title.hasPrefix("invalid value for "))
    #expect(throws: Diagnostic.self) { try bytes("SO_RCVTIMEO 0.4ms") }
  }

  /// The bytes that `line` hands to the kernel.
  private func bytes(_ line: String) throws -> [UInt8] {
    let play = Play(kernel: ScriptedKernel())
    try play.run("socket a tcp")
    let call = try #require(try play.run("setsockopt a " + line).exchanges.last?.call)
    guard case .option(_, let bytes) = try #require(call.arguments.last) else { return [] }
    return bytes
  }

  @Test(
    arguments: [
      ("SO_REUSEADDR on", [1, 0, 0, 0]), ("so_reuseaddr off", [0, 0, 0, 0]),
      ("SOL_SOCKET SO_REUSEADDR 1", [1, 0, 0, 0]),
      ("1 2 1", [1, 0, 0, 0]),
      ("SO_RCVBUF 64K", [0, 0, 1, 0]), ("SO_PEEK_OFF -1", [255, 255, 255, 255]), ("SO_MARK 0x1ff", [255, 1, 0, 0]),
      ("SO_MARK 0xffffffff", [255, 255, 255, 255]),
      ("TCP_KEEPIDLE 1m", [60, 0, 0, 0]), ("TCP_USER_TIMEOUT 1.5s", [220, 5, 0, 0]),
      ("SO_BUSY_POLL 1ms", [232, 3, 0, 0]),
      ("SO_LINGER on 5s", [1, 0, 0, 0, 5, 0, 0, 0]), ("SO_LINGER on 5", [1, 0, 0, 0, 5, 0, 0, 0]),
      ("SO_LINGER off", [0, 0, 0, 0, 0, 0, 0, 0]),
      ("SO_RCVTIMEO 1.5s", [1, 0, 0, 0, 0, 0, 0, 0, 0x20, 0xa1, 7, 0, 0, 0, 0, 0]),
      ("SO_RCVTIMEO 50us", [0, 0, 0, 0, 0, 0, 0, 0, 50, 0, 0, 0, 0, 0, 0, 0]),
      ("SO_RCVTIMEO off", Array(repeating: 0, count: 16)), ("IPPROTO_TCP TCP_CONGESTION reno", Array("reno".utf8)),
      ("SO_BINDTODEVICE \"\"", []),
      ("IP_MTU_DISCOVER IP_PMTUDISC_DO", [2, 0, 0, 0]), ("IP_MTU_DISCOVER 3", [3, 0, 0, 0]),
      ("IP_MULTICAST_IF 127.0.0.1", [127, 0, 0, 1]),
      ("IP_ADD_MEMBERSHIP 224.0.0.9 127.0.0.1", [224, 0, 0, 9, 127, 0, 0, 1]),
      ("IP_ADD_MEMBERSHIP 224.0.0.9 lo", [224, 0, 0, 9, 0, 0, 0, 0, 1, 0, 0, 0]),
      ("IP_ADD_MEMBERSHIP 224.0.0.9", [224, 0, 0, 9, 0, 0, 0, 0]),
      ("IP_BLOCK_SOURCE 232.0.0.9 127.0.0.1 10.0.0.1", [232, 0, 0, 9, 127, 0, 0, 1, 10, 0, 0, 1]),
      (
        "IP_MSFILTER 232.0.0.9 127.0.0.1 include 10.0.0.1",
        [232, 0, 0, 9, 127, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 10, 0, 0, 1]
      ),
      ("IPV6_ADD_MEMBERSHIP ff02::9 lo", [0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 1, 0, 0, 0]),
      ("IP_OPTIONS hex:0101", [1, 1]),
      ("SO_ATTACH_FILTER hex:06000000ffff0000", [6, 0, 0, 0, 255, 255, 0, 0]),
    ] as [(String, [UInt8])])
  func aValueIsHandedOverAsItStandsInMemory(words: String, expected: [UInt8]) throws {
    #expect(try bytes(words) == expected)
  }

  @Test(
    arguments: [
      ("setsockopt a SO_REUSADDR on", "unknown option: SO_REUSADDR", "did you mean SO_REUSEADDR?"),
      ("setsockopt a SO_TYPE 1", "SO_TYPE is read-only", "the type of socket(2)"),
      ("getsockopt a SO_ATTACH_BPF", "SO_ATTACH_BPF cannot be read", nil),
      ("setsockopt a SO_RCVBUF much", "invalid value for SO_RCVBUF: much", "a number of bytes"),
      ("setsockopt a SO_KEEPALIVE on off", "SO_KEEPALIVE takes on or off", "not expected"),
      ("setsockopt a SOL_TCP TCP_NODELAY", "TCP_NODELAY takes on or off", "the value is missing"),
      ("setsockopt a SO_LINGER 5s", "invalid value for SO_LINGER: 5s", nil),
      ("setsockopt a SO_RCVTIMEO soon", "invalid value for SO_RCVTIMEO: soon", nil),
      ("setsockopt a IP_MULTICAST_IF lo0", "invalid value for IP_MULTICAST_IF: lo0", "an IPv4 address"),
      ("getsockopt a SOL_TCP SO_TYPE", "unknown option of SOL_TCP: SO_TYPE", nil),
      ("getsockopt a SOL_TCP", "OPTION is missing", nil),
      ("getsockopt a SOL_TCP 999", "unknown option: 999", nil),
      ("getsockopt a SO_TYPE 1", "getsockopt takes no value", nil),
      ("setsockopt a SO_RCVBUF 99999999999", "invalid value for SO_RCVBUF: 99999999999", nil),
      ("options a NOSUCH", "no option matches NOSUCH", nil),
      ("setsockopt a IP_MSFILTER 232.0.0.9 127.0.0.1 all 10.0.0.1", "invalid value for IP_MSFILTER: all", nil),
      ("setsockopt a SO_ATTACH_FILTER hex:01", "invalid value for SO_ATTACH_FILTER: hex:01", nil),
      ("? a.SO_RCVBFU == 1", "unknown field: SO_RCVBFU", "did you mean SO_RCVBUF?"),
      ("? a.SO_ATTACH_BPF == 1", "unknown field: SO_ATTACH_BPF", nil),
    ] as [(String, String, String?)])
  func aWrongOptionIsExplained(line: String, title: String, label: String?) throws {
    let kernel = ScriptedKernel()
    let play = Play(kernel: kernel)
    try play.run("socket a tcp")
    let error = try #require(throws: Diagnostic.self) { try play.run(line) }
    #expect(error.title == title && error.span != nil && kernel.calls.count == 1)
    if let label { #expect(error.label == label) }
  }

  @Test(arguments: [
    ("224.0.0.9", false), ("224.0.0.9 10.0.0.1", false), ("224.0.0.9 2", false), ("224.0.0.9 127.0.0.1", true),
    ("224.0.0.9 lo", true),
  ])
  func aFileJoinsGroupsOnLoopbackOnly(words: String, isAllowed: Bool) throws {
    let play = Play(kernel: ScriptedKernel(), permissions: [])
    try play.run("socket a udp")
    #expect(((try? play.run("setsockopt a IP_ADD_MEMBERSHIP " + words)) != nil) == isAllowed)
  }

  // MARK: On real sockets

  @Test func whatTheKernelMadeOfAValueIsShown() throws {
    let play = Play()
    try play.run("socket a tcp")
    #expect(try play.run("setsockopt a SO_RCVBUF 4096").listing == ["  kernel made it 8192 bytes"])
    #expect(try play.run("setsockopt a SO_RCVTIMEO 2s").listing == [])
    #expect(try play.run("setsockopt a SO_LINGER on 5s").listing == [])
    #expect(try play.run("setsockopt a SO_LINGER off").listing == [])
    #expect(try play.run("getsockopt a SO_RCVBUF").listing.first?.hasPrefix("  value  8192 bytes  (") == true)
    let quiet = Play(wantsChanges: false)
    try quiet.run("socket a tcp")
    #expect(try quiet.run("setsockopt a SO_RCVBUF 4096").listing == [])
  }

  @Test(arguments: [
    "SO_REUSEADDR on", "SO_KEEPALIVE on", "SO_OOBINLINE on", "SO_LINGER on 7s", "SO_RCVTIMEO 3s", "SO_SNDTIMEO 3s",
    "SO_RCVLOWAT 10",
    "TCP_NODELAY on", "TCP_CORK on",
    "TCP_KEEPIDLE 60", "TCP_KEEPINTVL 5", "TCP_KEEPCNT 3", "TCP_SYNCNT 2", "TCP_USER_TIMEOUT 5s", "TCP_CONGESTION reno",
    "TCP_MAXSEG 1000",
    "IP_TTL 9", "IP_TOS 16", "IP_TOS IPTOS_THROUGHPUT",
    "IP_MTU_DISCOVER IP_PMTUDISC_DO", "IP_RECVERR on", "IP_FREEBIND on",
  ]) func whatIsSetIsReadBack(words: String) throws {
    let play = Play()
    try play.run("socket a tcp")
    let step = try play.run("setsockopt a \(words)")
    #expect(step.exchanges.last?.answer?.result == 0 && step.listing == [], "\(step.listing)")
    let symbol = try #require(words.split(separator: " ").first),
      value = words.split(separator: " ").dropFirst().joined(separator: " ")
    try play.run("let now {a.\(symbol)}")
    #expect(play.table.variables["now"] == ["on": "1", "5s": "5000", "IPTOS_THROUGHPUT": "8"][value] ?? value)
  }

  @Test func twoPortsStandInOneNumber() throws {
    let form = try #require(SocketOption.named("IP_LOCAL_PORT_RANGE")).form
    #expect(form.text([0x40, 0x9c, 0x27, 0xa0]) == "40000-40999" && form.text([0, 0, 0, 0]) == "0")
    for (words, value) in [
      ("40000-40999", [0x40, 0x9c, 0x27, 0xa0]), ("0", [0, 0, 0, 0]), ("0x00020001", [1, 0, 2, 0]),
    ]
      as [(String, [UInt8])]
    {
      try #expect(bytes("IP_LOCAL_PORT_RANGE \(words)") == value, "\(words)")
    }
    let play = Play()
    try play.run("socket a udp")
    for words in ["1-70000", "1-2-3", "-", "a-b", "1-"] {
      #expect(throws: Diagnostic.self, "\(words)") { try play.run("setsockopt a IP_LOCAL_PORT_RANGE \(words)") }
    }
  }

  @Test func aFilterIsTakenOffWithoutAValue() throws {
    let play = Play()
    for line in [
      "socket a udp", "setsockopt a SO_ATTACH_FILTER hex:06000000ffff0000 = 0", "setsockopt a SO_DETACH_FILTER = 0",
    ] {
      try #expect(play.run(line).failure == nil, "\(line)")
    }
    #expect(try play.run("setsockopt a SOL_SOCKET SO_DETACH_FILTER = -1 ENOENT").failure == nil)
    #expect(throws: Diagnostic.self) { try play.run("setsockopt a SO_REUSEADDR") }
    #expect(throws: Diagnostic.self) { try play.run("setsockopt a SO_DETACH_FILTER 0 0") }
  }

  @Test func theListShowsDefaultsAndWhatWasSet() throws {
    let play = Play()
    try play.run("socket a tcp")
    try play.run("setsockopt a SO_RCVBUF 4096")
    try play.run("setsockopt a SO_LINGER on 5s")
    let rows = try play.run("options a").listing.map {
      $0.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    }
    func row(_ symbol: String) -> [String]? { rows.first { $0.first == symbol } }
    #expect(row("SO_RCVBUF")?.joined(separator: " ").contains(" 4096 → 8192 bytes ") == true)
    #expect(row("SO_LINGER")?.prefix(4) == ["SO_LINGER", "off", "on", "5s"])
    #expect(row("TCP_NODELAY")?[1...2] == ["0", "0"] && row("UDP_CORK") == nil && row("IPV6_V6ONLY") == nil)
    #expect(row("SO_ERROR")?[1...2] == ["-", "-"], "looking must not clear it")
    #expect(try play.run("options a keep").listing.count == 5)
    try play.run("socket u unix")
    #expect(try play.run("options u").listing.allSatisfy { !$0.hasPrefix("TCP_") && !$0.hasPrefix("IP_") })
  }

  @Test func whatIsNotASocketHasNone() throws {
    let play = try Play(["pipe r w", "epoll_create e"])
    #expect(throws: Diagnostic.self) { try play.run("options r") }
    #expect(throws: Diagnostic.self) { try play.run("options e SO_") }
  }

  /// What setting an option brings with it does not depend on how its length was given.
  @Test func aLengthByHandSetsTheOptionAllTheSame() throws {
    let play = try Play(["socket a tcp", "setsockopt a SO_LINGER on 5s optlen:8"])
    #expect(play.table.mayLinger)
    #expect(try play.run("setsockopt a SO_RCVBUF 4096 optlen:4").listing == ["  kernel made it 8192 bytes"])
  }

  @Test func TABOffersWhatTheSocketHas() throws {
    let play = Play()
    try play.run("socket a udp")
    func offers(_ line: String) -> [String] {
      guard case .words(let words) = Completion.offers(for: line, start: line.utf8.count, table: play.table) else {
        return []
      }
      return words
    }
    #expect(
      offers("setsockopt a ").contains("UDP_CORK") && offers("setsockopt a ").contains("SOL_UDP")
        && !offers("setsockopt a ").contains("TCP_CORK"))
    #expect(offers("getsockopt a SOL_UDP ").prefix(3) == ["UDP_CORK", "UDP_SEGMENT", "UDP_GRO"])
    #expect(offers("setsockopt a SO_REUSEADDR ").prefix(2) == ["on", "off"])
    #expect(offers("options a ").contains("SO_RCVBUF"))
  }
}
