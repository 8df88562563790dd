import SessionLanguage

/// Lines of Python, which are not run: the error says what to type for them.
enum PythonForms {
  private static let module = "socket"

  /// Methods that have another name here, with what follows the handle.
  private static let methods: [String: (name: String, words: [String])] = [
    "setblocking": ("nonblock", ["on"]), "fileno": ("state", []), "connect_ex": ("connect", []),
    "recv_into": ("recv", []), "makefile": ("recv", []),
  ]

  /// The error for `call`, such as `cli.send(b"Hello")` or `s = socket.socket()`.
  static func explain(_ call: CCall, _ names: CNames) throws(Diagnostic) -> Diagnostic {
    let parts = call.name.split(separator: ".").map(String.init)
    let (receiver, method) = (parts.dropLast().joined(separator: "."), parts.last ?? "")
    let isModule = receiver == module || receiver.isEmpty
    guard
      let line = PythonLines.line(method, of: receiver, call, names)
        ?? (isModule ? function(method, call, names) : self.line(method, of: receiver, call, names))
    else {
      return Diagnostic(
        "this is a call of another language", at: call.span, label: "\(method) has no command here",
        help: "help lists the commands"
      ).inKorean("다른 언어의 호출입니다", label: "\(method)에 맞는 명령이 없습니다", help: "help를 입력하면 명령이 모두 나옵니다")
    }
    return Diagnostic("this is a call of another language", at: call.span, help: "type: \(line)").inKorean(
      "다른 언어의 호출입니다", help: "이렇게 적으세요: \(line)")
  }

  /// The line for a function of Python's module: socket() has its arguments by default.
  private static func function(_ name: String, _ call: CCall, _ names: CNames) -> String? {
    guard let command = CLine.command(name), let form = command.inC else { return nil }
    let target = call.targets.first ?? (form.words.contains(where: \.isNew) ? "s" : nil)
    if call.arguments.isEmpty, let target {
      return "\(command.name) " + (call.targets.count > 1 ? call.targets.joined(separator: " ") : "\(target) tcp")
    }
    var arguments: [CValue?] = call.arguments
    let zero = CValue(span: call.span, text: "0", kind: .word)
    if target != nil { while arguments.count < 3 { arguments.append(arguments.count == 1 ? stream(call) : zero) } }
    let targets = call.targets.isEmpty ? [target].compactMap { $0 } : call.targets
    let words = CLine.words(of: form.words, CWords(arguments, targets: targets, names)).words
    return ([command.name] + words).joined(separator: " ")
  }

  private static func stream(_ call: CCall) -> CValue { CValue(span: call.span, text: "SOCK_STREAM", kind: .word) }

  /// The line for a method of a socket: its arguments are those of C without the descriptor and without lengths.
  private static func line(_ method: String, of receiver: String, _ call: CCall, _ names: CNames) -> String? {
    if let other = methods[method] {
      let given = call.arguments.first.map { [CWords.constant($0)] } ?? []
      let isOff = method.hasPrefix("setb") && !["False", "0"].contains(given.first ?? "")
      let words = isOff ? ["off"] : other.words
      let rest = other.words.isEmpty && CLine.command(other.name)?.inC != nil ? nil : [other.name, receiver] + words
      if let rest { return rest.joined(separator: " ") }
    }
    let name = methods[method]?.name ?? method
    guard let command = CLine.command(name), let form = command.inC else { return nil }
    var arguments: [CValue?] = [CValue(span: call.span, text: receiver, kind: .word)]
    var given = call.arguments[...]
    for index in form.words.compactMap(\.argument) where index > 0 {
      while arguments.count <= index { arguments.append(nil) }
      arguments[index] = given.popFirst()
    }
    let words = CLine.words(of: form.words, CWords(arguments, targets: call.targets, names)).words
    return ([command.name] + words).joined(separator: " ")
  }
}

extension CWord {
  /// The argument of C that it is made of.
  fileprivate var argument: Int? {
    switch self {
    case .handle(let index), .constant(let index), .flags(let index), .number(let index), .data(let index),
      .bytes(let index), .address(let index), .option(let index), .lengths(let index), .buffers(let index):
      index
    default: nil
    }
  }
}
