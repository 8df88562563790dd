import Testing
import Text

@testable import SessionLanguage

@Suite struct LanguageTests {
  @Test(arguments: [
    ("ko_KR.UTF-8", Language.korean), ("ko", .korean), ("ko.UTF-8", .korean), ("kok_IN", .english), ("en_US", .english),
    ("C", .english), ("", .english), ("de_DE", .english),
  ])
  func aLocaleSaysTheLanguage(locale: String, language: Language) { #expect(Language(locale: locale) == language) }

  @Test func isolationComesBeforeTheFirstCommand() {
    func read(_ lines: String) -> (isIsolated: Bool, problems: [String]) {
      let (file, problems) = SessionFile.read(Array("sockplay 1\n\(lines)\n".utf8))
      return (file.isIsolated, problems.map(\.diagnostic.title))
    }
    #expect(read("# prose\n@timeout 1s\n@isolated\nsocket a tcp") == (true, []))
    #expect(read("socket a tcp") == (false, []))
    for first in ["socket a tcp", "? a.fd == 3", "repeat 2\nend"] {
      #expect(read("\(first)\n@isolated") == (false, ["@isolated must come before the first command"]))
    }
    #expect(read("@isolated now").problems == ["too many words"])
  }
}
