import Sockets
import Testing

@Suite struct ConstantTableTests {
  private let flags = ConstantTable.messageFlags

  @Test func flagsAreJoinedAsStraceWritesThem() {
    #expect(flags.flags(0) == "0")
    #expect(flags.flags(0x40) == "MSG_DONTWAIT")
    #expect(flags.flags(0x42) == "MSG_PEEK|MSG_DONTWAIT")
    #expect(flags.flags(0x0100_0040) == "MSG_DONTWAIT|0x1000000")
    #expect(flags.flags(0x0100_0000) == "0x1000000")
    #expect(ConstantTable.families.flags(Int32.min) == "0x80000000")
  }

  @Test func symbolsAndNumbersAreRead() {
    #expect(flags.value("msg_peek") == 2)
    #expect(flags.value("64") == 64)
    #expect(flags.value("MSG_NONE") == nil)
    #expect(flags.value("") == nil)
    #expect(flags.value("99999999999") == nil)
  }

  @Test func everySymbolIsReadBack() {
    for table in [ConstantTable.messageFlags, .shutdownWays, .families, .types, .protocols] {
      for symbol in table.symbols { #expect(table.value(symbol) != nil) }
      for symbol in table.symbols { #expect(table.value(table.symbol(table.value(symbol)!)) == table.value(symbol)) }
    }
    #expect(ConstantTable.families.symbol(99) == "99")
  }

  @Test func valuesAreLinuxs() {
    #expect(
      ["MSG_OOB", "MSG_PEEK", "MSG_DONTWAIT", "MSG_WAITALL", "MSG_NOSIGNAL", "MSG_MORE"].map(flags.value) == [
        1, 2, 0x40, 0x100, 0x4000, 0x8000,
      ])
    #expect(["SHUT_RD", "SHUT_WR", "SHUT_RDWR"].map(ConstantTable.shutdownWays.value) == [0, 1, 2])
  }
}
