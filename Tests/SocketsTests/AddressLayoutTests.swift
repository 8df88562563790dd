import Foundation
import Sockets
import Testing

@Suite struct AddressLayoutTests {
  static let addresses: [SocketAddress] = [
    "127.0.0.1:30000", "0.0.0.0:0", "[::1]:80", "[fe80::1:2]:65535", "unix:/tmp/s", "unix:@a",
    "unix:/tmp/a-path-longer-than-one-row",
    "netlink:3:1", "packet:lo:ETH_P_IP:02:00:00:00:00:01", "vsock:1:80", "unspec",
  ]
  .compactMap { try? SocketAddress(text: $0, for: .ipv4) }

  @Test(arguments: addresses) func theFieldsAreTheBytesThatCallsGet(_ address: SocketAddress) {
    let (bytes, length) = address.withSockaddr { raw, length in (Data(bytes: raw, count: Int(length)), Int(length)) }
    let fields = address.layout.flatMap(\.bytes)
    #expect(Data(fields.prefix(length)) == bytes)
    #expect(length == address.length)
  }

  @Test(arguments: addresses) func eachFieldBeginsWhereTheOneBeforeEnds(_ address: SocketAddress) {
    var end = 0
    for field in address.layout {
      #expect(field.offset == end)
      end += field.bytes.count
    }
    #expect(end <= address.structure.size)
  }

  @Test func theStructsHaveTheSizesOfLinux() {
    #expect(Self.addresses.map(\.structure.size) == [16, 16, 28, 28, 110, 110, 110, 12, 20, 16, 16])
  }

  @Test func aPortStandsWithItsHighByteFirst() throws {
    let port = try #require(
      try SocketAddress(text: "127.0.0.1:30000", for: .ipv4).layout.first { $0.name == "sin_port" })
    #expect(port.bytes == [0x75, 0x30])
  }
}
