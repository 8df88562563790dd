/// Lines with which many tests begin.
package enum OpeningLines {
  /// A listener `srv`, and a client `cli` that waits in its queue.
  package static let connecting = [
    "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5", "socket cli tcp", "connect cli {srv}",
  ]

  /// The same with `conn`, the accepted end of `cli`.
  package static let connected = connecting + ["accept srv conn"]
}

extension Sequence<String> {
  /// The lines as one text.
  package var text: String { joined(separator: "\n") }
}
