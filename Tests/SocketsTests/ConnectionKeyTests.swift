import Sockets
import Testing

@Suite struct ConnectionKeyTests {
  private static let one = SocketAddress.ipv4(0x7f00_0001, port: 1), other = SocketAddress.ipv4(0x7f00_0002, port: 2)

  private func key(_ local: SocketAddress?, _ peer: SocketAddress?) -> ConnectionKey? {
    ConnectionKey(Endpoints(local: local, peer: peer))
  }

  @Test func theEndsAreMirrored() throws {
    let key = try #require(self.key(Self.one, Self.other))
    #expect(key.mirrored == self.key(Self.other, Self.one) && key.mirrored != key)
    #expect(key.mirrored.mirrored == key)
  }

  @Test func bothEndsOfADualStackConnectionAgree() {
    let mapped = { (address: SocketAddress) in
      guard case .ipv4(let host, let port) = address else { return address }
      return SocketAddress.ipv6(0, 0xffff << 32 | UInt64(host), port: port, scope: 0)
    }
    let inIPv6 = key(mapped(Self.one), mapped(Self.other))
    #expect(inIPv6 == key(Self.one, Self.other))
    #expect(inIPv6?.hashValue == key(Self.one, Self.other)?.hashValue)
  }

  @Test(arguments: [
    SocketAddress.ipv4(0x7f00_0002, port: 1), .ipv4(0x7f00_0001, port: 2), .ipv6(0, 0x7f00_0001, port: 1, scope: 0),
    .ipv6(0, 1, port: 1, scope: 0), .ipv6(0, 1, port: 1, scope: 2), .ipv6(1, 0, port: 1, scope: 0),
    .vsock(0x7f00_0001, port: 1),
    .vsock(1, port: 0x7f00_0001), .netlink(1, groups: 0),
  ]) func whatIsOtherIsNotTheSame(address: SocketAddress) {
    #expect(key(address, Self.other) != nil)
    #expect(
      key(address, Self.other) != key(Self.one, Self.other) && key(Self.other, address) != key(Self.other, Self.one))
  }

  @Test func bothAddressesAreNeededAndMustBeNumbers() {
    #expect(key(nil, Self.other) == nil && key(Self.one, nil) == nil)
    #expect(
      key(.unix([]), .unix([1])) == nil && key(.unspecified, .unspecified) == nil
        && key(.other(family: 9), Self.one) == nil)
  }
}
