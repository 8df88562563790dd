import SessionLanguage

extension Command {
  static let note = Command(
    name: "note", group: .housekeeping, parameters: [Parameter("TEXT", .text, repeats: true)],
    summary: "Write a line for people, on the screen and into the recording.",
    korean: "읽는 사람을 위한 글을 화면과 기록에 남깁니다.",
    manual: "A line that begins with # does the same. Write quotes around a text with =, & or several spaces.",
    examples: ["note the server is silent now", #"note "5 = 3 + 2""#]
  ) { (arguments, _) throws(Diagnostic) in
    var words: [String] = []
    for index in 0..<arguments.count { words.append(try arguments.text(index)) }
    // A recording has it in one line, whatever a variable in it holds.
    return .request(.note(Literal.visible(words.joined(separator: " "))))
  }
}
