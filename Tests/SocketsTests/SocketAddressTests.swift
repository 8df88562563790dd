import Glibc
@testable import Sockets
import Support
import Testing

@Suite struct SocketAddressTests {
  private let samples: [SocketAddress] = [
    .ipv4(0x7f00_0001, port: 80), .ipv4(0, port: 0), .ipv4(0xffff_ffff, port: 65535), .ipv6(0, 1, port: 443, scope: 0),
    .ipv6(0xfe80_0000_0000_0000, 0x1234, port: 9, scope: 2), .ipv6(0, 0xffff_7f00_0001, port: 1, scope: 0),
    .unix(Array("/tmp/s".utf8)),
    .unix([0] + Array("name".utf8)), .unix(Array(repeating: 97, count: 107)),
    .unix([0] + Array(repeating: 97, count: 107)), .netlink(0, groups: 0),
    .netlink(4711, groups: 5), .packet(LinkAddress(interface: 1, type: 0x800)), .packet(LinkAddress(interface: 0)),
    .packet(LinkAddress(interface: 99999, type: 0x1234, bytes: [2, 0, 0, 0, 0, 1])), .vsock(1, port: 80),
    .vsock(.max, port: .max),
    .unspecified,
  ]

  @Test func whatCIsGivenIsReadBack() {
    for address in samples {
      let back = address.withSockaddr { pointer, length in
        SocketAddress(
          UnsafeRawBufferPointer(start: pointer, count: MemoryLayout<sockaddr_storage>.size), length: Int(length))
      }
      #expect(back == address)
      address.withSockaddr { _, length in #expect(Int(length) == address.length) }
    }
  }

  @Test func bytesStandAsCHasThem() {
    SocketAddress.ipv4(0x7f00_0001, port: 0x1234).withSockaddr { pointer, length in
      let bytes = Array(UnsafeRawBufferPointer(start: pointer, count: Int(length)))
      #expect(bytes == [2, 0, 0x12, 0x34, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    }
  }

  @Test func lengthsAreThoseOfC() {
    #expect(samples.map(\.length) == [16, 16, 16, 28, 28, 28, 9, 7, 110, 110, 12, 12, 20, 20, 20, 16, 16, 16])
    #expect(SocketAddress.unix([]).length == 2)
  }

  @Test func anUnknownFamilyIsNamedByItsNumber() {
    var raw = sockaddr_storage()
    raw.ss_family = 31
    let address = withUnsafeBytes(of: &raw) { SocketAddress($0, length: 12) }
    #expect(address == .other(family: 31))
    #expect(address?.familySymbol == "AF_31")
    #expect(withUnsafeBytes(of: &raw) { SocketAddress($0, length: 0) } == nil)
  }

  @Test func loopbackIsWhatStaysOnThisMachine() {
    for text in ["127.0.0.1:1", "127.255.0.9:1", "0.0.0.0:1", "[::1]:1", "[::]:1", "[::ffff:127.0.0.1]:1", "unix:/x"] {
      #expect((try? SocketAddress(text: text, for: .ipv4))?.isLoopback == true, "\(text)")
    }
    for text in ["vsock:1:1", "unspec"] {
      #expect((try? SocketAddress(text: text, for: .ipv4))?.isLoopback == true, "\(text)")
    }
    for text in [
      "vsock:2:1", "vsock:any:1", "netlink:0", "packet:lo", "224.0.0.1:1", "[ff02::1%1]:1", "128.0.0.1:1", "8.8.8.8:1",
      "[::2]:1",
      "[::ffff:8.8.8.8]:1", "[::8.8.8.8]:1", "[fe80::1]:1",
    ] {
      #expect((try? SocketAddress(text: text, for: .ipv4))?.isLoopback == false, "\(text)")
    }
    #expect(!SocketAddress.other(family: 16).isLoopback)
  }

  @Test func wildcardsAreReachedOverLoopback() throws {
    #expect("\(SocketAddress.ipv4(0, port: 5).reachable)" == "127.0.0.1:5")
    #expect("\(SocketAddress.ipv6(0, 0, port: 5, scope: 0).reachable)" == "[::1]:5")
    #expect("\(SocketAddress.ipv4(0x0a00_0001, port: 5).reachable)" == "10.0.0.1:5")
    #expect("\(SocketAddress.ipv4(0x0a00_0001, port: 5).wildcard)" == "0.0.0.0:5")
    #expect(SocketAddress.ipv4(0, port: 5).isWildcard && !SocketAddress.ipv4(1, port: 5).isWildcard)
  }

  @Test func mappedAddressesAreIPv4() {
    #expect(SocketAddress.ipv6(0, 0xffff_7f00_0001, port: 80, scope: 0).unmapped == .ipv4(0x7f00_0001, port: 80))
    #expect(SocketAddress.ipv6(0, 1, port: 80, scope: 0).unmapped == .ipv6(0, 1, port: 80, scope: 0))
    #expect(SocketAddress.ipv6(1, 0xffff_7f00_0001, port: 80, scope: 0).unmapped.familySymbol == "AF_INET6")
  }

  @Test func theDiagnosticsTakeNetworkOrder() {
    func bytes(_ address: SocketAddress) -> [UInt8]? {
      address.diagnosticHost.map { withUnsafeBytes(of: $0) { Array($0) } }
    }
    #expect(bytes(.ipv4(0x0102_0304, port: 0)) == [1, 2, 3, 4] + Array(repeating: 0, count: 12))
    #expect(bytes(.ipv6(0x0102, 0x0304, port: 0, scope: 0)) == [0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 3, 4])
    #expect(bytes(.unix([])) == nil)
  }

  // MARK: As text

  @Test func textIsReadBack() throws {
    for address in samples { #expect(try SocketAddress(text: address.description, for: .ipv4) == address) }
    var random = SeededGenerator(seed: 5)
    for _ in 0..<500 {
      let four = SocketAddress.ipv4(
        .random(in: 0...UInt32.max, using: &random), port: .random(in: 0...65535, using: &random))
      #expect(try SocketAddress(text: "\(four)", for: .unix) == four)
      let six = SocketAddress.ipv6(
        random.next(), random.next() >> 40, port: .random(in: 0...65535, using: &random), scope: 0)
      #expect(try SocketAddress(text: "\(six)", for: .ipv4) == six)
    }
  }

  @Test(arguments: [
    ("127.0.0.1:80", "127.0.0.1:80"), ("[::1]:80", "[::1]:80"), (":80", "0.0.0.0:80"), ("localhost:1", "127.0.0.1:1"),
    ("INADDR_ANY:1", "0.0.0.0:1"), ("INADDR_LOOPBACK:1", "127.0.0.1:1"), ("INADDR_BROADCAST:1", "255.255.255.255:1"),
    ("[::ffff:1.2.3.4]:1", "[::ffff:1.2.3.4]:1"),
    ("[fe80::1%1]:5", "[fe80::1%1]:5"), ("[fe80::1%lo]:5", "[fe80::1%1]:5"), ("unix:/tmp/s", "unix:/tmp/s"),
    ("unix:@abc", "unix:@abc"),
    ("unix:a b", #"unix:a\x20b"#), (#"unix:a\x+1b"#, #"unix:a\x5cx+1b"#), (#"unix:a\x-0b"#, #"unix:a\x5cx-0b"#),
    ("netlink:0x10:0x3", "netlink:16:3"), ("packet:lo:0x88b5", "packet:lo:ETH_P_802_EX1"),
    ("packet:1:eth_p_arp:02:00:00:00:00:0A", "packet:lo:ETH_P_ARP:02:00:00:00:00:0a"), ("packet:any", "packet:any"),
    ("vsock:any:0x50", "vsock:any:80"), ("unspec", "unspec"),
  ])
  func addressesAreWrittenAsPeopleWriteThem(text: String, description: String) throws {
    #expect(try SocketAddress(text: text, for: .ipv4).description == description)
  }

  @Test func aBareHostFollowsTheFamily() throws {
    #expect(try SocketAddress(text: ":80", for: .ipv6).description == "[::]:80")
    #expect(try SocketAddress(text: "localhost:80", for: .ipv6).description == "[::1]:80")
  }

  @Test(
    arguments: [
      ("", .noPort), ("127.0.0.1", .noPort), ("127.0.0.1:", .badPort("")), ("127.0.0.1:70000", .badPort("70000")),
      ("127.0.0.1:-1", .badPort("-1")),
      ("127.0.0.1:+80", .badPort("+80")), ("127.0.0.1:80x", .badPort("80x")), ("127.0.0.1:８０", .badPort("８０")),
      ("999.1.1.1:80", .badHost("999.1.1.1")),
      ("1.2.3:80", .badHost("1.2.3")), ("example.org:80", .badHost("example.org")), ("::1:80", .badHost("::1")),
      ("[::1:80", .badHost("[::1")),
      ("[::g]:80", .badHost("[::g]")), ("[fe80::1%nosuch]:80", .badHost("[fe80::1%nosuch]")),
      ("127.0.0.1\0x:80", .badHost("127.0.0.1\0x")),
      ("unix:", .emptyPath), ("unix:@", .emptyPath),
      ("unix:" + String(repeating: "a", count: 108), .pathTooLong(108, most: 107)),
      ("unix:@" + String(repeating: "a", count: 108), .pathTooLong(109, most: 108)),
    ] as [(String, SocketAddress.Problem)])
  func whatIsNoAddressSaysWhy(text: String, problem: SocketAddress.Problem) {
    #expect(throws: problem) { try SocketAddress(text: text, for: .ipv4) }
  }

  @Test(arguments: [
    "netlink:", "netlink:x", "netlink:1:2:3", "netlink:-1", "netlink:4294967296", "vsock:1", "vsock::1", "vsock:1:2:3",
    "packet:",
    "packet::", "packet:lo:ETH_P_IP:-0", "packet:lo:ETH_P_IP:+1",
    "packet:nosuch0", "packet:-1", "packet:lo:ETH_P_NO", "packet:lo:65536", "packet:lo:0:xx", "packet:lo:0:+1",
    "packet:lo:0:1:2:3",
    "packet:lo:0:" + String(repeating: "00:", count: 8) + "00", "packet:lo\0x",
  ])
  func whatIsNoAddressOfAnotherFamilySaysHowOneIsWritten(text: String) {
    do throws(SocketAddress.Problem) {
      Issue.record("\(text) is \(try SocketAddress(text: text, for: .ipv4))")
    } catch {
      if case .badForm(let form) = error {
        #expect(form.contains(text.prefix { $0 != ":" } + ":"))
      } else {
        Issue.record("\(text): \(error)")
      }
    }
  }

  @Test func whatIsTooShortForItsFamilyIsNoAddress() {
    for family: UInt16 in [16, 17, 40] {
      var raw = sockaddr_storage()
      raw.ss_family = family
      for length in 2..<12 {
        #expect(withUnsafeBytes(of: &raw) { SocketAddress($0, length: length) } == .other(family: family))
      }
      #expect(withUnsafeBytes(of: &raw) { SocketAddress($0, length: 12) } != .other(family: family))
    }
  }

  @Test(
    arguments: [
      ([0, 0x61, 0, 0x62], #"unix:@a\x00b"#), (Array("@a".utf8), #"unix:\x40a"#),
      (Array("/tmp/소켓".utf8), "unix:/tmp/소켓"),
      (Array("/é".utf8).dropLast() + [0x2f], #"unix:/\xc3/"#), (Array(#"/"{}\"#.utf8), #"unix:/\x22\x7b\x7d\x5c"#),
      (Array("/a\u{202e}b\u{a0}".utf8), #"unix:/a\xe2\x80\xaeb\xc2\xa0"#),
    ] as [([UInt8], String)])
  func aNameOfAnyBytesIsReadBack(_ path: [UInt8], _ description: String) throws {
    #expect(SocketAddress.unix(path).description == description)
    try #expect(SocketAddress(text: description, for: .unix) == .unix(path))
  }

  @Test func aPathNeverComesOutRaw() {
    #expect(SocketAddress.unix([0x1b, 0x5b, 0x33, 0xff, 0xc2, 0x9b, 7]).description == #"unix:\x1b[3\xff\xc2\x9b\x07"#)
    #expect(SocketAddress.unix([]).description == "unix:")
  }
}
