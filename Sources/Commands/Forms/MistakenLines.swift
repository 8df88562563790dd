import SessionLanguage
import Sockets
import Text

/// Lines that begin with no command, and lines in which a word is written as a remark, as the expected result, or as
/// one handle more.
enum MistakenLines {
  // MARK: The first word

  /// Refuses `cli send hello`, whose command is the second word.
  static func checkOrder(_ line: CommandLine, _ statement: Statement) throws(Diagnostic) {
    guard line.words.count > 1, isNoCommand(line.name), let next = line.words[1].plain,
      let command = Command.matching(next).first, command.name == next, command.parameters.first?.kind == .handle
    else { return }
    let spans = line.words.map(\.span)
    let rest = spans.dropFirst(2).map { String(decoding: statement.line[$0], as: UTF8.self) }
    let typed = ([next, line.name] + rest).joined(separator: " ")
    throw Diagnostic(
      "a line begins with a command", at: spans[0].lowerBound..<spans[1].upperBound, label: "\(next) is the command",
      help: "type: \(typed)"
    ).inKorean("줄은 명령으로 시작합니다", label: "명령은 \(next)입니다", help: "이렇게 적으세요: \(typed)")
  }

  /// Whether `name` may be that of a handle: it is a command at most as a beginning that leaves most of it out.
  private static func isNoCommand(_ name: String) -> Bool {
    let meant = Command.matching(name).first
    // One that shows something by itself, and means another with words after it: `c`.
    if OtherNames.has(name) { return meant?.name == name }
    if meant?.name == name || !Name.isValid(name) { return false }
    guard ForeignWords.help(name, []) == nil else { return false }
    return meant.map { name.utf8.count < 3 && [.handle, .newHandle].contains($0.parameters.first?.kind) } ?? true
  }

  /// Refuses a line whose first word is a value: `{cli}`, `x = 5`.
  static func checkFirstWord(_ line: CommandLine, _ statement: Statement) throws(Diagnostic) {
    let word = line.words[0]
    if let wide = WidePunctuation.command(statement.line) {
      let title = WidePunctuation.title(String(decoding: statement.line[wide.span], as: UTF8.self)[...])
      throw Diagnostic(title.english, at: wide.span, help: "type: \(wide.meant)").inKorean(
        title.korean, help: "반각으로 이렇게 적으세요: \(wide.meant)")
    }
    if line.name.isEmpty { throw noCommand(word, statement) }
    try checkForFile(line)
    try checkForRole(line, statement)
    if let (name, value) = assignment(line, statement) {
      let typed = "let \(name) \(value)"
      throw Diagnostic("unknown command: \(line.name)", at: word.span, help: "for a variable, type: \(typed)").inKorean(
        "없는 명령: \(line.name)", help: "변수라면 이렇게 입력하세요: \(typed)")
    }
  }

  private static func noCommand(_ word: Word, _ statement: Statement) -> Diagnostic {
    let text = String(decoding: statement.line[word.span], as: UTF8.self)
    guard let reference = word.references.first else {
      return Diagnostic(
        "a line begins with a command", at: word.span, label: "these are data", help: "to send them: send cli \(text)"
      ).inKorean("줄은 명령으로 시작합니다", label: "이것은 데이터입니다", help: "보내려면: send cli \(text)")
    }
    let (name, written) = (reference.name, reference.written)
    return Diagnostic(
      "a line begins with a command", at: word.span, label: "this is a value",
      help: "use {\(written)} inside a line, as in connect c {\(written)}; "
        + (reference.field == nil ? "state \(name) shows a handle" : "? \(written) == 0 compares it")
    ).inKorean("줄은 명령으로 시작합니다", label: "이것은 값입니다", help: "값은 줄 안에 씁니다. 예: connect c {\(written)}")
  }

  /// The variable and the value of `x = 5`, `x = "a"` and `x=5`.
  private static func assignment(_ line: CommandLine, _ statement: Statement) -> (name: String, value: String)? {
    if let set = setting(line, statement) { return set }
    guard line.words.count == 1 else { return nil }
    if let equals = line.name.firstIndex(of: "=") {
      let (name, value) = (
        String(line.name[..<equals]), String(line.name[line.name.index(after: equals)...].prefix { $0 != ";" })
      )
      return Name.isValid(name) && !value.isEmpty ? (name: name, value: value) : nil
    }
    guard Command.matching(line.name).first?.name != line.name, let expected = statement.expected,
      expected.hasPrefix("= ")
    else { return nil }
    let value = ForeignCode.withoutRemark(expected.dropFirst(2).drop { $0 == " " })
    let isText = value.hasPrefix("\"") && value.hasSuffix("\"") && !value.dropFirst().dropLast().contains("\"")
    return Int(numeral: value) != nil || isText ? (name: line.name, value: String(value)) : nil
  }

  /// `record>>lesson`, which lacks its blanks.
  private static func checkForFile(_ line: CommandLine) throws(Diagnostic) {
    guard let sign = line.name.firstIndex(of: ">"), line.words.count == 1, sign != line.name.indices.last,
      let command = Command.all.first(where: { $0.name == line.name[..<sign] }),
      command.parameters.first?.kind == .file
    else { return }
    let file = line.name[sign...]
    let rest = file.hasPrefix(">>") ? ">> \(file.dropFirst(2))" : String(file.dropFirst())
    let typed = "\(command.name) \(rest)"
    throw unknown(line, typed)
  }

