import SessionLanguage
import Text

/// A text that somebody wrote in English, in Korean, or in both.
struct BilingualText: Sendable, Equatable {
  var english: String?
  var korean: String?

  /// As a reader of `language` has it: what is only in English is for everybody, what is only in Korean for readers of
  /// Korean.
  func text(in language: Language) -> String? { language == .korean ? korean ?? english : english }

  subscript(language: Language) -> String? {
    get { language == .korean ? korean : english }
    set { if language == .korean { korean = newValue } else { english = newValue } }
  }
}

/// A heading, or a paragraph.
struct PlayedNote: Sendable, Equatable {
  let isHeading: Bool
  var text: BilingualText
}

extension [PlayedNote] {
  /// Adds a line that was written for people. Lines of prose that follow each other are a paragraph; what follows English
  /// in Korean is the same in Korean.
  mutating func add(_ note: Statement.Body) {
    switch note {
    case .heading(let text, let language): add(text, language, isHeading: true)
    case .prose(let text, let language): add(text, language, isHeading: false)
    default: break
    }
  }

  private mutating func add(_ text: String, _ language: Language, isHeading: Bool) {
    if var last, last.isHeading == isHeading {
      if language == .korean, last.text.korean == nil {
        last.text.korean = text
        return self[count - 1] = last
      }
      if !isHeading, let before = last.text[language], language == .korean || last.text.korean == nil {
        last.text[language] = "\(before) \(text)"
        return self[count - 1] = last
      }
    }
    var note = PlayedNote(isHeading: isHeading, text: BilingualText())
    note.text[language] = text
    append(note)
  }
}
