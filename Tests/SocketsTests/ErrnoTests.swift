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

  /// ERESTARTSYS, which a recording has by its number.
  @Test func aNumberIsReadWhereThereIsNoSymbol() {
    #expect(Errno(word: "512") == Errno(512) && Errno(word: "EINVAL") == Errno(22))
    #expect(Errno(word: "0") == nil && Errno(word: "ENOSUCH") == nil && Errno(symbol: "512") == nil)
    #expect(!Errno(512).hasSymbol && Errno(22).hasSymbol)
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
