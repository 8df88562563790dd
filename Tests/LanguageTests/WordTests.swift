@testable import SessionLanguage
import Testing

@Suite struct WordTests {
  @Test(arguments: ["a", "_", "srv", "a-b_1", "Z9"])
  func namesBeginWithALetter(name: String) { #expect(Name.isValid(name)) }

  @Test(arguments: ["", "1", "-a", "a.b", "a b", "ä", "a\n", "{a}"])
  func whatIsNoNameIsNone(name: String) { #expect(!Name.isValid(name)) }

  @Test(arguments: [
    ("200ms", 200), ("2s", 2000), ("1.5s", 1500), ("1m", 60_000), ("2", 2000), ("0", 0), ("1440m", 86_400_000),
  ])
  func timesHaveUnits(text: String, milliseconds: Int) { #expect(TimeText.milliseconds(text) == milliseconds) }

  @Test(arguments: [
    "", "s", "ms", "-1s", "1h", "1e3", ".", "1.2.3s", "86401", "inf", "nan", "0x10", "1 s",
    "99999999999999999999999999m",
  ])
  func whatIsNoTimeIsNone(text: String) { #expect(TimeText.milliseconds(text) == nil) }
}
