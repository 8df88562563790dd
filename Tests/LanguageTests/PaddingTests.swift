import Testing
import Text

@Suite struct PaddingTests {
  @Test(arguments: [("7", 3, "007"), ("1234", 3, "1234"), ("", 2, "00")])
  func zerosComeFirst(text: String, count: Int, padded: String) { #expect(text.padded(to: count) == padded) }

  @Test func anotherFiller() { #expect("7".padded(to: 3, with: " ") == "  7") }
}
