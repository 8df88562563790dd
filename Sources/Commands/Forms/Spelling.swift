import SessionLanguage
import Sockets
import Text

/// Lines as people write them: `bind srv 12345`, `listen srv,5`, `exit`. The line that is meant runs, is shown and is
/// recorded in its place.
package enum Spelling {
  /// The statement of the line that `statement` means; nil where it means itself.
  package static func meant(by statement: Statement) throws(Diagnostic) -> Statement? {
    guard var line = statement.command else { return nil }
    var (meant, count) = (statement, 0)
    let first = line.words[0].span
    while true {
      let found: [UInt8]?
      do throws(Diagnostic) { found = try edited(meant, line) } catch {
        throw count == 0 ? error : error.on(meant.line)
      }
      guard let next = found else { break }
      guard count < mostEdits else {
        throw Diagnostic(
          "too many mistakes in one line", at: first, help: "help \(line.name) shows how it is written")
      }
      do throws(Diagnostic) { meant = try Parser.parse(next) } catch { throw error.on(next) }
      guard let command = meant.command else { break }
      (line, count) = (command, count + 1)
    }
    return count == 0 ? nil : meant
  }

  /// A line has fewer slips than that.
  private static let mostEdits = 16

  /// The line after the first edit that it needs; nil for none.
  private static func edited(_ statement: Statement, _ line: CommandLine) throws(Diagnostic) -> [UInt8]? {
    if let bare = MistakenSigns.withoutSemicolon(line, statement) { return bare }
    try MistakenLines.checkOrder(line, statement)
    if let other = try OtherNames.line(line, statement) { return other }
    try MistakenLines.checkFirstWord(line, statement)
    let command = try Command.find(line.name, at: line.words[0].span)
    let typed = TypedLine(statement: statement, line: line, command: command)
    if line.name != command.name { return typed.with(.init(span: line.words[0].span, text: command.name)) }
    try MistakenLines.checkRest(typed)
    try MistakenSigns.check(typed)
    guard typed.count > 0 else { return nil }
    if let moved = typed.onHost { return moved }
    return try edit(typed).map { typed.with($0) }
  }

  /// The first edit that `line` needs.
  private static func edit(_ line: TypedLine) throws(Diagnostic) -> TypedLine.Edit? {
    if let edit = punctuation(line) ?? WordsOfC.parting(line) { return edit }
    if let edit = try pipe(line) { return edit }
    try MistakenData.check(line)
    for rule in [WordsOfC.edit, kind, swappedKind, address, length, data, flags] {
      if let edit = rule(line) { return edit }
    }
    return nil
  }
}

// MARK: - Signs between words

extension Spelling {
  /// `listen srv,5`, `connect cli, 127.0.0.1, 80`, `close srv;`
  private static func punctuation(_ line: TypedLine) -> TypedLine.Edit? {
    for (index, word) in line.words.enumerated() {
      let (start, end) = (word.span.lowerBound, word.span.upperBound)
      if line.statement.line[end - 1] == UInt8(ascii: ";"), index == line.count - 1, endsPlainly(word) {
        let before = end - start > 1 ? end - 1 : index > 0 ? line.span(index - 1).upperBound : start
        return .init(span: before..<end, text: "")
      }
      if line.statement.line[end - 1] == UInt8(ascii: ","), end - start > 1, endsPlainly(word),
        mayEndInComma(word, line, index)
      {
        return .init(span: end - 1..<end, text: "")
      }
      guard let text = word.plain, mayHaveComma(line.command.parameter(at: index)?.kind), !text.hasPrefix("unix:"),
        let comma = line.statement.line[word.span].firstIndex(of: UInt8(ascii: ","))
      else { continue }
      if let edit = commas(text, word.span, first: comma, line.command.parameter(at: index)?.kind) { return edit }
    }
    return nil
  }

