import Glibc
import Handles
import SessionLanguage
import Sockets
import Text

// The values of words: substitutions, data, and the errors that explain a wrong one.
extension HandleTable {
  /// `word`'s bytes with its substitutions made, at most `limit`.
  package func bytes(of word: Word, limit: Int? = nil) throws(Diagnostic) -> [UInt8] {
    let most = limit ?? limits.data
    if word.segments.count == 1, case .quoted(let bytes) = word.segments[0], bytes.count <= most { return bytes }
    var bytes: [UInt8] = []
    for segment in word.segments {
      switch segment {
      case .text(let text): bytes.append(contentsOf: text.utf8)
      case .quoted(let quoted): bytes.append(contentsOf: quoted)
      case .reference(let reference): bytes.append(contentsOf: try value(of: reference).description.utf8)
      }
      guard bytes.count <= most else { throw tooLong(word, most, isUsual: limit == nil) }
    }
    return bytes
  }

  private func tooLong(_ word: Word, _ most: Int, isUsual: Bool) -> Diagnostic {
    let (title, label) = ("this word is too long", "at most \(Size.text(most)), with the values of its braces")
    return isUsual
      ? limits.exceeded(.data, title, at: word.span, most: label) : Diagnostic(title, at: word.span, label: label)
  }

  /// `word` with its substitutions made, at most `limit` bytes.
  package func text(of word: Word, limit: Int? = nil) throws(Diagnostic) -> String {
    if let plain = word.plain { return plain }
    return String(decoding: try bytes(of: word, limit: limit), as: UTF8.self)
  }

  /// The value of `{name}` or `{name.field}`: a variable, the address that reaches a handle, or a field of a handle.
  package func value(of reference: Reference) throws(Diagnostic) -> Value {
    if let field = reference.field { return try value(of: field, name: reference.name, at: reference.span) }
    if let variable = variable(reference.name) { return .text(variable) }
    guard let handle = find(reference.name) else {
      if let value = try elsewhere?(reference) { return value }
      throw unset(reference)
    }
    guard let local = handle.endpoints.local else {
      guard handle.kind.isSocket else {
        throw Diagnostic(
          "\(reference.name) has no address", at: reference.span,
          label: "only sockets have one, and its kind is \(handle.kind.word)")
      }
      throw Diagnostic("\(reference.name) has no address yet", at: reference.span, help: "bind it first, or connect it")
        .inKorean("\(reference.name)에는 아직 주소가 없습니다", help: "먼저 bind하거나 connect하세요")
    }
    return .text("\(reachable(local, of: handle))")
  }

  /// The address of `word`, if it is only a handle in braces, and the address belongs to `domain`; nil otherwise. Saves
  /// parsing the address as text. Gains 18 % of a checked connection (instructions, 2026-11).
  func address(of word: Word, for domain: Domain) -> SocketAddress? {
    guard word.segments.count == 1, case .reference(let reference) = word.segments[0], reference.field == nil,
      variable(reference.name) == nil, let handle = find(reference.name), let local = handle.endpoints.local
    else { return nil }
    switch (local, domain) {
    case (.ipv4, .ipv4), (.ipv6, .ipv6): return reachable(local, of: handle)
    default: return nil
    }
  }

  /// Whether `reference` is the address of a handle, which does not change while the table's epoch does not. `{i}` is a
  /// number as soon as the line is repeated.
  package func isAddress(_ reference: Reference) -> Bool {
    reference.field == nil && reference.name != "i" && variable(reference.name) == nil && find(reference.name) != nil
  }

  private func variable(_ name: String) -> String? {
    if let turn, name == "i" { return "\(turn)" }
    return variables.isEmpty ? nil : variables[name]
  }

  private func value(of fieldName: String, name: String, at span: Span) throws(Diagnostic) -> Value {
    guard let handle = find(name) else {
      if name == cableName, let value = cableField(fieldName) { return value }
      if fieldName == "port", let port = port(ofVariable: name) { return .text("\(port)") }
      if fieldName == "number", let number = numberOfGone(name) { return .number(Int(number)) }
      if let value = try elsewhere?(Reference(span: span, name: name, field: fieldName)) { return value }
      throw unknownHandle(name, at: span)
    }
    guard let field = Field.named(fieldName) else { throw Self.unknownField(fieldName, at: span) }
    guard let value = field.read(handle, kernel) else {
      throw Diagnostic("\(name) has no \(fieldName) at the moment", at: span, label: "\(field.meaning)")
    }
    return value
  }

  /// The port of a variable that is an address, as that of a server to practise with is.
  private func port(ofVariable name: String) -> UInt16? {
    variable(name).flatMap { try? SocketAddress(text: $0, for: .ipv4) }.flatMap { $0.isInternet ? $0.port : nil }
  }

  /// The error for a field that there is not.
  package static func unknownField(_ name: String, at span: Span) -> Diagnostic {
    .unknown(
      "field", name, at: span,
      among: Field.all.map(\.name) + TCPField.all.map(\.name)
        + SocketOption.all.filter { $0.access != .writeOnly }.map(\.symbol),
      help: "there are " + Field.all.map(\.name).joined(separator: ", ")
        + ", the fields that tcpinfo lists, and socket options such as SO_RCVBUF")
  }

