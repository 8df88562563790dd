import Sockets

// close(2) on a socket that has SO_LINGER.
extension HandleTable {
  /// For how many seconds close may wait for the other end; nil when it does not wait. The kernel is asked once some
  /// socket of the session may have the option, because an accepted socket inherits it. See SO_LINGER in socket(7).
  package func lingerTime(_ id: HandleID) -> Int? {
    let handle = self[id]
    guard mayLinger, handle.isOpen, handle.kind.isTCP, handle.endpoints.hasPeer else { return nil }
    guard case .value(let bytes) = kernel.value(of: .linger, on: handle.descriptor), bytes.count == 8 else {
      return nil
    }
    // struct linger { int l_onoff, l_linger; }
    let (isOn, seconds) = bytes.withUnsafeBytes {
      ($0.load(as: Int32.self) != 0, Int($0.load(fromByteOffset: 4, as: Int32.self)))
    }
    return isOn && seconds > 0 ? seconds : nil
  }

  /// Whether a close of HANDLE that was to linger up to SECONDS and took so many NANOSECONDS was ended by a signal,
  /// which its result does not tell: then the other end has not confirmed all that was sent.
  package func isCut(_ handle: Handle, _ seconds: Int, _ nanoseconds: Int64) -> Bool {
    guard nanoseconds < Int64(seconds) * 1_000_000_000,
      let state = kernel.orphanedState(handle.endpoints, handle.kind, last: handle.snapshot)?.state
    else { return false }
    return Self.lingering.contains(state)
  }

  /// The states in which close waits.
  private static let lingering: Set<SocketState> = [.finWait1, .closing, .lastAck]

  /// What there is to say of a close that lingered up to SECONDS and took so many NANOSECONDS.
  package func lingered(_ handle: Handle, _ seconds: Int, _ nanoseconds: Int64) -> [String] {
    guard Self.lingering.contains(handle.snapshot.state) else { return [] }
    let isCut = nanoseconds < Int64(seconds) * 1_000_000_000
    let end =
      isCut ? "a signal ended the wait, which a close does not report" : "the time of SO_LINGER (\(seconds) s) is over"
    return ["  linger  \(end); the kernel goes on sending what is left, without a descriptor"]
  }
}

extension SocketOption {
  fileprivate static let linger = named("SO_LINGER")!
}
