import SessionLanguage
import Text

/// Signs in the wrong place, or of other languages: `recv d -> {x}`, `nonblock cli=on`, `close a; close b`.
enum MistakenSigns {
  static func check(_ line: TypedLine) throws(Diagnostic) {
    try checkCapture(line)
    try checkEquals(line)
    try checkMode(line)
    if line.command.parameters.allSatisfy({ hasNoSigns($0.kind) }) { try ShellSigns.checkCommands(line) }
  }

  /// `exit;`
  static func withoutSemicolon(_ line: CommandLine, _ statement: Statement) -> [UInt8]? {
    guard line.words.count == 1, line.name.last == ";" else { return nil }
    let name = String(line.name.dropLast())
    guard OtherNames.has(name) || Command.matching(name).first?.name == name else { return nil }
    var bytes = statement.line
    bytes.remove(at: line.words[0].span.upperBound - 1)
    return bytes
  }

  /// `recv d 10 -> {x}`, which lacks a result before what is kept.
  private static func checkCapture(_ line: TypedLine) throws(Diagnostic) {
    let index = line.count - 2
    guard index > 0, line.plain(index) == "->", line.word(index + 1).loneReference != nil, line.command.makesCall,
      line.statement.expected == nil, !line.command.parameters.contains(where: MistakenData.isSent)
    else { return }
    let before = line.text(line.line.words[0].span.lowerBound..<line.span(index - 1).upperBound)
    let typed = "\(before) = * \(line.text(line.span(index, index + 1)))"
    throw Diagnostic(
      "the result is missing before ->", at: line.span(index), label: "a variable keeps what comes with a result",
      help: "type: \(typed)"
    ).inKorean("-> 앞에 결과가 없습니다", label: "변수에는 결과와 함께 온 것이 들어갑니다", help: "이렇게 적으세요: \(typed)")
  }

  /// `nonblock cli=on`, `setsockopt cli SO_REUSEADDR=1`
  private static func checkEquals(_ line: TypedLine) throws(Diagnostic) {
    for index in 0..<line.count {
      guard let kind = line.command.parameter(at: index)?.kind, kind == .handle || kind == .option,
        let text = line.plain(index), let equals = text.firstIndex(of: "="), Name.isValid(String(text[..<equals])),
        equals != text.indices.last
      else { continue }
      let words = text.replacing("=", with: " ")
      let edited = line.with(.init(span: line.span(index), text: words))
      let typed = String(decoding: edited[line.statement.start...], as: UTF8.self)
      throw Diagnostic(
        "there is no = between words", at: line.span(index), label: "separate them with a blank", help: "type: \(typed)"
      ).inKorean("말 사이에는 =를 쓰지 않습니다", label: "빈칸으로 나눕니다", help: "이렇게 적으세요: \(typed)")
    }
  }

  /// `nonblock cli true`
  private static func checkMode(_ line: TypedLine) throws(Diagnostic) {
    guard let index = line.place(where: { $0 == .choice(OnOff.words) }), let text = line.plain(index),
      let mode = OnOff.meant(by: text)
    else { return }
    let edited = line.with(.init(span: line.span(index), text: mode))
    let typed = String(decoding: edited[line.statement.start...], as: UTF8.self)
    throw .invalid(
      "mode", text, at: line.span(index), label: OnOff.words.joined(separator: " or "), help: "type: \(typed)")
  }

  /// Whether a word of this kind can have no sign of a shell in it.
  private static func hasNoSigns(_ kind: Parameter.Kind) -> Bool {
    switch kind {
    case .handle, .newHandle, .job, .jobOrAny, .integer, .flags, .choice, .kind, .option, .polled, .selected: true
    case .newVariable, .address, .data, .file, .text, .value, .process, .message, .messageOut: false
    }
  }
}
