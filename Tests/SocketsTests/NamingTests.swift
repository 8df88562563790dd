import Sockets
import Testing

@Suite struct NamingTests {
  @Test func anIPv4PeerOfAnIPv6SocketIsWrittenAsIPv4() {
    let naming = Naming(local: .ipv4(1, port: 1), peer: .ipv6(0, 0xffff_0000_0002, port: 2, scope: 0))
    #expect(naming.unmapped.peer == .ipv4(2, port: 2))
  }

  @Test func namingsAreEqualByTheirAddresses() {
    let one = Naming(local: .ipv4(1, port: 1), peer: .ipv4(2, port: 2))
    #expect(one == Naming(local: .ipv4(1, port: 1), peer: .ipv4(2, port: 2)))
    #expect(one != Naming(local: .ipv4(1, port: 1)))
    #expect(one != Naming(local: .ipv4(2, port: 2), peer: .ipv4(1, port: 1)))
    #expect(Set([one, Naming(local: one.local, peer: one.peer), .none]).count == 2)
  }

  @Test func itTellsWhichAddressesItHas() {
    #expect(!Naming.none.hasLocal && !Naming.none.hasPeer)
    let bound = Naming(local: .unix([]))
    #expect(bound.hasLocal && !bound.hasPeer)
  }
}
