import Handles
import SessionLanguage
import Sockets
import Text

extension Arguments {
  /// How a number is written where a handle may stand.
  static let numberPrefix = "fd:"

  /// What the word at `index` says where C has a descriptor: a handle, `fd:NUMBER`, or a closed handle where the line
  /// expects EBADF.
  package func target(_ index: Int) throws(Diagnostic) -> Target {
    try checkIsNoAddress(index)
    return try target(named: text(index), index)
  }

  /// Refuses `close {d}`, which has the address of a handle instead of the handle.
  func checkIsNoAddress(_ index: Int) throws(Diagnostic) {
    let word = line.words[index + 1]
    if word.segments.count == 1, case .text = word.segments[0] { return }
    guard let reference = word.loneReference, reference.field == nil,
      table.variables[reference.name] == nil, let name = table.find(reference.name)?.name
    else { return }
    var words = line.words.map { $0.plain ?? $0.loneReference.map { "{\($0.written)}" } }
    words[index + 1] = name
    let isWhole = words.allSatisfy { $0 != nil }
    let typed = isWhole ? words.compactMap { $0 }.joined(separator: " ") : name
    throw Diagnostic(
      "unknown handle: {\(name)}", at: span(index), label: "in braces it is the address of \(name)",
      help: "type: \(typed)"
    ).inKorean("없는 핸들: {\(name)}", label: "중괄호를 쓰면 \(name)의 주소입니다", help: "이렇게 적으세요: \(typed)")
  }

  /// As above, of `text`, which is a part of the word at `index`.
  func target(named text: String, _ index: Int) throws(Diagnostic) -> Target {
    if let handle = table.find(text), handle.isOpen { return Target(handle) }
    if text.hasPrefix(Self.numberPrefix) { return try target(number: number(text, index), index) }
    if expectsBadDescriptor, let number = table.find(text)?.number ?? table.numberOfGone(text) {
      return try target(number: number, index)
    }
    return Target(try openHandle(named: text, at: span(index)))
  }

  /// Whether the line says that its descriptor is not open any more.
  private var expectsBadDescriptor: Bool {
    if case .failure(errno: "EBADF", _)? = line.expectation?.outcome?.pattern { return true }
    return false
  }

  private func number(_ text: String, _ index: Int) throws(Diagnostic) -> Int32 {
    let digits = text.dropFirst(Self.numberPrefix.count)
    if let number = Int32(numeral: digits) { return number }
    throw .invalid(
      "descriptor number", String(digits), at: span(index), label: "an int, such as fd:400, fd:-1 or fd:{cli.number}")
  }

  /// What the descriptor `number` is now. What this session has not opened is sockplay's own: a line that could write to
  /// it could change what is on the screen or in a recording.
  func target(number: Int32, _ index: Int) throws(Diagnostic) -> Target {
    let former = table.formerOwner(of: number)
    guard let handle = table.owner(of: number) else {
      guard table.kernel.inode(number) == nil else { throw foreign(number, index) }
      return Target(nothing: number)
    }
    var target = Target(handle)
    if let former { target.remark = "  fd \(number) was \(former)'s until it was closed; now it is \(handle.name)'s" }
    return target
  }

  private func foreign(_ number: Int32, _ index: Int) -> Diagnostic {
    let isStandard = (0...2).contains(number)
    let whose = isStandard ? "sockplay's terminal or pipe" : "sockplay's own"
    return Diagnostic(
      "descriptor \(number) is \(whose)", at: span(index), label: "no handle of this session has it",
      help: "fds shows whose each number is; for one that is open nowhere, take a large one such as fd:400")
  }
}

// What the calls on a socket ask the table, where the socket may be nothing but a number.
extension HandleTable {
  func permitSending(on target: Target, at span: Span) throws(Diagnostic) {
    if let handle = target.handle { try permitSending(on: handle, at: span) }
  }

  func receiver(of target: Target) -> Handle? { target.handle.flatMap { receiver(of: $0) } }

  func waitToReceive(_ length: Int, on target: Target, _ flags: Int32) -> Wait {
    target.handle.map { waitToReceive(length, on: $0, flags) } ?? .never
  }

  func zeroLengthNotes(_ target: Target, capacity: Int, _ flags: Int32 = 0) -> ((HandleTable, Answer) -> [String])? {
    target.handle.flatMap { zeroLengthNotes($0, capacity: capacity, flags) }
  }
}
