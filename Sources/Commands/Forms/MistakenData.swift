import SessionLanguage
import Sockets
import Text

/// Words that would be sent as data, or would be flags, though nobody means them so. The error says what to type. Text
/// in quotes is always sent as it is written.
enum MistakenData {
  static func check(_ line: TypedLine) throws(Diagnostic) {
    guard let place = line.command.parameters.firstIndex(where: isSent), place < line.count,
      place + 1 < line.count || !line.word(place).isQuoted
    else { return }
    try ShellSigns.check(line, place)
    try checkQuotes(line, place)
    let parameter = line.command.parameters[place]
    if parameter.kind == .message { return try MistakenParts.check(line, place) }
    try checkArgument(line, place)
    if parameter.repeats { return }
    try MistakenQuotes.check(line, place)
    try checkForm(line, place)
    try checkForAddress(line, place)
    try checkOnlyFlags(line, place)
    if case .flags(let table)? = line.command.parameter(at: place + 1)?.kind {
      try checkFlagsBefore(line, place, table)
      try checkFlag(line, place, table)
      try MistakenLength.check(line, place, table)
    }
  }

  /// Whether the parameter is data to send, and not data to wait for.
  static func isSent(_ parameter: Parameter) -> Bool {
    parameter.kind == .message || parameter.kind == .data && parameter.name == Parameter.data.name
  }

  static let quotesHelp = "quotes around all that is text"
}

// MARK: - Quotes

extension MistakenData {
  /// `send cli "{"a":1}"`, whose quotes end before the text does.
  private static func checkQuotes(_ line: TypedLine, _ place: Int) throws(Diagnostic) {
    guard let index = (place..<line.count).first(where: { line.word($0).hasTextAfterQuotes }) else { return }
    let last = (index..<line.count).last { line.text(line.span($0)).hasSuffix("\"") }
    let whole = last.map { line.text(line.span(index, $0)) } ?? ""
    let example = whole.hasPrefix("\"") && whole.utf8.count > 2 ? "\"\(escaped(whole.dropFirst().dropLast()))\"" : nil
    throw .quotesEndEarly(at: line.span(index), example: example)
  }

  /// `text` with a backslash before each quote that has none.
  private static func escaped(_ text: Substring) -> String {
    var (result, isEscaped) = ("", false)
    for character in text {
      if character == "\"", !isEscaped { result.append("\\") }
      result.append(character)
      isEscaped = character == "\\" && !isEscaped
    }
    return result
  }
}

// MARK: - Forms of data, and arguments of C

extension MistakenData {
  /// `send cli hex 0d0a`, `send cli hex:0d 0a`, `send cli fill 100`
  private static func checkForm(_ line: TypedLine, _ place: Int) throws(Diagnostic) {
    guard place + 1 < line.count, let form = line.plain(place), let value = line.plain(place + 1) else { return }
    let isHex = value.utf8.count % 2 == 0 && value.allSatisfy(\.isHexDigit)
    if isHex, form.hasPrefix("hex:") {
      throw Diagnostic(
        "hex digits are one word", at: line.span(place + 1), label: "flags go here", help: "write \(form)\(value)"
      ).inKorean("16진수는 붙여 씁니다", label: "여기는 플래그 자리입니다", help: "이렇게 적으세요: \(form)\(value)")
    }
    let isSize = line.count == place + 2 && Size.parse(value) != nil
    guard isHex && form + ":" == "hex:" || isSize && form + ":" == "fill:" else { return }
    throw Diagnostic(
      "\(form) and its value are one word", at: line.span(place, place + 1), label: "these would be letters",
      help: "write \(form):\(value), or \(quotesHelp)"
    ).inKorean(
      "\(form) 뒤의 값은 붙여 씁니다", label: "이대로는 글자로 보냅니다", help: "이렇게 적으세요: \(form):\(value)")
  }

  /// Refuses `send bob hi 127.0.0.1:9`, which would send the address as text.
  private static func checkForAddress(_ line: TypedLine, _ place: Int) throws(Diagnostic) {
    guard line.count == place + 2, line.place(where: { $0 == .address }) == nil, let text = line.plain(place + 1),
      isInternetAddress(text)
    else { return }
    throw .noAddress(
      line.command.name, at: line.span(place + 1), line.text(line.span(0, place + 1)),
      rest: "; for a text, \(quotesHelp)")
  }

  /// Whether `text` is an IPv4 or IPv6 address with its port.
  static func isInternetAddress(_ text: String) -> Bool {
    guard let first = text.utf8.first, first.isDigit || first == UInt8(ascii: "["), text.contains(":") else {
      return false
    }
    return text.wholeMatch(of: /([0-9]+\.[0-9]+\.[0-9]+\.[0-9]+|\[[0-9a-fA-F:.]+(%[a-z0-9]+)?\]):[0-9]+/) != nil
  }

  /// Arguments of the calls that send, by the names of their manual pages.
  private static let arguments: Set<String> = ["buf", "len", "count", "flags", "addr", "addrlen", "iov", "iovcnt"]