  /// `1,000`, `POLLIN,POLLOUT` and `srv,5`, whose first comma is at `first`.
  private static func commas(_ text: String, _ span: Span, first: Int, _ kind: Parameter.Kind?) -> TypedLine.Edit? {
    if WordsOfC.joinsEvents(text) { return .init(span: first..<first + 1, text: "|") }
    if kind == .integer, text.utf8.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ",") }) {
      if WordsOfC.isThousands(text) { return .init(span: span, text: text.replacing(",", with: "")) }
      // A length and flags of 0 may be two words.
      if !text.hasSuffix(",0") { return nil }
    }
    return .init(span: first..<first + 1, text: " ")
  }

  /// Whether a comma after `word` is not part of it: data have it after their quotes.
  private static func mayEndInComma(_ word: Word, _ line: TypedLine, _ index: Int) -> Bool {
    let kind = line.command.parameter(at: index)?.kind
    return mayHaveComma(kind) || kind == .data && word.segments.count == 2 && word.segments[1] == .text(",")
  }

  private static func endsPlainly(_ word: Word) -> Bool { if case .text? = word.segments.last { true } else { false } }

  /// Whether a comma in a word of this kind can only stand between two words.
  private static func mayHaveComma(_ kind: Parameter.Kind?) -> Bool {
    switch kind {
    case .handle, .newHandle, .address, .integer, .flags, .choice, .kind, .option, .polled: true
    default: false
    }
  }

  /// `sockets | grep 12346`, `help | less`
  private static func pipe(_ line: TypedLine) throws(Diagnostic) -> TypedLine.Edit? {
    guard let bar = (0..<line.count).first(where: { line.plain($0) == "|" }), bar + 1 < line.count else { return nil }
    let program = line.plain(bar + 1) ?? ""
    // Between flags, a bar is theirs.
    let takesFlags = line.place(where: { if case .flags = $0 { true } else { false } }) != nil
    if takesFlags, !Command.all.contains(where: { $0.name == program }) { return nil }
    let whole = line.span(bar, line.count - 1)
    if ["less", "more", "cat", "head", "tail"].contains(program) { return .init(span: whole, text: "") }
    let isFiltered = line.command.parameters.contains { $0.name == "FILTER" || $0.name == "PATTERN" }
    if program == "grep", isFiltered {
      let wanted = (bar + 2..<line.count).filter { line.plain($0)?.hasPrefix("-") != true }
      return .init(span: whole, text: wanted.map { line.text(line.span($0)) }.joined(separator: " "))
    }
    var help = "sockets 12346 shows what has a port, options srv BUF the options of a name"
    var korean = "sockets 12346은 그 포트의 소켓을, options srv BUF는 그 이름의 옵션을 보여 줍니다"
    if let command = Command.all.first(where: { $0.name == program }), command.parameters.first?.kind == .handle,
      let name = line.plain(0)
    {
      (help, korean) = ("type: \(program) \(name)", "이렇게 적으세요: \(program) \(name)")
    }
    throw Diagnostic(
      "there are no pipes of the shell here", at: whole, label: "not part of the line", help: help
    ).inKorean("셸의 파이프는 쓸 수 없습니다", label: "이 부분은 빼세요", help: korean)
  }
}

// MARK: - Kinds and addresses

extension Spelling {
  private static let kinds = [
    "stream": "tcp", "tcp4": "tcp", "dgram": "udp", "datagram": "udp", "udp4": "udp", "local": "unix",
    "unix-stream": "unix", "seqpacket": "unix-seqpacket",
  ]

