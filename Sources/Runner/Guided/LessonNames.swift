import SessionLanguage

/// What the learner calls the handles of a lesson. `srv` of the file may be `server` here.
package struct LessonNames: Sendable, Equatable {
  private var own: [String: String] = [:]
  /// The handles that there were before the step.
  package var old: Set<String> = []

  package init() {}

  package subscript(name: String) -> String? {
    get { own[name] }
    set { own[name] = newValue }
  }

  /// The learner's names.
  package var taken: Set<String> { Set(own.values) }

  /// `text` with the learner's names, outside of quotes. Words of one letter stay in prose, where they may be anything.
  package func applied(to text: String, isProse: Bool = false) -> String {
    let different = own.filter { $0.key != $0.value && !(isProse && $0.key.count == 1) }
    guard !different.isEmpty else { return text }
    var result = "", word = "", isQuoted = false
    func flush() {
      result += isQuoted && !isProse ? word : different[word] ?? word
      word = ""
    }
    for character in text {
      if character.isASCII, character.isLetter || character.isNumber || character == "_" || character == "-" {
        word.append(character)
        continue
      }
      flush()
      if character == "\"" { isQuoted.toggle() }
      result.append(character)
    }
    flush()
    return result
  }
}
