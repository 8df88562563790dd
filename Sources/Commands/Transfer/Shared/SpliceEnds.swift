import Handles
import SessionLanguage
import Sockets

/// What splice and tee have in common.
enum SpliceEnds {
  static let parameters = [
    Parameter("FROM", .handle), Parameter("TO", .handle), Parameter("COUNT", .integer), .flags(.spliceFlags),
  ]

  static func read(_ arguments: Arguments, _ table: HandleTable) throws(Diagnostic) -> (
    from: Target, to: Target, count: Int, flags: Int32
  ) {
    let (from, to) = (try arguments.target(0), try arguments.target(1))
    let count = try arguments.integer(2, default: 0, in: 0...Int(Int32.max))
    let flags = try arguments.flags(3, from: .spliceFlags)
    try table.permitSending(on: to, at: arguments.span(1))
    return (from, to, count, flags)
  }

  /// The call may wait for either end, so it is the business of one that waits: a handle that does not wait would let
  /// the session's own thread make the call.
  static func invocation(
    _ call: Call, _ from: Target, _ to: Target, _ table: HandleTable, _ body: @escaping Call.Body
  ) -> Invocation {
    // Where one end is nothing, the call fails at once, and the card shows the other.
    let isSwapped = from.handle.map { table.isNonblocking($0) } ?? true
    let isWhole = from.handle != nil && to.handle != nil
    return Invocation(
      call, on: isSwapped ? to : from, wait: isWhole ? .unknown : .never, isTransfer: isWhole,
      alsoAffects: (isSwapped ? from : to).handle, body: body)
  }
}
