import Glibc
import Sockets
import Testing

@Suite struct SocketKindTests {
  @Test func eachWordMeansOneKind() {
    for (word, kind) in SocketKind.words { #expect(kind.word == word) }
    #expect(Set(SocketKind.words.map(\.kind)).count == SocketKind.words.count)
  }

  @Test func otherKindsAreSpelledAsInC() {
    #expect(SocketKind(domain: .ipv4, type: .stream, transport: .none).word == "AF_INET SOCK_STREAM")
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

  @Test func whatIsNoSocketHasAWordToo() {
    #expect([SocketKind.epoll, .pipe, .file].map(\.word) == ["epoll", "pipe", "file"])
    #expect(!SocketKind.pipe.isSocket)
  }
}
