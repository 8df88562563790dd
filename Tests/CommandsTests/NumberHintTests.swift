import Testing

@testable import Commands

/// What to type instead of a number as C has it, or with a unit in another spelling.
@Suite struct NumberHintTests {
  @Test(arguments: [("0x1f90", "8080"), ("0X50", "80"), ("0120", "80"), ("4k", "4K"), ("4KB", "4K"), ("8MiB", "8M")])
  func itSaysWhatToType(_ text: String, _ meant: String) {
    #expect(NumberHint(text)?.english.hasSuffix(" \(meant)") == true, "\(text)")
    #expect(NumberHint(text)?.korean.hasSuffix(" \(meant)") == true, "\(text)")
  }

  @Test(arguments: ["five", "-1", "65536", "0x", "09", "", "b", "http", "1e3"]) func whatIsNoNumberGetsNoHint(
    _ text: String
  ) {
    #expect(NumberHint(text) == nil)
  }
}