  /// `socket srv TCP`, `socket srv AF_INET SOCK_STREAM`
  private static func kind(_ line: TypedLine) -> TypedLine.Edit? {
    guard let first = line.place(where: { $0 == .kind }) else { return nil }
    if let edit = joinedKind(line, first) { return edit }
    for index in 0..<min(first + 1, line.count) {
      guard let text = line.plain(index), index >= first || SocketKind.begins(with: text.lowercased()) else { continue }
      let lower = text.lowercased()
      let meant = lower.hasPrefix("af_") || lower.hasPrefix("pf_") ? text.uppercased() : kinds[lower] ?? lower
      // A first word may be the name of the handle, which stays as it is.
      if index < first, index + 1 < line.count || first > 1 { continue }
      if meant != text, SocketKind.begins(with: meant) { return .init(span: line.span(index), text: meant) }
    }
    let last = line.count - 1
    guard last > 0, let family = line.plain(last - 1), ConstantTable.families.value(family) != nil, Int(family) == nil,
      line.plain(last)?.hasPrefix("SOCK_") == true
    else { return nil }
    return .init(span: line.span(last), text: line.text(line.span(last)) + " 0")
  }

  private static let types = [
    "unix dgram": "unix-dgram", "unix datagram": "unix-dgram", "unix stream": "unix",
    "unix seqpacket": "unix-seqpacket", "local dgram": "unix-dgram", "local stream": "unix", "tcp stream": "tcp",
    "udp dgram": "udp",
  ]

  /// `socket s unix dgram`
  private static func joinedKind(_ line: TypedLine, _ first: Int) -> TypedLine.Edit? {
    guard line.count == first + 2, let family = line.plain(first), let type = line.plain(first + 1),
      let kind = types["\(family) \(type)".lowercased()]
    else { return nil }
    return .init(span: line.span(first, first + 1), text: kind)
  }

  /// `socket tcp srv`
  private static func swappedKind(_ line: TypedLine) -> TypedLine.Edit? {
    guard line.count == 2, line.place(where: { $0 == .kind }) == 1, let kind = line.plain(0), let name = line.plain(1),
      SocketKind.words.contains(where: { $0.word == kind.lowercased() }), Name.isValid(name), !name.hasPrefix("SOCK_"),
      !SocketKind.begins(with: name.lowercased())
    else { return nil }
    return .init(span: line.span(0, 1), text: "\(name) \(kind.lowercased())")
  }

  /// `bind srv 12345`, `connect cli 127.0.0.1 80`, `bind a /tmp/s`
  private static func address(_ line: TypedLine) -> TypedLine.Edit? {
    guard let place = line.place(where: { $0 == .address }), let text = line.plain(place) else { return nil }
    let colons = text.count { $0 == ":" }
    if let port = line.plain(place + 1), UInt16(numeral: port) != nil, colons != 1, !text.hasSuffix("]"),
      colons == 0 || !text.hasPrefix("[") || colons > 1 && text.hasSuffix("]")
    {
      return .init(span: line.span(place, place + 1), text: CAddress.joined(text, port))
    }
    if text.hasPrefix("["), text.hasSuffix("]"), let port = line.plain(place + 1), UInt16(numeral: port) != nil {
      return .init(span: line.span(place, place + 1), text: "\(text):\(port)")
    }
    if UInt16(numeral: text) != nil { return .init(span: line.span(place), text: "localhost:\(text)") }
    if text.hasPrefix("/") { return .init(span: line.span(place), text: "unix:\(text)") }
    if text.hasPrefix("*:") { return .init(span: line.span(place), text: String(text.dropFirst())) }
    return nil
  }
}

// MARK: - Data, lengths and flags

extension Spelling {
  /// `recv c MSG_DONTWAIT`, where the length is missing.
  private static func length(_ line: TypedLine) -> TypedLine.Edit? {
    guard let place = line.command.parameters.firstIndex(where: { $0.kind == .integer && $0.isOptional }),
      case .flags(let table)? = line.command.parameter(at: place + 1)?.kind, let text = line.plain(place),
      Int(numeral: text) == nil, symbol(text, in: table) != nil,
      // Where a length follows, only the order is wrong.
      line.plain(place + 1).flatMap({ Int(numeral: $0) }) == nil
    else { return nil }
    return .init(span: line.span(place), text: "\(Parameter.usualLength) \(text)")
  }

