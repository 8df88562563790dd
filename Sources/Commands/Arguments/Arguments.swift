import Handles
import SessionLanguage
import Sockets
import Text

/// The words of one command line, taken and checked one by one; every failure says where.
/// Indices count from the first word after the command's name.
package struct Arguments {
  private let reading: CachedLine
  /// How many there are, without those by hand.
  package let count: Int

  package init(_ reading: CachedLine) { self.init(reading, count: reading.line.words.count - 1 - reading.countByHand) }

  private init(_ reading: CachedLine, count: Int) {
    self.reading = reading
    self.count = count
  }

  package var line: CommandLine { reading.line }
  package var table: HandleTable { reading.table }

  /// All of them but the last.
  var droppingLast: Arguments { Arguments(reading, count: count - 1) }

  /// The call that the line came to when it was last run, if `isTheSame` says that it comes to that now, too: then it
  /// need not be made again. Whatever its closures hold on to must be part of that.
  /// Gains 19 % of a checked connection (instructions, 2026-11).
  func cachedInvocation(if isTheSame: (Invocation) -> Bool) -> Invocation? {
    reading.wantsCache = true
    return reading.invocation.flatMap { isTheSame($0) ? $0 : nil }
  }

  /// How many arguments of C the line gives by hand, after the others.
  var countByHand: Int { reading.countByHand }

  package func span(_ index: Int) -> Span {
    index < line.words.count - 1 ? line.words[index + 1].span : line.end..<line.end + 1
  }

  private func word(_ index: Int) -> Word { line.words[index + 1] }

  /// The word, if it is only unquoted text.
  func plain(_ index: Int) -> String? { index < count ? word(index).plain : nil }

  /// The word with its substitutions made.
  package func text(_ index: Int) throws(Diagnostic) -> String {
    if let plain = word(index).plain { return plain }
    return String(decoding: try bytes(index), as: UTF8.self)
  }

  /// The word's bytes with its substitutions made, at most `limit`.
  package func bytes(_ index: Int, limit: Int? = nil) throws(Diagnostic) -> [UInt8] {
    try table.bytes(of: word(index), limit: limit)
  }

  // MARK: Handles

  /// The handle that the word names.
  package func handle(_ index: Int) throws(Diagnostic) -> Handle {
    try checkIsNoAddress(index)
    let name = try text(index)
    if name.hasPrefix(Self.numberPrefix) { return try owner(index) }
    guard let handle = table.find(name) else { throw table.unknownHandle(name, at: span(index)) }
    return handle
  }

  /// The handle that the word names, which must have its descriptor still.
  package func openHandle(_ index: Int) throws(Diagnostic) -> Handle {
    try checkIsNoAddress(index)
    let name = try text(index)
    return try name.hasPrefix(Self.numberPrefix) ? owner(index) : openHandle(named: name, at: span(index))
  }

  /// The handle that has the descriptor whose number the word is.
  private func owner(_ index: Int) throws(Diagnostic) -> Handle {
    let target = try target(index)
    if let handle = target.handle { return handle }
    throw Diagnostic(
      "no handle has descriptor \(target.descriptor)", at: span(index), label: "nothing is open under this number")
  }

  func openHandle(named name: String, at span: Span) throws(Diagnostic) -> Handle {
    guard let handle = table.find(name) else { throw table.unknownHandle(name, at: span) }
    guard handle.isOpen else {
      table.look(at: handle)
      throw Diagnostic(
        "\(handle.name) is closed", at: span, label: "it no longer has a descriptor",
        help: "the kernel still holds it in \(handle.snapshot.state.name); open a new one with socket, or "
          + HandleTable.howToInsist(name))
    }
    return handle
  }

  /// A name for a new handle; a fresh one when the word is missing.
  package func newName(_ index: Int) throws(Diagnostic) -> String {
    guard index < count else { return table.freshName() }
    return try newName(try text(index), at: index)
  }

  /// `name`, of the word at `index`, as the name of a new handle.
  func newName(_ name: String, at index: Int) throws(Diagnostic) -> String {
    guard table.isFree(name) else {
      throw Diagnostic(
        "the name \(name) is taken", at: span(index), label: "already a handle",
        help: "choose another name, or close \(name) first"
      ).inKorean(
        "\(name): 이미 쓰는 이름입니다", label: "그런 핸들이 있습니다",
        help: "다른 이름을 쓰거나, 먼저 닫으세요: close \(name)")
    }
    guard Name.isValid(name) || table.find(name) != nil else {
      throw .invalid(
        "handle name", name, at: span(index), label: Name.rule, koreanLabel: Name.koreanRule)
    }
    return name
  }

  // MARK: Numbers, addresses, data

  /// A whole number within `range`, such as 128 or 8M (1,048,576 times 8).
  package func integer(_ index: Int, default missing: Int, in range: ClosedRange<Int>) throws(Diagnostic) -> Int {
    guard index < count else { return missing }
    let text = try text(index)
    if let number = Size.parse(text), range.contains(number) { return number }
    throw .invalidNumber(
      "number", text, at: span(index), label: "\(range.lowerBound) to \(range.upperBound)",
      koreanLabel: "\(range.lowerBound)부터 \(range.upperBound)까지")
  }

  /// How many bytes a call is to have room for: a number from `least` on, such as 128 or 8M.
  func length(_ index: Int, default missing: Int, from least: Int = 0) throws(Diagnostic) -> Int {
    let most = table.limits.data
    guard index < count else { return min(missing, most) }
    if let number = Size.parse(try text(index)), number > most {
      throw table.limits.exceeded(.data, "the buffer is too large", at: span(index), most: "at most \(Size.text(most))")
    }
    return try integer(index, default: missing, in: least...max(least, most))
  }

  /// Refuses buffers whose sizes come to more than the limit.
  ///
  /// - Parameters:
  ///   - count: Their sizes together, in bytes.
  ///   - index: The word of the last one.
  func checkBuffers(_ count: Int, _ index: Int) throws(Diagnostic) {
    guard count > table.limits.data else { return }
    throw table.limits.exceeded(
      .data, "the buffers are too large", at: span(index), most: "at most \(Size.text(table.limits.data)) in all")
  }

  /// Two names for new handles, which must not be the same.
  func pairOfNames(_ index: Int) throws(Diagnostic) -> [String] {
    let names = [try newName(index), try newName(index + 1)]
    guard names[0] != names[1] else {
      throw Diagnostic("the two ends need different names", at: span(index + 1), label: "\(names[0]) is the other end")
    }
    return names
  }

  /// A path as C takes it.
  func path(_ index: Int) throws(Diagnostic) -> String {
    let path = try text(index)
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw .invalid("path", path, at: span(index), label: "a path has at least one byte, and no NUL byte")
    }
    return path
  }

  /// An address to bind to; `unix:` leaves the choice of an abstract name to the kernel, see Autobind in unix(7).
  package func localAddress(_ index: Int, of target: Target) throws(Diagnostic) -> SocketAddress {
    let domain = target.kind.domain
    if domain == .unix, try text(index) == "unix:" { return .unix([]) }
    let address = try address(index, for: domain)
    try permitLocal(address, index, of: target)
    return address
  }

  /// Refuses the address at `index` where `target` may not be bound to it.
  func permitLocal(_ address: SocketAddress, _ index: Int, of target: Target) throws(Diagnostic) {
    try table.permitBinding(address, at: span(index))
    try table.permitReceiving(on: address, of: target.handle, at: span(index))
  }

  /// An address that `target` is to send to or to be connected to.
  package func destination(_ index: Int, of target: Target) throws(Diagnostic) -> SocketAddress {
    let address = try address(index, for: target.kind.domain)
    try table.permitReaching(address, from: target.handle, at: span(index))
    return address
  }

  /// An address that `target` sends to with this one call. What has a peer may send to that instead: a stream
  /// always does, and so does any socket that is given AF_UNSPEC.
  func receiver(_ index: Int, of target: Target) throws(Diagnostic) -> SocketAddress {
    let address = try address(index, for: target.kind.domain)
    try permitReceiver(address, index, of: target)
    return address
  }

  /// Refuses the address at `index` where `target` may not send to it.
  func permitReceiver(_ address: SocketAddress, _ index: Int, of target: Target) throws(Diagnostic) {
    try table.permitReaching(address, from: target.handle, at: span(index))
    if target.kind.type != .datagram || address == .unspecified { try table.permitSending(on: target, at: span(0)) }
  }

  /// An address that nobody is asked to bind to or to reach.
  func address(_ index: Int, for domain: Domain) throws(Diagnostic) -> SocketAddress {
    if let address = table.address(of: word(index), for: domain) { return address }
    let text = try text(index)
    // A path may hold bytes that are no text.
    let path = text.hasPrefix("unix:") ? Array(try bytes(index).dropFirst(5)) : nil
    do throws(SocketAddress.Problem) {
      if let path { return try SocketAddress(path: path) }
      return try SocketAddress(text: text, for: domain)
    } catch {
      throw table.explain(error, text, at: span(index))
    }
  }

  /// Bytes to send: `"text\r\n"`, `hex:0d0a`, `@file`, `fill:8M`, `rep:3:"ab"`, or a bare word.
  package func data(_ index: Int) throws(Diagnostic) -> [UInt8] {
    guard wrongPointer(index) == nil else {
      throw Diagnostic(
        "this takes no pointer", at: span(index), label: "\(plain(index) ?? "") is one, as in C",
        help: "for the letters, write them in quotes: \"\(plain(index) ?? "")\"")
    }
    if let text = plain(index), let quoted = WidePunctuation.quoted(text) {
      throw WidePunctuation.error(quoted, at: span(index))
    }
    if let foreign = ForeignData.explain(word(index)) { throw foreign }
    return try table.data(of: word(index))
  }

  /// The regular expression that the word is; nil for any other word.
  func pattern(_ index: Int) throws(Diagnostic) -> String? {
    guard let pattern = word(index).pattern else { return nil }
    try PatternLimits.check(pattern, at: span(index))
    return pattern
  }

  /// A whole number that is a time, in milliseconds.
  package func milliseconds(_ index: Int) throws(Diagnostic) -> Int {
    guard let time = TimeText.milliseconds(try text(index)) else {
      throw .invalid("time", try text(index), at: span(index), label: "such as 200ms, 2s or 1m")
    }
    return time
  }

  /// Constants of `table` joined with `|`; 0 when the word is missing.
  package func flags(_ index: Int, from table: ConstantTable) throws(Diagnostic) -> Int32 {
    guard index < count else { return 0 }
    return try table.flags(try text(index), at: span(index))
  }

  /// The row of a table that the word is the symbol of. `meaning` is what such a row is, `known` all symbols, `find`
  /// finds one.
  func row<Row>(_ index: Int, _ meaning: String, among known: [String], _ find: (String) -> Row?) throws(Diagnostic)
    -> Row
  {
    let text = try text(index)
    if let row = find(text) { return row }
    throw .unknown(meaning, text, at: span(index), among: known)
  }

  /// A name of a job.
  package func job(_ index: Int) throws(Diagnostic) -> JobName { JobName(text: try text(index), span: span(index)) }
}

/// A line that is read in a table, and may be again.
package final class CachedLine {
  package let line: CommandLine
  package let table: HandleTable
  /// How many words at its end are arguments by hand.
  let countByHand: Int
  /// The call that the line came to when it was last run; nil when it was none, or is not kept.
  package var invocation: Invocation?
  /// Whether its command asks for that call.
  package fileprivate(set) var wantsCache = false

  package init(_ line: CommandLine, countByHand: Int, in table: HandleTable) {
    self.line = line
    self.table = table
    self.countByHand = countByHand
  }
}

extension ConstantTable {
  /// The constants in `text`, joined with `|`, at `span`.
  func flags(_ text: String, at span: Span) throws(Diagnostic) -> Int32 {
    var sum: Int32 = 0
    for part in text.split(separator: "|", omittingEmptySubsequences: false).map(String.init) {
      guard let value = value(part) else { throw .unknown(meaning, part, at: span, among: symbols) }
      sum |= value
    }
    return sum
  }
}