  func explain(_ problem: SocketAddress.Problem, _ text: String, at span: Span) -> Diagnostic {
    if let plain = WidePunctuation.ascii(text) {
      let address = plain.filter { $0 != "\"" && $0 != "'" }
      return .invalid(
        "address", text, at: span, label: "", help: "type: \(address)", koreanHelp: "이렇게 적으세요: \(address)")
    }
    return switch problem {
    case .noPort where find(text) != nil:
      Diagnostic("the port is missing", at: span, help: "{\(text)} in braces is the address of \(text)").inKorean(
        "포트 자리가 비어 있습니다", help: "\(text)의 주소는 중괄호로 적습니다: {\(text)}")
    case .noPort where text.hasPrefix("@"):
      .invalid(
        "address", text, at: span, label: "", help: "type: unix:\(text)", koreanHelp: "이렇게 적으세요: unix:\(text)")
    case .noPort, .badPort(""):
      Diagnostic(
        "the port is missing", at: span,
        help: "write HOST:PORT, [::1]:PORT, :PORT, unix:PATH or {handle}; see help addresses"
      ).inKorean(
        "포트 자리가 비어 있습니다",
        help: "HOST:PORT, [::1]:PORT, :PORT, unix:PATH, {handle}처럼 적으세요. help addresses에 설명이 있습니다")
    case .badPort(let port) where port.first?.isLetter == true:
      .invalid(
        "port", port, at: span, label: "0 to 65535",
        help: "getaddrinfo 127.0.0.1 \(port) shows the number of a service", koreanLabel: "0부터 65535까지",
        koreanHelp: "서비스의 번호는 getaddrinfo 127.0.0.1 \(port)로 알 수 있습니다")
    case .badPort(let port):
      .invalidNumber("port", port, at: span, label: "0 to 65535", koreanLabel: "0부터 65535까지")
    case .badHost(let host):
      .invalid(
        "address", host, at: span, label: "",
        help: "IPv4 is four numbers from 0 to 255; IPv6 is written in brackets: [::1]:80",
        koreanHelp: "IPv4는 0부터 255까지의 수 네 개, IPv6는 대괄호 안에 적습니다: [::1]:80")
    case .pathTooLong(let length, let most):
      Diagnostic("the path is too long", at: span, label: "\(length) bytes; at most \(most)")
    case .emptyPath: .missing("the path", at: span, example: "unix:/tmp/s or, as an abstract name, unix:@s")
    case .badForm(let form):
      .invalid("address", text, at: span, label: "", help: "write \(form)", koreanHelp: "이렇게 적으세요: \(form)")
    }
  }
}

// MARK: - Data

extension HandleTable {
  /// Sets a variable to a value, which is at `span`.
  package func set(_ name: String, to value: String, at span: Span) throws(Diagnostic) {
    if set(name, to: value) { return }
    throw limits.exceeded(
      .variables, "the variables would take too much memory", at: span,
      most: "at most \(Size.text(limits.variables)) in all variables together")
  }

  /// The size of the data of one call; `add` adds those of a word.
  struct Sum {
    private let limits: Limits
    private var count = 0

    init(_ table: HandleTable) { limits = table.limits }

    /// Adds `data`, the word at `span`, unless all are too much by now.
    mutating func add(_ data: [UInt8], at span: Span) throws(Diagnostic) {
      count += data.count
      guard count <= limits.data else {
        throw limits.exceeded(.data, "too much data", at: span, most: "at most \(Size.text(limits.data)) in all")
      }
    }
  }

  /// `word` as data, after substitution.
  package func data(of word: Word) throws(Diagnostic) -> [UInt8] {
    guard case .text(let head) = word.segments.first else { return try bytes(of: word) }
    if head.hasPrefix("hex:") { return try hex(try text(of: word).dropFirst(4), at: word.span) }
    if head.hasPrefix("fill:") {
      return Array(
        repeating: UInt8(ascii: "x"), count: try size(text(of: word).dropFirst(5), of: "fill:", at: word.span))
    }
    if head.hasPrefix("rep:") { return try repeated(word) }
    if head.hasPrefix("@") { return try file(String(try text(of: word).dropFirst()), at: word.span) }
    return try bytes(of: word)
  }

  private func hex(_ digits: Substring, at span: Span) throws(Diagnostic) -> [UInt8] {
    guard let bytes = [UInt8](hexDigits: digits.utf8) else {
      throw .invalid("hex digits", String(digits), at: span, label: "two digits a byte, such as hex:0d0a")
    }
    return bytes
  }

  private func size(_ text: Substring, of form: String, at span: Span) throws(Diagnostic) -> Int {
    guard let size = Size.parse(String(text)), size >= 0 else {
      throw .invalid(
        "size", String(text), at: span, label: "a number up to \(Size.text(limits.data)), such as fill:8K",
        help: NumberHint(String(text)).map { "type \(form)\($0.number)" })
    }
    if size > limits.data { throw tooMuch(at: span) }
    return size
  }

  private func tooMuch(at span: Span) -> Diagnostic {
    limits.exceeded(.data, "too much data", at: span, most: "at most \(Size.text(limits.data))")
  }

  /// `rep:3:"ab"`
  private func repeated(_ word: Word) throws(Diagnostic) -> [UInt8] {
    let parts = try bytes(of: word).split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else {
      throw .invalid(
        "data", try text(of: word), at: word.span, label: "rep takes a count and data",
        help: #"for example: rep:3:"ab""#)
    }
    let times = try size(String(decoding: parts[1], as: UTF8.self)[...], of: "rep:", at: word.span)
    let unit = parts[2]
    guard !times.multipliedReportingOverflow(by: unit.count).overflow, times * unit.count <= limits.data else {
      throw tooMuch(at: word.span)
    }
    return Array(repeatElement(unit, count: times).joined())
  }

  private func file(_ path: String, at span: Span) throws(Diagnostic) -> [UInt8] {
    touch()
    do throws(FileProblem) {
      return try FileBytes.read(path, limit: limits.data, refusesPipes: true)
    } catch {
      throw Diagnostic("cannot read \(path)", at: span, label: error.text)
    }
  }
}
