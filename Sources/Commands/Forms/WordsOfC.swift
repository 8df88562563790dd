import SessionLanguage
import Sockets
import Text

/// Words that C or English has between those of a line, and that a line does without.
enum WordsOfC {
  /// The first edit that `line` needs.
  static func edit(_ line: TypedLine) -> TypedLine.Edit? {
    receiver(line) ?? buffer(line) ?? MistakenLength.edit(line) ?? events(line)
  }

  /// The edit for words that lack the blank between them.
  static func parting(_ line: TypedLine) -> TypedLine.Edit? { background(line) ?? quotes(line) }

  /// `recv d&`
  private static func background(_ line: TypedLine) -> TypedLine.Edit? {
    let index = line.count - 1, end = line.span(index).upperBound
    guard !line.line.inBackground, !line.hasByHand, line.statement.line[end - 1] == UInt8(ascii: "&"),
      case .text(let text)? = line.word(index).segments.last, text.utf8.count > 1, !text.hasSuffix("&&"),
      !line.command.parameters.contains(where: MistakenData.isSent)
    else { return nil }
    switch line.command.parameter(at: index)?.kind {
    case .handle, .newHandle, .integer, .flags, .polled, .selected: return .init(span: end - 1..<end, text: " &")
    default: return nil
    }
  }

  /// `send cli"hello"`
  private static func quotes(_ line: TypedLine) -> TypedLine.Edit? {
    for index in 0..<line.count where line.command.parameter(at: index)?.kind == .handle {
      let segments = line.word(index).segments
      guard segments.count > 1, case .text(let name) = segments[0], case .quoted = segments[1], Name.isValid(name)
      else { continue }
      let end = line.span(index).lowerBound + name.utf8.count
      return .init(span: end..<end, text: " ")
    }
    return nil
  }

  /// `sendto u "hi" to 127.0.0.1:9`
  private static func receiver(_ line: TypedLine) -> TypedLine.Edit? {
    guard line.place(where: { $0 == .address }) != nil else { return nil }
    let first = (line.place { $0 == .data } ?? 0) + 1
    for index in stride(from: first, to: line.count - 1, by: 1) where line.plain(index) == "to" {
      let isAddress = line.plain(index + 1)?.contains(":") ?? (line.word(index + 1).loneReference != nil)
      if isAddress { return without(index, line) }
    }
    return nil
  }

  private static let buffers: Set<String> = ["buf", "buffer", "&buf"]

  /// `recv conn buf 100`
  private static func buffer(_ line: TypedLine) -> TypedLine.Edit? {
    guard let place = line.command.parameters.firstIndex(where: { $0.name == Parameter.length.name }),
      place + 1 < line.count, let name = line.plain(place), buffers.contains(name),
      line.plain(place + 1).flatMap({ Int(numeral: $0) }) != nil
    else { return nil }
    return without(place, line)
  }

  /// `poll cli POLLIN 0`
  private static func events(_ line: TypedLine) -> TypedLine.Edit? {
    guard line.place(where: { $0 == .polled }) != nil else { return nil }
    for index in stride(from: 1, to: line.count, by: 1) {
      guard let handle = line.plain(index - 1), !handle.contains(":"), let text = line.plain(index),
        text.hasPrefix("POLL")
      else { continue }
      let isEvents = text.split(separator: "|").allSatisfy { ConstantTable.pollEvents.symbols.contains(String($0)) }
      if isEvents { return .init(span: line.span(index - 1, index), text: "\(handle):\(text)") }
    }
    return nil
  }

  /// `1,000`, whose comma is within a number.
  static func isThousands(_ text: String) -> Bool {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    return parts.allSatisfy { $0.utf8.allSatisfy(\.isDigit) } && parts.dropFirst().allSatisfy { $0.utf8.count == 3 }
      && (1...3).contains(parts[0].utf8.count)
  }

  /// `POLLIN,POLLOUT`, where the comma is no end of a word.
  static func joinsEvents(_ text: String) -> Bool {
    text.split(separator: ",").last.map { ConstantTable.pollEvents.symbols.contains(String($0)) } ?? false
  }

  /// The edit that leaves the word at `index` out, which is not the last.
  private static func without(_ index: Int, _ line: TypedLine) -> TypedLine.Edit {
    .init(span: line.span(index).lowerBound..<line.span(index + 1).lowerBound, text: "")
  }
}