  /// `write cli x len:5`, whose argument has another name, and `send cli x flags:0`.
  private static func checkArgument(_ line: TypedLine, _ place: Int) throws(Diagnostic) {
    let index = line.count - 1
    guard index > place, let text = line.plain(index), let colon = text.firstIndex(of: ":") else { return }
    let (name, value) = (String(text[..<colon]), String(text[text.index(after: colon)...]))
    guard arguments.contains(name), Int(numeralOrHex: value) != nil || WrongPointer(word: value) != nil else { return }
    let taken = line.command.byHand.map { $0 + ":" }.joined(separator: " and ")
    let help = taken.isEmpty ? "no argument of it can be given by hand" : "by hand it takes \(taken)"
    throw Diagnostic(
      "\(line.command.name) takes no \(name):", at: line.span(index),
      help: (name == "flags" ? "write a flag by its name, such as MSG_DONTWAIT" : help) + "; for a text, \(quotesHelp)")
  }
}

// MARK: - Flags

extension MistakenData {
  /// `send cli MSG_DONTWAIT`, which has no data.
  private static func checkOnlyFlags(_ line: TypedLine, _ place: Int) throws(Diagnostic) {
    guard line.count == line.command.wordCount.lowerBound, let text = line.plain(place) else { return }
    let tables: [ConstantTable] = line.command.parameters.compactMap {
      if case .flags(let table) = $0.kind { table } else { nil }
    }
    let names = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    guard let table = tables.first, names.allSatisfy({ table.symbols.contains($0) }) else { return }
    let rest = place + 1 < line.count ? " " + line.text(line.span(place + 1, line.count - 1)) : ""
    let example = "\(line.command.name) \(line.text(line.span(0))) \"hello\"\(rest) \(text)"
    throw Diagnostic(
      "DATA is missing", at: line.span(place), label: "this is a flag",
      help: "type, for example: \(example); for these letters: \"\(text)\""
    ).inKorean("데이터 자리가 비어 있습니다", label: "이것은 플래그입니다", help: "예: \(example). 이 글자를 보내려면 \"\(text)\"")
  }

  /// `send cli MSG_OOB hello`
  private static func checkFlagsBefore(_ line: TypedLine, _ place: Int, _ table: ConstantTable) throws(Diagnostic) {
    guard line.count > place + 2 || line.plain(place + 1) != nil, let flag = line.plain(place),
      table.symbols.contains(flag)
    else { return }
    let rest = line.span(place + 1, line.count - 1), text = line.text(rest)
    let data = line.count == place + 2 || text.contains("\"") ? text : "\"\(text)\""
    let written = "\(line.command.name) \(line.text(line.span(0))) \(data) \(flag)"
    throw Diagnostic(
      "wrong order of words", at: line.span(place, line.count - 1), label: "\(line.command.name) takes DATA FLAGS",
      help: "write: \(written)"
    ).inKorean("인자의 순서가 다릅니다", label: "순서: DATA FLAGS", help: "이렇게 적으세요: \(written)")
  }

  /// `send cli x DONTWAIT`, where the flag has not its whole name, and `send cli "Hello" Bob`.
  private static func checkFlag(_ line: TypedLine, _ place: Int, _ table: ConstantTable) throws(Diagnostic) {
    let index = line.count - 1
    guard index > place, let text = line.plain(index) else { return }
    if line.word(place).isQuoted {
      guard !text.contains("_"), !text.contains("|"), !text.contains(":"), Int(numeralOrHex: text) == nil,
        !table.symbols.contains(where: { $0.hasSuffix("_" + text.uppercased()) })
      else { return }
      throw Diagnostic(
        "\(text) is no flag, and not between the quotes", at: line.span(index), label: "flags go here",
        help: "put all that is text between the same quotes, or write a flag by its name, such as MSG_DONTWAIT"
      ).inKorean(
        "\(text): 플래그도 아니고 따옴표 안에 있지도 않습니다", label: "여기는 플래그 자리입니다",
        help: "보낼 글자는 모두 한 따옴표 안에 넣고, 플래그는 MSG_DONTWAIT처럼 이름으로 적으세요")
    }
    guard text.utf8.count > 2, text == text.uppercased(),
      let symbol = table.symbols.first(where: { $0.hasSuffix("_" + text) })
    else { return }
    let before = line.text(line.line.words[0].span.lowerBound..<line.span(index - 1).upperBound)
    throw Diagnostic(
      "\(text) would be sent, too", at: line.span(index), label: "the flag is \(symbol)",
      help: "type: \(before) \(symbol), or \(quotesHelp)"
    ).inKorean("\(text)도 보내게 됩니다", label: "플래그는 \(symbol)입니다", help: "이렇게 적으세요: \(before) \(symbol)")
  }
}

extension Word {
  /// Whether it is one text between quotes, which is sent as it is written.
  var isQuoted: Bool { if case .quoted? = segments.first { segments.count == 1 } else { false } }
}
