import SessionLanguage
import Sockets
import Text

/// What a command wants done; the runner does it.
package enum Action {
  case call(Invocation)
  /// System calls, made one after the other until one fails.
  case calls([Invocation])
  /// Lines to show, and what they say as values for programs; a command that only has prose gives none.
  case report(Listing, values: [Row] = [])
  /// Lines to show again and again.
  case watch(Watch)
  /// Something that is the session's to do.
  case request(Request)
}

/// Lines that are made anew every second.
package struct Watch {
  /// How often; nil until a person ends it with Ctrl-C.
  package let count: Int?
  /// Where the line says so.
  package let span: Span
  package let lines: () -> Listing
}

extension Action {
  /// A table to show, with `rows` below its `head`.
  static func table(
    _ head: [String], _ rows: [[String]], yielding: [Table.Yielding], below lines: [String] = [], values: [Row] = []
  ) -> Action {
    .report(Listing(Table([head] + rows, yielding: yielding)) + Listing(lines), values: values)
  }
}
