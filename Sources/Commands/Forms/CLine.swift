import SessionLanguage

/// The line of a session that a call of C means.
package enum CLine {
  /// The statement of the line that `call`, on the line of `statement`, means.
  package static func statement(_ call: CCall, on statement: Statement, _ names: CNames) throws(Diagnostic) -> Statement
  {
    if call.name.contains(".") { throw try PythonForms.explain(call, names) }
    let line = try text(of: call, names)
    let bytes = Array(((statement.role.map { $0 + "> " } ?? "") + line).utf8)
    do throws(Diagnostic) {
      return try Parser.parse(bytes)
    } catch {
      throw error.on(bytes)
    }
  }

  private static func text(of call: CCall, _ names: CNames) throws(Diagnostic) -> String {
    try checkIsAlone(call)
    if let help = CardWords.help(call) { throw CardWords.error(call, help) }
    guard let command = command(of: call) else {
      if let help = ForeignWords.help(call.name, call.arguments.map(\.text)) {
        throw ForeignWords.error(call.name, help, at: call.span)
      }
      if OtherNames.leaving.contains(call.name), !call.arguments.isEmpty || !call.rest.isEmpty {
        throw Diagnostic(
          "\(call.name) ends a program of C or Python", at: call.span, help: "to leave sockplay, type: quit"
        )
        .inKorean("\(call.name): C나 Python 프로그램을 끝내는 함수입니다", help: "sockplay에서 나가려면 이렇게 적으세요: quit")
      }
      // A function is never a shorter form of a command.
      if let near = Command.matching(call.name).first, near.name != call.name, !OtherNames.has(call.name) {
        throw Command.unknown(call.name, at: call.span)
      }
      // Whatever is no function of sockets is read as a line with these words.
      return joined([call.name] + call.arguments.map(\.text), OtherNames.has(call.name) ? "" : call.rest)
    }
    if call.arguments.count == 1, let words = call.arguments[0].wordsWithoutComma {
      throw Diagnostic(
        "there is no comma between the arguments", at: call.arguments[0].span,
        help: "type: \(joined([command.name, words], call.rest))"
      ).inKorean("인자 사이에 쉼표가 없습니다", help: "이렇게 적으세요: \(joined([command.name, words], call.rest))")
    }
    guard let form = command.inC?.words(of: call.name) else {
      return joined([command.name] + call.arguments.map(\.text), call.rest)
    }
    let (words, unknown) = words(of: form, CWords(call.arguments, targets: call.targets, names))
    if let unknown {
      throw Diagnostic(
        unknown.title, at: unknown.span, help: "type, for example: \(joined([command.name] + words, ""))")
    }
    return joined([command.name] + words, expected(call.rest, form))
  }

  /// The words of a line. An argument without meaning here becomes an example; the first such one is `unknown`.
  static func words(of form: [CWord], _ arguments: CWords) -> (words: [String], unknown: CWords.Unknown?) {
    var words: [String] = []
    var first: CWords.Unknown?
    for word in form {
      switch arguments.meaning(of: word) {
      case .words(let meant): words += meant
      case .unknown(let unknown):
        words.append(unknown.example)
        first = first ?? unknown
      }
    }
    return (words, first)
  }

  /// Refuses `close(a); close(b);`
  private static func checkIsAlone(_ call: CCall) throws(Diagnostic) {
    let next = call.rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    guard !next.isEmpty, call.rest.dropFirst(next.count).first == "(" else { return }
    throw Diagnostic("write one call a line", at: call.span, help: "type this one, then \(call.rest)").inKorean(
      "한 줄에는 호출 하나만 적습니다", help: "이 호출 다음에 입력하세요: \(call.rest)")
  }

  /// The command that `call` means.
  private static func command(of call: CCall) -> Command? {
    guard let command = command(call.name) else { return nil }
    guard let (argument, name) = command.inC?.withoutPointer, call.arguments.indices.contains(argument),
      ["NULL", "0"].contains(call.arguments[argument].text)
    else { return command }
    return self.command(name)
  }

  /// The command that the C function `name` is called by.
  static func command(_ name: String) -> Command? {
    Command.all.first { $0.name == name || $0.inC?.names.contains(name) == true }
  }

  private static func joined(_ words: [String], _ rest: String) -> String {
    (words + [rest]).filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// What is expected: the number of a new descriptor is another one each time.
  private static func expected(_ rest: String, _ form: [CWord]) -> String {
    form.contains(where: \.isNew) ? rest.replacing(/^= [0-9]+/, with: "= fd") : rest
  }
}

extension CValue {
  /// `cli "hello"`, where the arguments of C have blanks between them as the words of a line.
  fileprivate var wordsWithoutComma: String? {
    guard case .word = kind, let blank = text.firstIndex(of: " "), Name.isValid(String(text[..<blank])),
      text[blank...].contains("\"")
    else { return nil }
    return text
  }
}
