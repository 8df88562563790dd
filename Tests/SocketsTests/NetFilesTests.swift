import Glibc
@testable import Sockets
import Testing

/// The lists of /proc/net, held against sockets of this process.
@Suite struct NetFilesTests {
  /// A socket that is closed with its last use.
  private final class Opened {
    let descriptor: Int32
    init(_ family: Int32, _ type: Int32, _ transport: Int32) {
      descriptor = Glibc.socket(family, type | Int32(SOCK_CLOEXEC.rawValue), transport)
    }
    deinit { close(descriptor) }
    var inode: UInt32? { Linux().inode(descriptor).map { UInt32(truncatingIfNeeded: $0) } }
    var endpoints: Endpoints { Linux().endpoints(descriptor, mayHavePeer: false) }
  }

  @Test func aNetlinkSocketIsListedWithItsPortAndGroups() throws {
    let opened = Opened(AF_NETLINK, Int32(SOCK_RAW.rawValue), 0)
    #expect(SocketAddress.netlink(0, groups: 0x11).withSockaddr { Glibc.bind(opened.descriptor, $0, $1) } == 0)
    let row = try #require(NetFile.netlink.first { $0.inode == opened.inode })
    #expect(row.endpoints.local == opened.endpoints.local && row.endpoints.peer == nil && !row.isConnected)
    #expect(
      Linux().listOtherSockets().contains {
        $0.family == "netlink" && $0.inode == row.inode && $0.state == .unconnected
      })
  }

  @Test(
    .enabled(if: geteuid() == 0, "raw and packet sockets are for root"),
    arguments: [("raw", SocketAddress.ipv4(0x7f00_0001, port: 0)), ("raw6", .ipv6(0, 1, port: 0, scope: 0))])
  func aRawSocketIsListedWithThePeerThatItHas(_ file: String, _ loopback: SocketAddress) throws {
    let opened = Opened(file == "raw" ? AF_INET : AF_INET6, Int32(SOCK_RAW.rawValue), 253)
    #expect(loopback.withSockaddr { Glibc.bind(opened.descriptor, $0, $1) } == 0)
    func row() throws -> NetFile.Row { try #require(NetFile.internet(file).first { $0.inode == opened.inode }) }
    #expect(try !row().isConnected && row().endpoints.peer == nil)
    #expect(loopback.withSockaddr { Glibc.connect(opened.descriptor, $0, $1) } == 0)
    #expect(try row().isConnected && row().endpoints.peer == loopback && row().endpoints.local?.port == 253)
    #expect(try row().endpoints.local?.host == loopback.host)
  }

  @Test(.enabled(if: geteuid() == 0, "raw and packet sockets are for root"))
  func aPacketSocketIsListedWithItsInterface() throws {
    let opened = Opened(AF_PACKET, Int32(SOCK_DGRAM.rawValue), 0)
    let address = SocketAddress.packet(LinkAddress(interface: 1, type: 0x88b5))
    #expect(address.withSockaddr { Glibc.bind(opened.descriptor, $0, $1) } == 0)
    let row = try #require(NetFile.packet.first { $0.inode == opened.inode })
    #expect(row.endpoints.local == address && row.receive == 0)
  }
}
