import Runner
import Testing

@Suite struct SyncAddressTests {
  @Test(arguments: ["unix:/tmp/s", "unix:@name", "unix:s", "127.0.0.1:7000", "[::1]:7000", "server.example:65535"])
  func addressesAreRead(text: String) { #expect(SyncAddress(text)?.text == text) }

  @Test(arguments: [
    "", "a", "7000", ":7000", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:-1", "::1:7000",
    "unix:", "unix:@", "unix:" + String(repeating: "x", count: 100), "unix:a\0b", "a\0b:7000",
  ])
  func othersAreNot(text: String) { #expect(SyncAddress(text) == nil) }

  @Test func eachFileHasAPlaceOfItsOwn() {
    #expect(SyncAddress.usual(for: "a") != .usual(for: "b"))
    #expect(SyncAddress.usual(for: "a").text.hasPrefix("unix:@sockplay-"))
  }
}
