import Runner
import SessionLanguage
import Text

/// What came where a line expected more, as the notes of an error.
enum ShortReceiveText {
  static func notes(_ short: ShortReceive) -> [Diagnostic.Note] {
    let late = short.bytes.isEmpty && short.late > 0 ? " in time; \(Plural.bytes(short.late)) came afterwards" : ""
    let ending = short.ending.map { "; " + text($0) } ?? ""
    if short.bytes.isEmpty { return [Diagnostic.Note("came", "no answer came" + (late.isEmpty ? ending : late))] }
    return [Diagnostic.Note("came", text(short) + ending)] + rows(short)
  }

  private static func text(_ short: ShortReceive) -> String {
    let bytes = "\(Plural.bytes(short.bytes.count)) came"
    switch short.expected {
    case .matching: return bytes
    case .count(let range):
      return "\(bytes), \(range.count == 1 ? "" : "at least ")\(range.lowerBound) expected"
    case .exactly(let all), .prefix(let all):
      let first = HexRow.firstDifference(all, short.bytes)
      if first == short.bytes.count, first < all.count {
        return "\(first) of \(Plural.bytes(all.count)) came; missing: \(missing(all[first...]))"
      }
      let isSame = first == all.count
      return "\(bytes), \(all.count) expected" + (isSame ? "" : "; byte \(first) differs")
    }
  }

  /// The most missing bytes that are shown.
  private static let longest = 16

  private static func missing(_ bytes: ArraySlice<UInt8>) -> String {
    let shown = bytes.prefix(longest), end = bytes.count > longest ? " …" : ""
    return shown.map(\.hexDigits).joined(separator: " ") + end + " " + Literal.text(shown) + end
  }

  private static func rows(_ short: ShortReceive) -> [Diagnostic.Note] {
    switch short.expected {
    case .exactly(let all), .prefix(let all):
      return HexRow.notes(all, short.bytes, mark: HexRow.firstDifference(all, short.bytes))
    case .count, .matching: return [Diagnostic.Note("got", HexRow.text(short.bytes, mark: nil))]
    }
  }

  private static func text(_ ending: ShortReceive.Ending) -> String {
    switch ending {
    case .open: "the connection is open, and the other end is silent"
    case .finished: "the other end has sent FIN: no more will come"
    case .closed: "the other end has closed, or was shut down for writing: no more will come"
    case .reset: "the connection was reset: no more will come"
    case .errorPending: "the connection has an error that no call has returned yet"
    }
  }
}
