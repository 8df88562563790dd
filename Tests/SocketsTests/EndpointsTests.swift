import Sockets
import Testing

@Suite struct EndpointsTests {
  @Test func anIPv4PeerOfAnIPv6SocketIsWrittenAsIPv4() {
    let endpoints = Endpoints(local: .ipv4(1, port: 1), peer: .ipv6(0, 0xffff_0000_0002, port: 2, scope: 0))
    #expect(endpoints.unmapped.peer == .ipv4(2, port: 2))
  }

  @Test func namingsAreEqualByTheirAddresses() {
    let one = Endpoints(local: .ipv4(1, port: 1), peer: .ipv4(2, port: 2))
    #expect(one == Endpoints(local: .ipv4(1, port: 1), peer: .ipv4(2, port: 2)))
    #expect(one != Endpoints(local: .ipv4(1, port: 1)))
    #expect(one != Endpoints(local: .ipv4(2, port: 2), peer: .ipv4(1, port: 1)))
    #expect(Set([one, Endpoints(local: one.local, peer: one.peer), .none]).count == 2)
  }

  @Test func itTellsWhichAddressesItHas() {
    #expect(!Endpoints.none.hasLocal && !Endpoints.none.hasPeer)
    let bound = Endpoints(local: .unix([]))
    #expect(bound.hasLocal && !bound.hasPeer)
  }
}
