import Testing
import Text

@Suite struct ElapsedTests {
  @Test(arguments: [
    (-5, "0 ms"), (0, "0 ms"), (999, "999 ms"), (1000, "1.0 s"), (9999, "9.9 s"), (10_000, "10 s"), (10_001, "11 s"),
    (119_999, "120 s"), (120_000, "2 min"), (120_001, "3 min"),
  ])
  func aTimeIsToldInTheUnitThatFits(milliseconds: Int, text: String) { #expect(Elapsed.text(milliseconds) == text) }
}
