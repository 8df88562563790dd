import Sockets
import Testing

@Suite struct ErrnoTests {
  @Test func symbolsAreTheCLibrarys() {
    #expect(Errno(22).symbol == "EINVAL")
    #expect(Errno(symbol: "eaddrinuse") == Errno(98))
    #expect(Errno(symbol: "ENOSUCH") == nil)
  }
}