  /// `send cli Hello Bob` and `send cli 'Hello'`, where the quotes are missing or others.
  private static func data(_ line: TypedLine) -> TypedLine.Edit? {
    guard let place = line.place(where: { $0 == .data || $0 == .value }), place < line.count,
      !line.command.parameters.contains(where: \.repeats)
    else { return nil }
    let last = lastOfData(line, place)
    guard last >= place, (place...last).allSatisfy({ line.plain($0) != nil }) else { return nil }
    let text = line.text(line.span(place, last))
    if text.hasPrefix("'"), text.hasSuffix("'"), text.utf8.count > 1 {
      return quoted(text.dropFirst().dropLast(), line, place, last)
    }
    let isData = Literal.forms.contains { text.hasPrefix($0) }
    return last == place || isData ? nil : quoted(text[...], line, place, last)
  }

  private static func quoted(_ text: Substring, _ line: TypedLine, _ first: Int, _ last: Int) -> TypedLine.Edit {
    .init(span: line.span(first, last), text: text.inQuotes)
  }

  /// The last of the words that can only be data: those after it are what the command takes besides.
  private static func lastOfData(_ line: TypedLine, _ place: Int) -> Int {
    var last = line.count - 1
    let others = line.command.parameters[(place + 1)...]
    for parameter in others.reversed() where last > place {
      guard parameter.isOptional else {
        last -= 1
        continue
      }
      let fits = fits(line.plain(last), parameter.kind) && last - place <= others.count
      if fits || isSymbol(line.plain(last)) { last -= 1 }
    }
    // Words with an address among them are not only data.
    let needsAddress = others.contains { !$0.isOptional }
    return needsAddress && line.plain(last)?.contains(":") == true ? place : last
  }

  private static func isSymbol(_ text: String?) -> Bool { text?.contains("_") == true && text == text?.uppercased() }

  private static func fits(_ text: String?, _ kind: Parameter.Kind) -> Bool {
    guard let text else { return kind == .integer }
    return switch kind {
    case .flags(let table): text.split(separator: "|").allSatisfy { table.value(String($0)) != nil }
    case .integer: Size.parse(text) != nil
    default: true
    }
  }

  /// `recv c 64 MSG_PEEK | MSG_DONTWAIT`, `recv c 64 peek`
  private static func flags(_ line: TypedLine) -> TypedLine.Edit? {
    guard let place = line.command.parameters.lastIndex(where: { if case .flags = $0.kind { true } else { false } }),
      place < line.count, case .flags(let table) = line.command.parameters[place].kind
    else { return nil }
    var symbols: [String] = []
    for index in place..<line.count {
      guard let text = line.plain(index) else { return nil }
      let isOnly = place == line.count - 1
      for part in text.split(separator: "|", omittingEmptySubsequences: !isOnly).map(String.init) {
        guard let symbol = symbol(part, in: table) else { return nil }
        symbols.append(symbol)
      }
    }
    // A number is no flag among others, unless somebody has joined them.
    if place < line.count - 1, symbols.contains(where: { Int(numeral: $0) ?? 0 > 0 }) { return nil }
    let span = line.span(place, line.count - 1)
    let meant = symbols.joined(separator: "|")
    let isSame = line.count - 1 == place && line.text(span).uppercased() == meant
    return isSame || symbols.isEmpty ? nil : .init(span: span, text: meant)
  }

  /// The constant of `table` that `text` means, also without what all of them begin with; a number as it stands.
  private static func symbol(_ text: String, in table: ConstantTable) -> String? {
    if Int(numeral: text) != nil { return text }
    let upper = text.uppercased()
    if table.symbols.contains(upper) { return upper }
    let ends = table.symbols.filter { $0.hasSuffix("_" + upper) }
    return ends.count == 1 ? ends[0] : nil
  }
}
