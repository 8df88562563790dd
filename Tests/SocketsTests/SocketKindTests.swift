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
    #expect(Domain.allCases.map(\.rawValue) == [1, 2, 10])
    #expect(Domain.allCases.map(\.symbol) == ["AF_UNIX", "AF_INET", "AF_INET6"])
    #expect(Kind.allCases.map(\.symbol) == ["SOCK_STREAM", "SOCK_DGRAM"])
    #expect(Transport.allCases.map(\.symbol) == ["0", "IPPROTO_TCP", "IPPROTO_UDP"])
  }
}
