import Handles
import SessionLanguage
import Sockets
import Text

/// The arguments of a call of C, as words of a session's line.
struct CWords {
  /// Those that are there, by their index in C.
  private let arguments: [CValue?]
  /// The variables that the result is assigned to.
  private let targets: [String]
  let names: CNames

  init(_ arguments: [CValue?], targets: [String], _ names: CNames) {
    self.arguments = arguments
    self.targets = targets
    self.names = names
  }

  enum Meaning {
    case words([String])
    case unknown(Unknown)

    static let none = Meaning.words([])
    static func word(_ text: String) -> Meaning { .words([text]) }
  }

  /// An argument that has no meaning outside its C program, and an example to type instead.
  struct Unknown {
    let title: String
    let span: Span?
    let example: String
  }

  func argument(_ index: Int) -> CValue? { arguments.indices.contains(index) ? arguments[index] : nil }

  func meaning(of word: CWord) -> Meaning {
    switch word {
    case .new: return (targets.first ?? names.fresh()).map { .word($0) } ?? .none
    case .newNamed(let index):
      return (targets.first ?? name(index) ?? names.fresh()).map { .word($0) } ?? .none
    case .newPair(let index, let first, let second): return .words(pair(argument(index), first, second))
    case .handle(let index): return with(index, handle)
    case .watched(let index):
      return with(index) {
        names.handle(Int32($0.text) ?? -1) == nil && Int32($0.text) != nil ? .word($0.text) : handle($0)
      }
    case .constant(let index): return with(index, constantOrField)
    case .setting(let index): return setting(index)
    case .flags(let index): return with(index) { $0.text == "0" ? .none : .word(Self.flags($0)) }
    case .number(let index): return with(index, number)
    case .named(let index, let name): return with(index) { named(name, number($0)) }
    case .data(let index): return with(index) { data($0, length: argument(index + 1)) }
    case .bytes(let index): return with(index) { data($0, length: nil) }
    case .address(let index): return with(index) { address($0, next: argument(index + 1)) }
    case .option(let index): return with(index) { option($0, named: argument(index - 1)?.text) }
    case .text(let index): return with(index) { .word(Self.inDoubleQuotes($0.text)) }
    case .hints(let index): return with(index, hints)
    case .offset(let index): return with(index, offset)
    case .softLimit(let index): return with(index, softLimit)
    case .elsewhere(let example):
      return .unknown(Unknown(title: "another call says what is missing here", span: nil, example: example))
    default: return waiting(word)
    }
  }

  /// The meaning of the calls that wait for several descriptors, and of messages.
  private func waiting(_ word: CWord) -> Meaning {
    switch word {
    case .polled(let index): with(index, polled)
    case .selected(let index, let set): with(index) { selected($0, set) }
    case .event(let index): with(index, event)
    case .timeout(let index): with(index) { $0.text == "-1" ? .none : number($0) }
    case .time(let index): with(index, time)
    case .mask(let index): with(index, mask)
    case .signals(let index): with(index, signals)
    case .lengths(let index): with(index, lengths)
    case .buffers(let index): with(index, buffers)
    case .message(let index): with(index, messages)
    case .messageOut(let index): with(index, messageOut)
    default: .none
    }
  }

  private func with(_ index: Int, _ read: (CValue) -> Meaning) -> Meaning { argument(index).map(read) ?? .none }
}

// MARK: - Handles, numbers, constants

