import Runner
import SessionLanguage
import Testing

@testable import Reports

@Suite struct ShortReceiveTextTests {
  private func came(_ bytes: [UInt8], late: Int = 0, _ expected: ShortReceive.Expected) -> [String] {
    ShortReceiveText.notes(ShortReceive(bytes: bytes, late: late, expected: expected, ending: nil)).map {
      "\($0.word) \($0.text)"
    }
  }

  @Test func nothingCame() {
    #expect(came([], .count(1...1)) == ["came no answer came"])
    #expect(came([], late: 3, .matching) == ["came no answer came in time; 3 bytes came afterwards"])
  }

  @Test func onlyTheNumberWasExpected() {
    #expect(came([0x61], .count(2...2))[0] == "came 1 byte came, 2 expected")
    #expect(came([0x61, 0x62], .count(4...9))[0] == "came 2 bytes came, at least 4 expected")
    #expect(came([0x61], .matching)[0] == "came 1 byte came")
    #expect(came([0x61], .matching)[1].hasPrefix("got 0000  61 "))
  }

  @Test func whatIsMissingIsShown() {
    let many = [UInt8](repeating: 0x61, count: 40)
    #expect(came([0x61], .exactly([0x61, 0xff, 0x62]))[0] == #"came 1 of 3 bytes came; missing: ff 62 "\xffb""#)
    let hex = Array(repeating: "61", count: 16).joined(separator: " ")
    #expect(
      came([0x61], .prefix(many))[0]
        == "came 1 of 40 bytes came; missing: \(hex) … \"\(String(repeating: "a", count: 16))\" …")
  }

  @Test func otherDataAndMoreData() {
    #expect(came([0x61, 0x62], .exactly([0x62, 0x62, 0x62]))[0] == "came 2 bytes came, 3 expected; byte 0 differs")
    #expect(came([0x61, 0x62], .exactly([0x61]))[0] == "came 2 bytes came, 1 expected")
  }
}
