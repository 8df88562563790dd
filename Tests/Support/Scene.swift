/// Lines with which many tests begin.
public enum Scene {
  /// A listener `srv`, and a client `cli` that waits in its queue.
  public static let connecting = ["socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5", "socket cli tcp", "connect cli {srv}"]

  /// The same with `conn`, the accepted end of `cli`.
  public static let connected = connecting + ["accept srv conn"]
}

extension Sequence<String> {
  /// The lines as one text.
  public var text: String { joined(separator: "\n") }
}
