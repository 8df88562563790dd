import Testing
import Text

@Suite struct KoreanKeyboardTests {
  /// What comes when the keyboard is still in Korean.
  @Test(arguments: [
    ("ㅗ디ㅔ", "help"), ("ㄴㅐ찯ㅅ", "socket"), ("ㅣㅑㄴㅅ두", "listen"), ("채ㅜㅜㄷㅊㅅ", "connect"), ("ㅛㅕ", "yu"), ("값", "rkqt"),
    ("ㅞ3", "np3"),
  ])
  func theKeysOfKoreanLetters(text: String, keys: String) { #expect(KoreanKeyboard.keys(of: text) == keys) }

  @Test func everySyllableHasKeys() {
    for value in UInt32(0xac00)...0xd7a3 {
      let keys = KoreanKeyboard.keys(of: String(Character(Unicode.Scalar(value)!)))
      #expect(keys.map { (2...5).contains($0.count) && $0.utf8.allSatisfy { $0 < 0x80 } } == true)
    }
    #expect(KoreanKeyboard.keys(of: "help") == nil)
  }
}