  /// `server>recv conn`, which lacks the blank after its role.
  private static func checkForRole(_ line: CommandLine, _ statement: Statement) throws(Diagnostic) {
    guard let sign = line.name.firstIndex(of: ">"), Name.isValid(String(line.name[..<sign])) else { return }
    let name = String(line.name[line.name.index(after: sign)...])
    guard Command.matching(name).first?.name == name else { return }
    let rest = String(decoding: statement.line[line.words[0].span.upperBound..<line.end], as: UTF8.self)
    let typed = "\(line.name[...sign]) \(name)\(rest)"
    throw unknown(line, typed)
  }

  private static func unknown(_ line: CommandLine, _ typed: String) -> Diagnostic {
    Diagnostic("unknown command: \(line.name)", at: line.words[0].span, help: "type: \(typed)").inKorean(
      "없는 명령: \(line.name)", help: "이렇게 적으세요: \(typed)")
  }

  /// The variable and the value of `set x 5` and `set x = 5`, where no option of a socket follows `set`.
  private static func setting(_ line: CommandLine, _ statement: Statement) -> (name: String, value: String)? {
    guard line.name == "set", line.words.count > 1, let name = line.words[1].plain, Name.isValid(name) else {
      return nil
    }
    if line.words.count == 3, let value = line.words[2].plain, SocketOption.named(value) == nil,
      value.first?.isUppercase == false,
      SocketOption.Level(symbol: value) == nil || Int(numeral: value) != nil,
      // `set s keepalive` is of an option.
      !SocketOption.all.contains(where: { $0.symbol.hasSuffix("_" + value.uppercased()) })
    {
      return (name: name, value: value)
    }
    guard line.words.count == 2, let expected = statement.expected, expected.hasPrefix("= ") else { return nil }
    let value = String(expected.dropFirst(2).drop { $0 == " " })
    return value.contains(" ") ? nil : (name: name, value: value)
  }

  // MARK: What was to be a word

  static func checkRest(_ line: TypedLine) throws(Diagnostic) {
    try checkForData(line)
    try checkForAddress(line)
    try checkForValue(line)
    try checkForHandles(line)
  }

  /// `send cli ("hello")`, whose data are a remark.
  private static func checkForData(_ line: TypedLine) throws(Diagnostic) {
    guard line.place(where: { $0 == .data }) == line.count, let (text, span) = line.rest, text.hasPrefix("(\""),
      text.hasSuffix("\")")
    else { return }
    throw remark(line, String(text.dropFirst().dropLast()), at: span)
  }

  /// `bind u ("127.0.0.1", 8016)`, whose address is a remark.
  private static func checkForAddress(_ line: TypedLine) throws(Diagnostic) {
    guard line.place(where: { $0 == .address }) == line.count, let (text, span) = line.rest, text.hasPrefix("("),
      text.hasSuffix(")")
    else { return }
    let parts = text.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false).map {
      String($0.filter { !"\"' ".contains($0) })
    }
    guard parts.count == 2, UInt16(numeral: parts[1]) != nil else { return }
    throw remark(line, CAddress.joined(parts[0], parts[1]), at: span)
  }

  /// - Parameter word: What was to be the next word.
  private static func remark(_ line: TypedLine, _ word: String, at span: Span) -> Diagnostic {
    let typed = "\(line.typed) \(word)"
    return Diagnostic("text in parentheses is a remark", at: span, help: "type: \(typed)").inKorean(
      "괄호 안에 적은 것은 메모입니다", help: "이렇게 적으세요: \(typed)")
  }

  /// `setsockopt cli SO_REUSEADDR = 1`, whose value is an expected result.
  private static func checkForValue(_ line: TypedLine) throws(Diagnostic) {
    guard line.command.parameters.last?.repeats == true, line.count > 1, !line.hasByHand,
      line.command.parameters.contains(where: { $0.kind == .option }), let name = line.plain(line.count - 1),
      let option = SocketOption.named(name), option.form.wordCount.lowerBound > 0, let (text, span) = line.rest,
      text.hasPrefix("= ")
    else { return }
    let value = text.dropFirst(2).drop { $0 == " " }
    guard Int(numeral: value) != nil else { return }
    let typed = "\(line.typed) \(value)"
    throw Diagnostic(
      "the expected result follows =", at: span, label: "\(option.symbol) has no value",
      help: "type: \(typed)"
    ).inKorean("= 뒤에는 예상하는 결과를 적습니다", label: "\(option.symbol)에 값이 없습니다", help: "이렇게 적으세요: \(typed)")
  }

  /// `close a b`
  private static func checkForHandles(_ line: TypedLine) throws(Diagnostic) {
    guard line.command.wordCount.upperBound == 1, line.command.parameters[0].kind == .handle,
      (2...4).contains(line.count)
    else { return }
    // `close a close b` has one command too many.
    let names = (0..<line.count).compactMap { line.plain($0) }.filter { $0 != line.command.name }
    guard !names.isEmpty, (0..<line.count).allSatisfy({ line.plain($0) != nil }), Set(names).count == names.count,
      names.allSatisfy(Name.isValid)
    else { return }
    let lines = names.map { "\(line.command.name) \($0)" }
    throw .tooManyWords(
      at: line.span(1, line.count - 1),
      help: "\(line.command.name) takes one handle; type: \(lines.joined(separator: ", then "))"
    ).inKorean("인자가 너무 많습니다", label: "여기부터는 필요 없는 인자입니다", help: "차례로 입력하세요: \(lines.joined(separator: ", "))")
  }
}

extension TypedLine {
  /// What follows the command and its words, and where.
  fileprivate var rest: (text: String, span: Span)? {
    let end = statement.line.count
    return statement.expected.map { (text: $0, span: end - $0.utf8.count..<end) }
  }
}