extension CWords {
  /// `value` has no meaning here; `example` is what to type instead.
  static func unknown(_ value: CValue, _ example: String) -> Meaning {
    let isName =
      value.text.first?.isNumber != true
      && value.text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "&" || $0 == "." }
    let what = isName ? "is a name of the C program, which has no value here" : "has no value here"
    return .unknown(Unknown(title: "\(Literal.visible(value.text)) \(what)", span: value.span, example: example))
  }

  func handle(_ value: CValue) -> Meaning {
    // With -y, strace shows what a descriptor is: 3<TCP:[127.0.0.1:80->127.0.0.1:50000]>.
    let digits = value.text.prefix { $0.isNumber }
    let isShown = value.text.dropFirst(digits.count).first == "<"
    if let number = Int32(numeral: isShown ? String(digits) : value.text) {
      if let name = names.handle(number) { return .word(name) }
      return .unknown(Unknown(title: "no handle has descriptor \(number)", span: value.span, example: "fd:\(number)"))
    }
    return Name.isValid(value.text) ? .word(value.text) : Self.unknown(value, "srv")
  }

  /// Python has single quotes, too.
  private static func inDoubleQuotes(_ text: String) -> String {
    text.utf8.count > 1 && text.hasPrefix("'") && text.hasSuffix("'") ? text.dropFirst().dropLast().inQuotes : text
  }

  /// Constants as they stand; Python has them in its module.
  static func constant(_ value: CValue) -> String {
    let parts = value.text.filter { $0 != " " && $0 != "\t" }.replacing("socket.", with: "").split(separator: "|")
    return parts.map { $0.hasPrefix("0x") ? Int(numeralOrHex: String($0)).map { "\($0)" } ?? String($0) : String($0) }
      .joined(separator: "|")
  }

  /// A constant; of a struct addrinfo, what it usually has.
  private func constantOrField(_ value: CValue) -> Meaning {
    let usual = ["ai_family": "AF_INET", "ai_socktype": "SOCK_STREAM", "ai_protocol": "0"]
    guard let field = usual.first(where: { value.text.hasSuffix("->\($0.key)") || value.text.hasSuffix(".\($0.key)") })
    else { return .word(Self.constant(value)) }
    return Self.unknown(value, field.value)
  }

  /// The same, where a number alone is in hex: a decimal one would be taken for a length.
  private static func flags(_ value: CValue) -> String {
    let text = constant(value)
    return UInt32(numeral: text).map { "0x" + String($0, radix: 16) } ?? text
  }

  /// Numbers that <sys/socket.h> and <stdio.h> have names for.
  private static let numbers = ["SOMAXCONN": 4096, "BUFSIZ": 8192]

  func number(_ value: CValue) -> Meaning {
    if let number = Int(numeralOrHex: value.text) ?? Self.numbers[value.text] { return .word("\(number)") }
    return Self.unknown(value, "1024")
  }

  /// A pointer to an offset, which cards show as `[0]`.
  private func offset(_ value: CValue) -> Meaning {
    if value.text == "NULL" { return .word(value.text) }
    return value.elements?.first.map(number) ?? Self.unknown(value, "0")
  }

  private func softLimit(_ value: CValue) -> Meaning {
    value.field("rlim_cur").map(number) ?? Self.unknown(value, "64")
  }

  /// `size:1024`
  private func named(_ name: String, _ number: Meaning) -> Meaning {
    guard case .words(let digits) = number else { return number }
    return .words(digits.map { "\(name):\($0)" })
  }

  /// The text that an argument is, where a new handle may be called so.
  private func name(_ index: Int) -> String? {
    let text = argument(index).map(CAddress.unquoted) ?? ""
    return Name.isValid(text) && names.isFree(text) ? text : nil
  }

  private func pair(_ value: CValue?, _ first: String, _ second: String) -> [String] {
    if targets.count == 2 { return targets }
    if let value, case .word = value.kind, Name.isValid(value.text) { return [value.text + "0", value.text + "1"] }
    var number = 1
    while true {
      let ending = number == 1 ? "" : "\(number)"
      if names.isFree(first + ending), names.isFree(second + ending) { return [first + ending, second + ending] }
      number += 1
    }
  }

  /// The third argument of fcntl and ioctl. What they read is no word of the line.
  private func setting(_ index: Int) -> Meaning {
    guard let value = argument(index), let asked = argument(index - 1)?.text, !asked.hasPrefix("F_GET") else {
      return .none
    }
    switch IORequest.named(asked)?.form {
    case .number?, .owner?, .time?: return .none
    case .interface?: return value.field("ifr_name").map { .word($0.text) } ?? Self.unknown(value, "lo")
    case .interfaceName?: return value.field("ifr_ifindex").map { .word($0.text) } ?? Self.unknown(value, "1")
    case .flag?, .newOwner?:
      return value.elements?.first.map { .word($0.text) }
        ?? (Int(value.text) == nil ? Self.unknown(value, "on") : .word(value.text))
    case nil: return .word(Self.flagsToSet(value))
    }
  }

  /// What `flags | O_NONBLOCK` sets, and `flags & ~O_NONBLOCK` clears: what was read before is no word of the line.
  private static func flagsToSet(_ value: CValue) -> String {
    let text = constant(value), parts = text.split(separator: "|")
    if text == "getpid()" { return "self" }
    if text.contains("&~") { return "0" }
    let named = parts.filter { $0.allSatisfy { $0.isUppercase || $0.isNumber || $0 == "_" || $0 == "-" } }
    return named.isEmpty ? text : named.joined(separator: "|")
  }
}

// MARK: - Data and addresses

extension CWords {
  /// The first `length` bytes of `value`, as a C call sends them; all of them if `length` is nil.
  func data(_ value: CValue, length: CValue?) -> Meaning {
    guard case .string(let word, let isCut) = value.kind else { return Self.unknown(value, "\"text\"") }
    if isCut {
      return .unknown(
        Unknown(title: "a card shows only the beginning of these data", span: value.span, example: "fill:8M"))
    }
    let quoted = word.segments.map { if case .quoted(let bytes) = $0 { bytes } else { [UInt8]?.none } }
    let bytes = quoted.contains { $0 == nil } ? nil : Array(quoted.compactMap { $0 }.joined())
    let all = bytes.map { Literal.text($0) } ?? value.text
    guard let length, let bytes else { return .word(all) }
    if case .call("strlen", _) = length.kind { return .word(all) }
    // The text of C ends with a NUL, which sizeof counts.
    let count = if case .call("sizeof", _) = length.kind { bytes.count + 1 } else { Int(numeralOrHex: length.text) }
    guard let count else { return Self.unknown(length, all) }
    guard count >= 0 else {
      return .unknown(Unknown(title: "invalid length: \(length.text)", span: length.span, example: all))
    }
    guard count <= bytes.count + 1 else {
      let title = "\(length.text) bytes are more than this text has"
      return .unknown(Unknown(title: title, span: length.span, example: all))
    }
    return .word(Literal.text((bytes + [0]).prefix(count)))
  }

  /// `value` as an address; the port may be the argument after it.
  func address(_ value: CValue, next: CValue? = nil) -> Meaning {
    CAddress.text(of: value, next: next).map { .word($0) } ?? Self.unknown(value, "127.0.0.1:8080")
  }
}
