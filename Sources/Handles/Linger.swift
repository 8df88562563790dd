import Sockets

// close(2) on a socket that has SO_LINGER.
extension HandleTable {
  /// For how many seconds close may wait for the other end; nil if it does not wait. The kernel is only asked once any
  /// socket of the session may have the option, because an accepted socket inherits it. See SO_LINGER in socket(7).
  package func lingerTime(_ handle: Handle) -> Int? {
    guard mayLinger, handle.isOpen, handle.kind.isTCP, handle.endpoints.hasPeer else { return nil }
    guard let bytes = value(of: .linger, on: handle), bytes.count == 8 else { return nil }
    // struct linger { int l_onoff, l_linger; }
    let (isOn, seconds) = bytes.withUnsafeBytes {
      ($0.load(as: Int32.self) != 0, Int($0.load(fromByteOffset: 4, as: Int32.self)))
    }
    return isOn && seconds > 0 ? seconds : nil
  }

  /// Whether a signal ended a close of `handle` that was to linger up to `seconds` and took `nanoseconds`. Its result
  /// does not show that: the other end has not acknowledged everything.
  package func isCut(_ handle: Handle, _ seconds: Int, _ nanoseconds: Int64) -> Bool {
    guard nanoseconds < Int64(seconds) * 1_000_000_000,
      let state = orphanedState(of: handle, last: handle.snapshot)?.state
    else { return false }
    return state.hasUnacknowledgedFIN
  }

  /// The notes on a close that lingered: up to `seconds` were allowed, and it took `nanoseconds`.
  package func lingered(_ handle: Handle, _ seconds: Int, _ nanoseconds: Int64) -> [String] {
    guard handle.snapshot.state.hasUnacknowledgedFIN else { return [] }
    let isCut = nanoseconds < Int64(seconds) * 1_000_000_000
    let end =
      isCut ? "a signal ended the wait, which a close does not report" : "the time of SO_LINGER (\(seconds) s) is over"
    return ["  linger  \(end); the kernel goes on sending what is left, without a descriptor"]
  }
}
