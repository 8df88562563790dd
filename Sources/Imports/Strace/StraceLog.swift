import SessionLanguage

/// The calls of a log that strace has written, in the order in which they began.
package struct StraceLog: Sendable {
  package private(set) var calls: [TracedCall] = []
  /// How many lines it has.
  package private(set) var lineCount = 0
  /// The first line that strace has not written, and how many there are.
  package private(set) var strange: SessionFile.Problem?
  package private(set) var strangeCount = 0
  /// The calls that have begun and not ended, by thread.
  private var open: [Int: Int] = [:]

  /// The most bytes that a log may have.
  package static let limit = 256 << 20

  /// Reads a log. Lines that strace has not written are passed over and counted.
  package init(_ text: [UInt8], observer: ImportStage.Observer = { _ in }) {
    var lines = text.split(separator: 0x0a, omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    for line in lines {
      lineCount += 1
      observer(.reading(line: lineCount, of: lines.count))
      do throws(StraceLine.Problem) { take(try StraceLine(line)) } catch { note(error) }
    }
  }

  private mutating func take(_ line: StraceLine) {
    switch line.kind {
    case .call(let name, let arguments, let result):
      var call = TracedCall(pid: line.pid, name: name, arguments: arguments, began: lineCount)
      (call.result, call.ended) = (result, lineCount)
      calls.append(call)
    case .unfinished(let name, let arguments):
      open[line.pid] = calls.count
      calls.append(TracedCall(pid: line.pid, name: name, arguments: arguments, began: lineCount))
    case .resumed(let name, let rest): end(line.pid, name, rest)
    case .other: break
    }
  }

  /// Ends the call of a thread that other lines have interrupted.
  private mutating func end(_ pid: Int, _ name: String, _ rest: String) {
    guard let index = open[pid], calls[index].name == name else {
      return note(.init(column: 0, text: "the beginning of this call is not in the log"))
    }
    if rest.hasSuffix("<unfinished ...>") { return }
    open[pid] = nil
    guard let (arguments, result) = StraceLine.split(calls[index].arguments + rest) else {
      return note(.init(column: 0, text: "the call is not closed with )"))
    }
    (calls[index].arguments, calls[index].result, calls[index].ended) = (arguments, result, lineCount)
  }

  private mutating func note(_ problem: StraceLine.Problem) {
    strangeCount += 1
    guard strange == nil else { return }
    let diagnostic = Diagnostic(
      "line \(lineCount) of the log is not a line of strace", at: problem.column..<problem.column + 1,
      label: problem.text,
      help: "strace -f -e trace=%network,read,write,close,poll -s 4096 -o FILE PROGRAM writes a log"
    ).inKorean("기록의 \(lineCount)번째 줄은 strace의 줄이 아닙니다")
    strange = SessionFile.Problem(number: lineCount, diagnostic: diagnostic)
  }
}
