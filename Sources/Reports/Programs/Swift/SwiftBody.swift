import Sockets

/// The lines of the function that makes a program's calls, and what they need around them.
struct SwiftBody {
  private(set) var lines: [String] = []
  private(set) var helpers: Set<String> = ["Failure"]
  private let program: Program
  private var names: SwiftNames
  /// Makes names for addresses that were asked for again.
  private var variables: ProgramNames
  /// Headings and prose that are not put yet.
  private var paragraphs: [String] = []
  /// How often the address of each handle has been asked for.
  private var asked: [Int: Int] = [:]
  private var room = 0
  private var usesPair = false
  private var usesPassed = false

  init(_ program: Program) {
    self.program = program
    var variables = ProgramNames(reserved: SwiftWord.reserved)
    names = SwiftNames(variables: program.handles.map { variables.fresh($0.name) })
    self.variables = variables
  }

  static let indentation = "    "

  private mutating func put(_ line: String) { lines.append(line.isEmpty ? "" : Self.indentation + line) }

  /// What is declared at the beginning of the function.
  var declarations: [String] {
    (room > 0 ? ["\(Self.indentation)var buf = [UInt8](repeating: 0, count: \(room))"] : [])
      + (usesPassed ? ["\(Self.indentation)var passed: [Int32] = []"] : [])
      + (usesPair ? ["\(Self.indentation)var pair: [Int32] = [0, 0]"] : [])
  }

  // MARK: Items

  mutating func add(_ item: ProgramItem) {
    switch item.kind {
    case .heading(let text): return paragraphs += (paragraphs.isEmpty ? [] : [""]) + [text, ""]
    case .prose(let text): return paragraphs.append(text)
    case .remark, .call, .begin, .finish, .sleep, .removal: putProse()
    }
    if !item.comment.isEmpty {
      put("")
      lines += SwiftLiteral.comment(item.comment, indentation: Self.indentation)
    }
    for handle in item.asks { ask(handle) }
    switch item.kind {
    case .call(let call): add(call)
    case .begin(let call, let job): begin(call, job)
    case .finish(let call, let job, let cancels):
      helpers.insert("Job")
      conclude(call, "job\(job).\(cancels ? "cancel" : "finish")()", buffer: "job\(job).buffer", isJob: true)
    case .sleep(let milliseconds): put("usleep(\(milliseconds * 1000))")
    case .removal(let path): put("unlink(\(SwiftLiteral.string(String(decoding: path, as: UTF8.self))))")
    default: break
    }
    for job in item.settles { put("job\(job).settle()") }
  }

  /// Puts what people wrote since the last line of code.
  mutating func putProse() {
    while paragraphs.last == "" { paragraphs.removeLast() }
    guard !paragraphs.isEmpty else { return }
    put("")
    lines += SwiftLiteral.comment(paragraphs, indentation: Self.indentation)
    paragraphs = []
  }

  private mutating func ask(_ handle: Int) {
    helpers.insert("address")
    asked[handle, default: 0] += 1
    let (first, times) = (names.variables[handle] + "_addr", asked[handle] ?? 1)
    let name = times == 1 ? first : variables.fresh("\(first)\(times)")
    names.addresses[handle] = name
    put("let \(name) = try address(of: \(names.variables[handle]))")
  }

  // MARK: Calls

  private mutating func expression(_ call: ProgramCall, isInThread: Bool = false) -> SwiftArguments {
    let expression = SwiftArguments(call, names: names, isInThread: isInThread)
    helpers.formUnion(expression.helpers)
    let words = Set(expression.text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
    helpers.formUnion(words.intersection(SwiftSymbol.own.keys))
    if expression.text.contains("int(") { helpers.insert("int") }
    if expression.usesPair { usesPair = true }
    if expression.usesPassed { usesPassed = true }
    return expression
  }

  private mutating func begin(_ call: ProgramCall, _ job: Int) {
    helpers.insert("Job")
    let expression = expression(call, isInThread: true)
    let start = expression.room.map { "Job(room: \(max($0, 1))) { buf in" } ?? "Job { _ in"
    let isFinished = program.items.contains { if case .finish(_, job, _) = $0.kind { true } else { false } }
    put("\(isFinished ? "let job\(job)" : "_") = try \(start) Int(\(expression.text)) }")
  }

  private mutating func add(_ call: ProgramCall) {
    let expression = expression(call)
    room = max(room, expression.room.map { max($0, 1) } ?? 0)
    if let count = call.arrival, let number = call.call.descriptor, let handle = call.descriptors[number] {
      helpers.insert("arrive")
      put("arrive(\(names.variables[handle]), \(count))")
    }
    if let time = call.interruption {
      helpers.insert("interruptAfter")
      put("try interruptAfter(\(time))")
    }
    if expression.form == .signal { put(expression.text) } else { conclude(call, expression.text, buffer: "buf") }
    if call.interruption != nil { put("try interruptAfter(0)") }
  }

  /// Puts a statement that makes the call `text` and looks at what it returned.
  private mutating func conclude(_ call: ProgramCall, _ text: String, buffer: String, isJob: Bool = false) {
    let what = SwiftLiteral.string(call.what)
    let fillsPair = CFunction.fillsPair(call.call), isPassing = call.call.shape == .passing
    if call.made.count == 1, !fillsPair, !isPassing {
      helpers.insert("check")
      let check = "try check(\(text), \(what))"
      let value = isJob ? "Int32(\(check))".replacing("Int32(try ", with: "try Int32(") : check
      return put(program.handles[call.made[0]].isUsed ? "let \(names.variables[call.made[0]]) = \(value)" : check)
    }
    put(statement(call, text, buffer, what))
    guard fillsPair || isPassing else { return }
    for (index, handle) in call.made.enumerated() where program.handles[handle].isUsed {
      put("let \(names.variables[handle]) = \(isPassing ? "passed" : "pair")[\(index)]")
    }
  }

  private mutating func statement(_ call: ProgramCall, _ text: String, _ buffer: String, _ what: String) -> String {
    switch call.check {
    case .anything: return "_ = \(text)"
    case .fails(let errno):
      helpers.insert("fails")
      return "try fails(\(text), \(errno?.symbol ?? "nil"), \(what))"
    case .number(let range) where range == 0...0 && !call.call.moves: break
    case .number(let range) where range.count == 1:
      helpers.insert("expect")
      return "try expect(\(text), \(range.lowerBound), \(what))"
    case .number(let range):
      helpers.insert("expectBetween")
      return "try expectBetween(\(text), \(range.lowerBound), \(range.upperBound), \(what))"
    case .lookUp(let number):
      let expected = number == 0 ? "0" : Errno(lookup: number).symbol
      helpers.formUnion(["expectLookUp", SwiftSymbol.own[expected].map { _ in expected }].compactMap(\.self))
      return "try expectLookUp(\(text), \(expected), \(what))"
    case .data(let bytes, let isPrefix):
      let helper = isPrefix ? "expectPrefix" : "expectData"
      helpers.insert(helper)
      if RepeatedBytes(bytes) != nil { helpers.insert("repeated") }
      return "try \(helper)(\(text), \(buffer), \(SwiftLiteral.bytes(bytes)), \(what))"
    case .succeeds: break
    }
    helpers.insert("check")
    return "try check(\(text), \(what))"
  }
}
