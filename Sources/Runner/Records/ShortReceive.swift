/// What came where a line expected data and its call did not return them, or not all of them: what was seen then.
/// A class, so that a step without a failure costs no more: each step asks for its failure several times.
package final class ShortReceive: Sendable {
  /// What the call received.
  package let bytes: [UInt8]
  /// How many bytes were unread afterwards: they had come too late, or the call did not ask for them.
  package let late: Int
  /// How many bytes were unread from an urgent byte on, where receiving stops. They are not counted in `late`.
  package let behindMark: Int
  package let expected: Expected
  /// nil where there is no connection, or nothing can be seen of it.
  package let ending: Ending?
  /// Where the call itself ended what came; nil where it would have taken more.
  package let bound: Bound?

  package init(
    bytes: [UInt8], late: Int = 0, behindMark: Int = 0, expected: Expected, ending: Ending?, bound: Bound? = nil
  ) {
    (self.bytes, self.late, self.behindMark) = (bytes, late, behindMark)
    (self.expected, self.ending, self.bound) = (expected, ending, bound)
  }

  package enum Bound: Sendable, Equatable {
    /// The call asked for this many bytes; the rest stays unread.
    case length(Int, call: String)
    /// The call asked for this many bytes of a message, such as a `datagram`; the rest is lost.
    case cut(Int, call: String, message: String)
    /// That was the whole message, such as `datagram`.
    case message(String)
  }

  package enum Expected: Sendable, Equatable {
    case exactly([UInt8])
    /// More may follow these.
    case prefix([UInt8])
    /// Only their number was expected.
    case count(ClosedRange<Int>)
    /// What a regular expression finds, or the mark of the call ends.
    case matching
  }

  package enum Ending: Sendable {
    /// No FIN and no RST has come, and no data.
    case open
    /// FIN has come.
    case finished
    /// The other end of a UNIX domain socket sends no more.
    case closed
    case reset
    /// The kernel holds an error that no call has returned yet. Reading it would take it away.
    case errorPending
  }
}
