import Sockets
import Testing

@Suite struct IPPrefixTests {
  @Test(arguments: [
    ("10.0.0.0/8", "10.0.0.0/8"), ("192.0.2.1", "192.0.2.1/32"), ("2001:db8::/32", "2001:db8::/32"), ("::1", "::1/128"),
    ("default", "default"), ("0.0.0.0/0", "default"), ("default6", "default6"), ("::/0", "default6"),
    ("10.0.0.1/0", "10.0.0.1/0"),
  ])
  func whatIsReadIsWritten(text: String, written: String) throws {
    #expect(try #require(IPPrefix(text)).description == written)
  }

  @Test(arguments: [
    "", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "::/129", "10.0.0", "lo", "10.0.0.0/+8",
    "default/0",
  ])
  func whatIsNoPrefixIsNotRead(text: String) { #expect(IPPrefix(text) == nil) }

  @Test(
    arguments: [
      ("10.0.0.1/8", 0x0aff_ffff), ("192.0.2.9/30", 0xc000_020b), ("192.0.2.9/31", nil), ("192.0.2.9", nil),
      ("::1/64", nil),
    ] as [(String, UInt32?)])
  func theBroadcastAddress(text: String, broadcast: UInt32?) throws {
    #expect(try #require(IPPrefix(text)).broadcast == broadcast)
  }

  @Test(arguments: [
    ("10.0.0.0/8", "10.255.0.1:1", true), ("10.0.0.0/8", "11.0.0.1:1", false), ("10.0.0.0/9", "10.128.0.1:1", false),
    ("default", "203.0.113.9:1", true), ("default", "[2001:db8::1]:1", false), ("default6", "[2001:db8::1]:1", true),
    ("2001:db8::/33", "[2001:db8:8000::1]:1", false), ("10.0.0.0/8", "[::ffff:10.0.0.1]:1", true),
    ("10.0.0.0/8", "unix:/tmp/x", false),
  ])
  func anAddressIsInItOrNot(prefix: String, address: String, isIn: Bool) throws {
    let address = try SocketAddress(text: address, for: address.hasPrefix("[") ? .ipv6 : .ipv4)
    #expect(try #require(IPPrefix(prefix)).contains(address) == isIn)
  }
}
