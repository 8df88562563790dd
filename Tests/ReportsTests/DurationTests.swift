@testable import Reports
import Testing

@Suite struct DurationTests {
  private func text(_ nanoseconds: Int64) -> String {
    var text = TextBuffer()
    Duration.write(nanoseconds, to: &text)
    return text.string
  }

  @Test(
    arguments: [
      (40, " <0.1 µs"), (100, "  0.1 µs"), (780, "  0.7 µs"), (999, "  0.9 µs"), (1000, "   1 µs"), (9_999, "   9 µs"),
      (10_000, "  10 µs"), (999_999, " 999 µs"), (1_000_000, "  1.0 ms"),
      (1_999_999, "  1.9 ms"), (999_999_999, "  999.9 ms"), (1_000_000_000, "  1.0 s"), (90_000_000_000, "  90.0 s"),
    ] as [(Int64, String)])
  func aTimeHasTheUnitThatFits(nanoseconds: Int64, written: String) { #expect(text(nanoseconds) == written) }
}
