import Sockets
import Testing

@Suite struct ErrnoTests {
  @Test func symbolsAreTheCLibrarys() {
    #expect(Errno(22).symbol == "EINVAL")
    #expect(Errno(22).text == "Invalid argument")
    #expect(Errno(symbol: "eaddrinuse") == Errno(98))
    #expect(Errno(symbol: "ENOSUCH") == nil)
    #expect(Errno(symbol: "") == nil)
  }

  @Test func aNumberWithoutASymbolIsItself() {
    #expect(Errno(4095).symbol == "4095")
    #expect(Errno(4095).text == "Unknown error 4095")
    #expect(Errno(-99).symbol == "-99")
  }

  @Test func everySymbolIsReadBack() {
    for number in 1..<Int32(134) where !Errno(number).symbol.allSatisfy(\.isNumber) {
      #expect(Errno(symbol: Errno(number).symbol) == Errno(number))
    }
  }

  @Test func secondNamesMeanTheSame() {
    #expect(Errno(symbol: "EWOULDBLOCK") == Errno(symbol: "EAGAIN"))
    #expect(Errno(symbol: "ENOTSUP") == Errno(symbol: "EOPNOTSUPP"))
    #expect(Errno(symbol: "EDEADLOCK") == Errno(symbol: "EDEADLK"))
  }
}
