import Sockets

/// The lines of one C function, and what they need around them.
struct CBody {
  private(set) var lines: [String] = []
  private(set) var helpers: Set<String> = []
  private(set) var headers: Set<String> = []
  /// The constants in it that not every C library has.
  private(set) var youngConstants: Set<String> = []
  private(set) var locals: Set<CLocal> = []
  private var buffer = 0
  private var valueRoom = 0
  private var messages = 0
  private let program: Program
  private let names: [String]
  /// Headings and prose that are not put yet.
  private var paragraphs: [String] = []
  /// The variables that are declared already.
  private var declared: Set<String> = []

  /// - Parameter names: The variable of each handle.
  init(_ program: Program, names: [String]) { (self.program, self.names) = (program, names) }

  static let indentation = "    "

  private mutating func put(_ line: String) { lines.append(line.isEmpty ? "" : Self.indentation + line) }

  private mutating func need(_ helper: String) {
    helpers.insert(helper)
  }

  /// What is declared at the beginning of the function.
  var declarations: [String] {
    var all = locals.filter { !$0.hasSize }
    if messages > 0 { all.insert(.messages(messages)) }
    if buffer > 0 { all.insert(.buffer(buffer)) }
    if valueRoom > 0 { all.insert(.value(valueRoom)) }
    return all.flatMap { $0.declaration.text }.sorted().map { Self.indentation + $0 }
  }

  /// The headers of what is declared there.
  var declaredHeaders: [String] { locals.compactMap(\.declaration.header) }

  // MARK: Items

  mutating func add(_ item: ProgramItem) {
    switch item.kind {
    case .heading(let text): return paragraphs += (paragraphs.isEmpty ? [] : [""]) + [text, ""]
    case .prose(let text): return paragraphs.append(text)
    case .remark, .call, .begin, .finish, .sleep, .removal: putProse()
    }
    if !item.comment.isEmpty {
      if lines.last != "" { put("") }
      lines += CLiteral.block(item.comment, indentation: Self.indentation)
    }
    for handle in item.asks { ask(handle) }
    switch item.kind {
    case .call(let call): add(call)
    case .begin(let call, let job): begin(call, job)
    case .finish(let call, let job, let cancels):
      need(cancels ? "cancel" : "finish")
      conclude(call, "\(cancels ? "cancel" : "finish")(&job\(job))", buffer: "buf\(job)", pair: "pair")
    case .sleep(let milliseconds):
      need("rest")
      put("rest(\(milliseconds));")
    case .removal(let path):
      headers.insert("unistd.h")
      put("unlink(\(CLiteral.string(path, indentation: Self.indentation)));")
    default: break
    }
    for job in item.settles {
      need("settle")
      put("settle(&job\(job));")
    }
  }

  /// Puts what people wrote since the last line of code.
  mutating func putProse() {
    while paragraphs.last == "" { paragraphs.removeLast() }
    guard !paragraphs.isEmpty else { return }
    if lines.last != "" { put("") }
    lines += CLiteral.block(paragraphs, indentation: Self.indentation)
    paragraphs = []
  }

  private mutating func ask(_ handle: Int) {
    let (variable, kind) = (names[handle], program.handles[handle].asked)
    switch kind {
    case .ipv6?: declare("struct sockaddr_in6", "\(variable)_addr", handle, "ipv6_of(\(variable))")
    case .unix?:
      if !program.isShared(handle), declared.insert("\(variable)_length").inserted {
        put("socklen_t \(variable)_length;")
      }
      declare("struct sockaddr_un", "\(variable)_addr", handle, "local_of(\(variable), &\(variable)_length)")
    default: declare("struct sockaddr_in", "\(variable)_addr", handle, "ipv4_of(\(variable))")
    }
  }

  /// Gives `variable` a value, and declares it where it is new.
  private mutating func declare(_ type: String, _ variable: String, _ handle: Int, _ value: String) {
    need(String(value.prefix { $0 != "(" }))
    let isNew = !program.isShared(handle) && declared.insert(variable).inserted
    put("\(isNew ? type + " " : "")\(variable) = \(value);")
  }

  // MARK: Calls

  private mutating func begin(_ call: ProgramCall, _ job: Int) {
    need("begin")
    put("begin(&job\(job), call\(job));")
  }

  private mutating func add(_ call: ProgramCall) {
    let text = expression(call)
    if let count = call.arrival, let number = call.call.descriptor, let handle = call.descriptors[number] {
      need("arrive")
      put("arrive(\(names[handle]), \(count));")
    }
    if let time = call.interruption {
      need("interrupt_after")
      put("interrupt_after(\(time));")
    }
    conclude(call, text, buffer: "buf", pair: "pair")
    if call.interruption != nil { put("interrupt_after(0);") }
  }

