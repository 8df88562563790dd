import SessionLanguage
import Sockets
import Text

/// Numbers after the data of send, where C has their length: here it would be flags.
enum MistakenLength {
  /// The edit that leaves the length of C out: `send cli "hello\n" 6 0`.
  static func edit(_ line: TypedLine) -> TypedLine.Edit? {
    guard let place = line.command.parameters.firstIndex(where: { $0.kind == .data }), line.count == place + 3,
      case .flags(let table)? = line.command.parameter(at: place + 1)?.kind,
      let number = line.plain(place + 1).flatMap({ Int(numeral: $0) }), number == length(of: line.word(place)),
      let flags = line.plain(place + 2), isFlags(flags, table)
    else { return nil }
    return .init(span: line.span(place + 1).lowerBound..<line.span(place + 2).lowerBound, text: "")
  }

  private static func isFlags(_ text: String, _ table: ConstantTable) -> Bool {
    text == "0" || text.split(separator: "|").allSatisfy { table.symbols.contains(String($0)) }
  }

  /// `send cli "hello\n" 6`, and a number after data without quotes.
  static func check(_ line: TypedLine, _ place: Int, _ table: ConstantTable) throws(Diagnostic) {
    let rest = line.count - place - 1
    guard (1...2).contains(rest), let text = line.plain(place + 1), let number = Int(numeralOrHex: text), number > 0,
      edit(line) == nil
    else { return }
    if rest == 2 {
      guard let flags = line.plain(place + 2), isFlags(flags, table), line.word(place).isQuoted else { return }
      throw error(line, place, number)
    }
    guard let length = length(of: line.word(place)) else { return }
    if (length...length + 1).contains(number), !text.hasPrefix("0x") { throw error(line, place, number) }
    guard line.plain(place) != nil else { return }
    throw Diagnostic(
      "\(text) would be flags", at: line.span(place + 1), label: table.flags(Int32(truncatingIfNeeded: number)),
      help: "for a text, \(MistakenData.quotesHelp); a flag is written by its name, such as MSG_DONTWAIT")
  }

  private static func error(_ line: TypedLine, _ place: Int, _ number: Int) -> Diagnostic {
    let isByHand = line.command.byHand.contains("len")
    return Diagnostic(
      "is \(number) the length of the data?", at: line.span(place + 1), label: "flags go here",
      help: "the length is that of the data, flags are written by their names"
        + (isByHand ? "; by hand: len:\(number)" : "")
    ).inKorean(
      "\(number): 데이터의 길이인가요?", label: "여기는 플래그 자리입니다",
      help: "길이는 데이터에서 정해지고, 플래그는 이름으로 적습니다" + (isByHand ? ". 길이를 직접 주려면 len:\(number)" : ""))
  }

  /// How many bytes the data are; nil where that is not written.
  private static func length(of word: Word) -> Int? {
    if case .text(let head)? = word.segments.first, Literal.forms.contains(where: { head.hasPrefix($0) }) { return nil }
    var count = 0
    for segment in word.segments {
      switch segment {
      case .text(let text): count += text.utf8.count
      case .quoted(let bytes): count += bytes.count
      case .reference: return nil
      }
    }
    return count
  }
}
