import Testing
import Text

@Suite struct HexDumpTests {
  @Test func aLineHasSixteenBytes() {
    let bytes = Array("Hello Bob, 안\r\n".utf8) + [0, 255]
    #expect(
      HexDump.lines(bytes) == [
        "0000  48 65 6c 6c 6f 20 42 6f  62 2c 20 ec 95 88 0d 0a  |Hello Bob, .....|",
        "0010  00 ff                                             |..|",
      ])
    #expect(HexDump.lines([]).isEmpty)
    #expect(HexDump.lines(Array(repeating: 0x41, count: 70000)).last?.hasPrefix("11160  ") == true)
  }
}
