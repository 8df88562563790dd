import Testing

@testable import Commands

/// How far back a match of a regular expression may begin.
@Suite struct PatternReachTests {
  @Test(arguments: [
    ("abc", 3), ("a|bcd|", 3), ("[0-9]{2,5};", 6), (#"\r\n\r\n"#, 4), ("(?:ab|c){3}x?", 7), (#"[^\]a-z[x]]."#, 2),
    ("안녕", 2),
    ("(a(b)?)", 2), ("a{3}", 3), (#"\d\D\."#, 3), ("a??", 1),
  ])
  func ofSoManyCharacters(pattern: String, count: Int) { #expect(PatternReach.scalars(pattern) == count) }

  /// Those that may be as long as they like, or that look around.
  @Test(arguments: [
    "a*", "a+b", "a{2,}", "^a", "a$", #"\bword"#, "(?=a)b", "(?<name>a)", #"(a)\1"#, #"\p{L}"#, "a)", "(a", "[a",
    "a{9999}b{9999}",
  ])
  func ofAnyNumber(pattern: String) { #expect(PatternReach.scalars(pattern) == nil) }

  /// The search begins where a match may begin that ends in what is new, and never inside a character.
  @Test func theWindow() {
    let bytes = Array("안녕하세요 12;".utf8)
    #expect(SearchWindow("[0-9]{1,2};").start(in: bytes, searched: 16) == 3)
    #expect(SearchWindow("a").start(in: bytes, searched: 16) == 12)
    #expect(SearchWindow("[0-9]+;").start(in: bytes, searched: 16) == 0)
    #expect(SearchWindow("abc").start(in: bytes, searched: 0) == 0)
  }
}
