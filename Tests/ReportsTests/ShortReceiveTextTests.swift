import Runner
import SessionLanguage
import Testing

@testable import Reports

@Suite struct ShortReceiveTextTests {
  private func came(
    _ bytes: [UInt8], late: Int = 0, _ expected: ShortReceive.Expected, _ bound: ShortReceive.Bound? = nil,
    _ ending: ShortReceive.Ending? = nil
  ) -> [String] {
    let short = ShortReceive(bytes: bytes, late: late, expected: expected, ending: ending, bound: bound)
    return ShortReceiveText.notes(short).map { "\($0.word) \($0.text)" }
  }

  @Test func nothingCame() {
    #expect(came([], .count(1...1)) == ["came no answer came"])
    #expect(came([], late: 3, .matching) == ["came no answer came in time; 3 bytes came afterwards"])
  }

  @Test func anEmptyMessageCame() {
    #expect(came([], .exactly([0x78]), .message("datagram")) == ["came an empty datagram came"])
    #expect(
      came([], late: 3, .count(1...1), .message("datagram")) == [
        "came an empty datagram came; the next one is unread"
      ])
    #expect(
      came([], .count(1...1), .cut(0, call: "recv", message: "datagram")) == [
        "came recv asked for nothing: what the datagram had is lost"
      ])
  }

  /// What is unread is not missing.
  @Test func theCallAskedForLess() {
    let hello = Array("hello".utf8), hel = Array("hel".utf8)
    #expect(
      came(hel, late: 2, .exactly(hello), .length(3, call: "recv"), .open)[0]
        == "came 3 of 5 bytes came; 2 more bytes are unread: recv asked for 3")
    #expect(
      came(hel, late: 1, .count(5...5), .length(3, call: "recv"))[0]
        == "came 3 bytes came, 5 expected; 1 more byte is unread: recv asked for 3")
    #expect(
      came(hel, .exactly(hello), .length(3, call: "recv"), .open)[0]
        == #"came 3 of 5 bytes came; missing: 6c 6f "lo"; recv asked for 3; the connection is open"#)
    #expect(came([], .count(1...1), nil, .open) == ["came no answer came; the connection is open"])
  }

  @Test func aMessageEndsWhatCame() {
    let hello = Array("hello".utf8), hel = Array("hel".utf8)
    #expect(
      came(hel, .exactly(hello), .cut(3, call: "recv", message: "datagram"))[0]
        == "came 3 of 5 bytes came; recv asked for 3: what else the datagram had is lost")
    #expect(
      came(hel, late: 2, .exactly(hello), .message("message"))[0]
        == "came 3 of 5 bytes came; the message had no more; the next one is unread")
    #expect(
      came(hel, .exactly(hello), .message("datagram"))[0]
        == #"came 3 of 5 bytes came; missing: 6c 6f "lo"; the datagram had no more"#)
  }

  @Test func onlyTheNumberWasExpected() {
    #expect(came([0x61], .count(2...2))[0] == "came 1 byte came, 2 expected")
    #expect(came([0x61, 0x62], .count(4...9))[0] == "came 2 bytes came, at least 4 expected")
    #expect(came([0x61], .matching)[0] == "came 1 byte came")
    #expect(came([0x61], .matching)[1].hasPrefix("got 0000  61 "))
  }

  /// What SIOCINQ does not count is not missing.
  @Test func anUrgentByteStopsReceiving() {
    let ab = Array("ab".utf8)
    let short = ShortReceive(bytes: [0x61], behindMark: 3, expected: .exactly(ab + ab), ending: .open)
    #expect(
      ShortReceiveText.notes(short)[0].text
        == "1 of 4 bytes came; 3 bytes are unread from an urgent byte on, where receiving stops")
    let nothing = ShortReceive(bytes: [], behindMark: 1, expected: .count(1...1), ending: .open)
    #expect(
      ShortReceiveText.notes(nothing)[0].text
        == "nothing was received; 1 byte is unread from an urgent byte on, where receiving stops")
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
