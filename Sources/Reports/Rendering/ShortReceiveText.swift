import Runner
import SessionLanguage
import Text

/// What came where a line expected more, as the notes of an error.
enum ShortReceiveText {
  /// - Parameter room: How many columns a note has; nil for as many as it takes.
  static func notes(_ short: ShortReceive, _ room: Int? = nil) -> [Diagnostic.Note] {
    // Where something is unread, more has come.
    let ending = short.late > 0 || short.behindMark > 0 ? "" : short.ending.map { "; " + text($0) } ?? ""
    if short.bytes.isEmpty { return [Diagnostic.Note("came", nothing(short, ending) + mark(short))] }
    return [Diagnostic.Note("came", text(short) + rest(short) + ending + mark(short))] + rows(short, room)
  }

  private static func nothing(_ short: ShortReceive, _ ending: String) -> String {
    switch short.bound {
    case .message(let noun)?: "an empty \(noun) came" + next(short)
    case .length(_, let call)?: "\(call) asked for nothing" + (short.late > 0 ? more(short, "") : ending)
    case .cut(_, let call, let noun)?: "\(call) asked for nothing: what the \(noun) had is lost"
    case nil where short.late > 0: "no answer came in time; \(Plural.bytes(short.late)) came afterwards"
    case nil where short.behindMark > 0: "nothing was received"
    case nil: "no answer came" + ending
    }
  }

  /// What is unread from an urgent byte on, where a call that receives stops.
  private static func mark(_ short: ShortReceive) -> String {
    let count = short.behindMark
    return count > 0
      ? "; \(Plural.bytes(count)) \(Plural.is(count)) unread from an urgent byte on, where receiving stops" : ""
  }

  /// What became of the rest.
  private static func rest(_ short: ShortReceive) -> String {
    switch short.bound {
    case .length(let asked, let call)?:
      (short.late > 0 ? more(short, "more ") + ":" : ";") + " \(call) asked for \(asked)"
    case .cut(let asked, let call, let noun)?: "; \(call) asked for \(asked): what else the \(noun) had is lost"
    case .message(let noun)?: "; the \(noun) had no more" + next(short)
    case nil: short.late > 0 ? more(short, "more ") : ""
    }
  }

  private static func next(_ short: ShortReceive) -> String { short.late > 0 ? "; the next one is unread" : "" }

  private static func more(_ short: ShortReceive, _ word: String) -> String {
    "; \(Plural.count(short.late, word + "byte")) \(Plural.is(short.late)) unread"
  }

  /// Whether it is known where the bytes are that have not come.
  private static func isElsewhere(_ short: ShortReceive) -> Bool {
    if case .cut? = short.bound { return true }
    return short.late > 0 || short.behindMark > 0
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
        let came = "\(first) of \(Plural.bytes(all.count)) came"
        return isElsewhere(short) ? came : came + "; missing: \(missing(all[first...]))"
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

  private static func rows(_ short: ShortReceive, _ room: Int?) -> [Diagnostic.Note] {
    switch short.expected {
    case .exactly(let all), .prefix(let all):
      return HexRow.notes(all, short.bytes, mark: HexRow.firstDifference(all, short.bytes), room: room)
    case .count, .matching: return [Diagnostic.Note("got", HexRow.first(short.bytes, room: room))]
    }
  }

  private static func text(_ ending: ShortReceive.Ending) -> String {
    switch ending {
    case .open: "the connection is open"
    case .finished: "the other end has sent FIN: no more will come"
    case .closed: "the other end has closed, or was shut down for writing: no more will come"
    case .reset: "the connection was reset: no more will come"
    case .errorPending: "the connection has an error that no call has returned yet"
    }
  }
}
