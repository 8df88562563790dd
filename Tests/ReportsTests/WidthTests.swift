@testable import Reports
import Testing

@Suite struct WidthTests {
  @Test func hangulTakesTwoColumns() { #expect(Width.of("안녕") == 4) }
}
