import Glibc
import Sockets
import Testing

@Suite struct SocketKindTests {
  @Test func eachWordMeansOneKind() {
    for (word, kind) in SocketKind.words { #expect(kind.word == word) }
    #expect(Set(SocketKind.words.map(\.kind)).count == SocketKind.words.count)
  }

  @Test func protocolZeroIsTheUsualOne() {
    #expect(SocketKind(domain: .ipv4, type: .stream, transport: .none).word == "tcp")
    #expect(SocketKind(domain: .ipv6, type: .datagram, transport: .none).word == "udp6")
    #expect(SocketKind(domain: .ipv4, type: .raw, transport: .none).word == "AF_INET SOCK_RAW")
  }

  @Test func otherKindsAreSpelledAsInC() {
    #expect(SocketKind(domain: .ipv4, type: .sequenced, transport: .none).word == "AF_INET SOCK_SEQPACKET")
    #expect(SocketKind(domain: .unix, type: .stream, transport: .none).isTCP == false)
    #expect(SocketKind(domain: .ipv6, type: .stream, transport: .none).isTCP)
  }

  @Test func theNumbersAreLinuxs() {
    #expect([Domain.unix, .ipv4, .ipv6].map(\.rawValue) == [AF_UNIX, AF_INET, AF_INET6])
    #expect([Domain.unix, .ipv4, .ipv6].map(\.symbol) == ["AF_UNIX", "AF_INET", "AF_INET6"])
    #expect([Kind.stream, .datagram].map(\.symbol) == ["SOCK_STREAM", "SOCK_DGRAM"])
    #expect([Transport.none, .tcp, .udp].map { $0.symbol(in: .ipv4) } == ["0", "IPPROTO_TCP", "IPPROTO_UDP"])
    #expect(Transport.tcp.symbol(in: .unix) == "6")
  }

  @Test func eachFamilyNumbersItsProtocolsInItsOwnWay() {
    let cases: [(Domain, String, Int32, String)] = [
      (.ipv4, "IPPROTO_MPTCP", 262, "IPPROTO_MPTCP"), (.ipv6, "ipproto_icmpv6", 58, "IPPROTO_ICMPV6"),
      (.ipv4, "200", 200, "200"),
      (.netlink, "NETLINK_SOCK_DIAG", 4, "NETLINK_SOCK_DIAG"), (.netlink, "0", 0, "NETLINK_ROUTE"),
      (.packet, "ETH_P_ALL", 0x300, "htons(ETH_P_ALL)"), (.packet, "ETH_P_IP", 8, "htons(ETH_P_IP)"),
      (.packet, "0", 0, "0"),
      (.unix, "6", 6, "6"), (.vsock, "0", 0, "0"),
    ]
    for (domain, text, number, symbol) in cases {
      let transport = Transport(symbol: text, in: domain)
      #expect(transport?.rawValue == number && transport?.symbol(in: domain) == symbol, "\(text)")
    }
    #expect(Transport(symbol: "NETLINK_ROUTE", in: .ipv4) == nil && Transport(symbol: "IPPROTO_TCP", in: .unix) == nil)
  }

  @Test func eachWordHasAMeaning() {
    for (word, kind) in SocketKind.words { #expect(!kind.meaning.isEmpty, "\(word)") }
  }

  @Test func onlyTCPIsTCP() {
    #expect(SocketKind.words.filter(\.kind.isTCP).map(\.word) == ["tcp", "tcp6", "mptcp", "mptcp6"])
    let portless = SocketKind.words.filter { !$0.kind.hasPorts }.map(\.word)
    #expect(portless == ["icmp", "icmp6", "raw", "raw-icmp", "raw-icmp6", "packet", "packet-dgram"])
  }

  @Test func whatIsNoSocketHasAWordToo() {
    #expect([SocketKind.epoll, .pipe, .file].map(\.word) == ["epoll", "pipe", "file"])
    #expect(!SocketKind.pipe.isSocket)
  }
}
