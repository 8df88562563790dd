import Sockets

/// The lines of a Python program, and what they need before them.
struct PythonBody {
  private(set) var lines: [String] = []
  private(set) var helpers: Set<String> = []
  private(set) var modules: Set<String> = ["socket"]
  private let program: Program
  private let names: [String]
  /// Headings and prose that are not put yet.
  private var paragraphs: [String] = []

  /// - Parameter names: The variable of each handle.
  init(_ program: Program, names: [String]) { (self.program, self.names) = (program, names) }

  mutating func add(_ item: ProgramItem) {
    switch item.kind {
    case .heading(let text): return paragraphs += (paragraphs.isEmpty ? [] : [""]) + [text, ""]
    case .prose(let text): return paragraphs.append(text)
    case .remark, .call, .begin, .finish, .sleep, .removal: putProse()
    }
    if !item.comment.isEmpty { lines += [""] + PythonLiteral.comment(item.comment) }
    for handle in item.asks { ask(handle) }
    switch item.kind {
    case .call(let call): add(call)
    case .begin(let call, let job):
      helpers.insert("Job")
      if let expression = expression(call) { lines.append("job\(job) = Job(lambda: \(expression.text))") }
    case .finish(let call, let job, _):
      guard var expression = expression(call) else { return }
      expression.text = "job\(job).finish()"
      conclude(call, expression)
    case .sleep(let milliseconds):
      modules.insert("time")
      lines.append("time.sleep(\(Double(milliseconds) / 1000))")
    case .removal(let path):
      modules.formUnion(["contextlib", "os"])
      lines += ["with contextlib.suppress(FileNotFoundError):", "    os.unlink(\(PythonLiteral.bytes(path)))"]
    default: break
    }
    lines += item.settles.map { "job\($0).settle()" }
  }

  /// Puts what people wrote since the last line of code.
  mutating func putProse() {
    while paragraphs.last == "" { paragraphs.removeLast() }
    if !paragraphs.isEmpty { lines += [""] + PythonLiteral.comment(paragraphs) }
    paragraphs = []
  }

  private mutating func ask(_ handle: Int) {
    let (name, local) = (names[handle], program.handles[handle].asked)
    // A wildcard is reached at the loopback address.
    guard let local, local.isWildcard else { return lines.append("\(name)_addr = \(name).getsockname()") }
    lines.append("\(name)_addr = \(PythonCall.text(local.reachable, port: "\(name).getsockname()[1]"))")
  }

  private mutating func expression(_ call: ProgramCall) -> PythonExpression? {
    var made = PythonCall(call, in: program, names: names)
    let expression = made.expression()
    helpers.formUnion(made.helpers)
    modules.formUnion(made.modules)
    return expression
  }

  private mutating func add(_ call: ProgramCall) {
    guard let expression = expression(call) else { return }
    if let count = call.arrival, let number = call.call.descriptor, let handle = call.descriptors[number] {
      helpers.insert("arrive")
      lines.append("arrive(\(names[handle]), \(count))")
    }
    guard let time = call.interruption else { return conclude(call, expression) }
    helpers.insert("interrupted")
    let isTold = if case .fails = call.check { true } else { false }
    if isTold { use(fails: call) }
    if !isTold { modules.insert("contextlib") }
    // What was done until the signal came is kept by the kernel.
    lines.append(
      "with \(isTold ? "fails(errno.EINTR)" : "contextlib.suppress(InterruptedError)"), interrupted(\(Double(time) / 1000)):"
    )
    lines.append("    \(expression.text)")
  }

  private mutating func use(fails call: ProgramCall) {
    helpers.insert("fails")
    modules.insert("errno")
  }

  /// Puts a statement that looks at what the call returned.
  private mutating func conclude(_ call: ProgramCall, _ expression: PythonExpression) {
    let text = expression.text
    if !call.made.isEmpty, expression.isMessage { return concludePassed(call, text) }
    if !call.made.isEmpty {
      let made = call.made.map { names[$0] }
      let isAccepted = call.call.traits.contains(.accepts)
      return lines.append("\((made + (isAccepted ? ["_"] : [])).joined(separator: ", ")) = \(text)")
    }
    switch call.check {
    case .fails(let errno):
      use(fails: call)
      lines.append("with fails(\(errno.map { $0.hasSymbol ? "errno.\($0.symbol)" : $0.symbol } ?? "")):")
      lines.append("    \(text)")
    case .anything:
      modules.insert("contextlib")
      lines += ["with contextlib.suppress(OSError):", "    \(text)"]
    case .succeeds: lines.append(text)
    case .number(let range): compare(call, expression, range)
    case .lookUp(0): lines.append(text)
    case .lookUp(let number):
      helpers.insert("fails")
      lines += ["with fails(socket.\(Errno(lookup: number).symbol)):", "    \(text)"]
    case .data(let bytes, let isPrefix):
      let helper = isPrefix ? "expect_prefix" : "expect"
      helpers.insert(helper)
      lines.append("\(helper)(\(text)\(expression.index), \(PythonLiteral.bytes(bytes)))")
    }
  }

  /// The data of a message, and the descriptors that came with it.
  private mutating func concludePassed(_ call: ProgramCall, _ text: String) {
    lines.append("data, descriptors = \(text)")
    if case .data(let bytes, let isPrefix) = call.check {
      let helper = isPrefix ? "expect_prefix" : "expect"
      helpers.insert(helper)
      lines.append("\(helper)(data, \(PythonLiteral.bytes(bytes)))")
    }
    for (index, handle) in call.made.enumerated() {
      let kind = program.handles[handle].kind, number = "descriptors[\(index)]"
      let words = [kind.domain.symbol, kind.type.symbol].map { PythonSymbol.inPython($0) ?? "-1" }
      lines.append(
        "\(names[handle]) = "
          + (kind.isSocket ? "socket.socket(\(words.joined(separator: ", ")), 0, \(number))" : number))
    }
  }

  private mutating func compare(_ call: ProgramCall, _ expression: PythonExpression, _ range: ClosedRange<Int>) {
    let text = expression.text + expression.index
    // What returns 0 in C returns nothing in Python, and what fails raises.
    let isCounted = expression.isData || expression.isList || expression.isNumber || call.call.traits.contains(.sends)
    guard isCounted, !call.call.isSentWhole else { return lines.append(text) }
    if expression.isData, range == 0...0 {
      helpers.insert("expect")
      return lines.append("expect(\(text), b\"\")")
    }
    let number = expression.isData || expression.isList ? "len(\(text))" : text
    helpers.insert(range.count == 1 ? "expect" : "expect_between")
    lines.append(
      range.count == 1
        ? "expect(\(number), \(range.lowerBound))"
        : "expect_between(\(number), \(range.lowerBound), \(range.upperBound))")
  }
}

extension Call {
  /// Whether it is one of a helper that sends all or fails: sendall of Python returns nothing.
  fileprivate var isSentWhole: Bool { CFunction.helper(self) == "send_all" }
}