  /// The call as an expression; what must be done before it is put. `end` is its name.
  mutating func expression(_ call: ProgramCall, buffer name: String = "buf") -> String {
    let arguments = CArguments(call, buffer: name) { [names] in names[$0] }
    for line in arguments.before { put(line) }
    for helper in arguments.helpers { need(helper) }
    for local in arguments.locals {
      locals.insert(local)
      if case .buffer(let size) = local { buffer = max(buffer, size) }
      if case .value(let size) = local { valueRoom = max(valueRoom, size) }
      if case .messages(let count) = local { messages = max(messages, count) }
    }
    let function = ProgramFunction.named(call.call.name)
    if let header = function?.header { headers.insert(header) }
    let text = (arguments.before + arguments.list).joined(separator: ", ")
    if text.contains("note_sigpipe") { need("note_sigpipe") }
    headers.formUnion(CHeader.all.filter { header in header.marks.contains { text.contains($0) } }.map(\.name))
    youngConstants.formUnion(CSymbol.young.keys.filter { text.contains($0) })
    let own = CFunction.helper(call.call)
    if let own { need(own) }
    return "\(own ?? call.call.name)(\(arguments.list.joined(separator: ", ")))"
  }

  /// Puts a statement that makes the call `text` and looks at what it returned.
  private mutating func conclude(_ call: ProgramCall, _ text: String, buffer: String, pair: String) {
    let what = CLiteral.string(Array(call.what.utf8), indentation: "")
    if call.made.count == 1, program.isUsed(call.made[0]), call.call.shape != .passing, !CFunction.fillsPair(call.call)
    {
      need("check")
      let name = names[call.made[0]]
      let isNew = !program.isShared(call.made[0]) && declared.insert(name).inserted
      return put("\(isNew ? "int " : "")\(name) = check(\(text), \(what));")
    }
    put(statement(call, text, buffer, what))
    if case .lookUp(0) = call.check, call.call.shape == .lookUp { put("freeaddrinfo(found);") }
    if call.call.shape == .passing { return putPassed(call) }
    guard CFunction.fillsPair(call.call) else { return }
    for (index, handle) in call.made.enumerated() where program.isUsed(handle) {
      let isNew = !program.isShared(handle) && declared.insert(names[handle]).inserted
      put("\(isNew ? "int " : "")\(names[handle]) = \(pair)[\(index)];")
    }
  }

  /// Puts the descriptors that came with a message.
  private mutating func putPassed(_ call: ProgramCall) {
    for (index, handle) in call.made.enumerated() where program.isUsed(handle) {
      need("passed")
      let isNew = !program.isShared(handle) && declared.insert(names[handle]).inserted
      put("\(isNew ? "int " : "")\(names[handle]) = passed(&message, \(index));")
    }
  }

  private mutating func statement(_ call: ProgramCall, _ text: String, _ buffer: String, _ what: String) -> String {
    switch call.check {
    case .anything:
      need("ignore")
      return "ignore(\(text));"
    case .fails(let errno):
      need("fails")
      headers.insert("errno.h")
      return "fails(\(text), \(errno?.symbol ?? "0"), \(what));"
    case .number(let range) where range == 0...0 && !call.call.moves:
      need("check")
      return "check(\(text), \(what));"
    case .number(let range) where range.count == 1:
      need("expect")
      return "expect(\(text), \(range.lowerBound), \(what));"
    case .number(let range):
      need("expect_between")
      return "expect_between(\(text), \(range.lowerBound), \(range.upperBound), \(what));"
    case .data(let bytes, let isPrefix):
      let helper = isPrefix ? "expect_prefix" : "expect_data"
      need(helper)
      var data = CLiteral.string(bytes, indentation: Self.indentation + Self.indentation)
      if let period = RepeatedBytes(bytes) {
        need("repeated")
        data = "repeated(\(CLiteral.string(period.unit, indentation: "")), \(period.unit.count), \(period.times))"
      }
      return "\(helper)(\(text), \(buffer), \(data), \(bytes.count), \(what));"
    case .lookUp(let number):
      need("expect_lookup")
      return "expect_lookup(\(text), \(number == 0 ? "0" : Errno(lookup: number).symbol), \(what));"
    case .succeeds:
      need("check")
      return "check(\(text), \(what));"
    }
  }
}

extension Call {
  /// Whether its result is a number of bytes.
  var moves: Bool { !traits.isDisjoint(with: [.sends, .receives, .splices]) }
}

/// What C calls a call of a session.
enum CFunction {
  /// The helper that makes it; nil for a function of the C library.
  static func helper(_ call: Call) -> String? {
    switch call.shape {
    case .limit: return "set_limit"
    case .capability: return "set_capability"
    case .process: return "open_process"
    case .offsets where call.sendsFile: return "send_file"
    default: break
    }
    guard ProgramFunction.named(call.name)?.header == nil else { return nil }
    if call.traits.contains(.sends) { return "send_all" }
    if call.arguments.contains(where: { if case .bytes = $0 { true } else { false } }) { return "recv_until" }
    return call.length == wholeStream ? "recv_all" : "recv_count"
  }

  /// The room of recvall where the line says no number.
  private static let wholeStream = 1 << 20

  /// Whether it makes two descriptors.
  static func fillsPair(_ call: Call) -> Bool {
    call.arguments.contains { argument in
      switch argument {
      case .descriptorPairOut: true
      case .filled: call.shape == .pair
      default: false
      }
    }
  }
}

extension Call {
  /// Whether it sends from a file that it opens itself.
  var sendsFile: Bool { arguments.contains { if case .path = $0 { shape == .offsets } else { false } } }
}
