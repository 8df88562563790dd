import Glibc
import Handles
import SessionLanguage
import Sockets

// What the receiving calls have in common.

extension Arguments {
  /// How many bytes to receive.
  func length(_ index: Int) throws(Diagnostic) -> Int {
    try length(index, default: Parameter.usualLength)
  }
}

extension SocketKind {
  /// Whether receiving nothing with `flags` means the end of a stream. The error queue is not a stream.
  func mayEnd(_ flags: Int32) -> Bool { type == .stream && flags & Int32(MSG_ERRQUEUE) == 0 }

  /// Whether the kernel throws the data away instead of writing them: MSG_TRUNC means that on TCP. See `tcp(7)`.
  func discards(_ flags: Int32) -> Bool {
    isTCP && flags & (Int32(MSG_TRUNC) | Int32(MSG_ERRQUEUE)) == Int32(MSG_TRUNC)
  }
}

extension HandleTable {
  /// Until when receiving `length` bytes may have to wait.
  func waitToReceive(_ length: Int, on handle: Handle, _ flags: Int32) -> Wait {
    let descriptor = handle.descriptor
    if flags & (Int32(MSG_ERRQUEUE) | Int32(MSG_DONTWAIT)) != 0 { return .never }
    if doubtfulReadiness(of: handle, peeks: flags & Int32(MSG_PEEK) != 0) != nil { return .unknown }
    // MSG_WAITALL waits for all of a stream's bytes, which poll does not count.
    let waitsForAll = flags & Int32(MSG_WAITALL) != 0 && handle.kind.type == .stream
    if waitsForAll, kernel.observe(descriptor, handle.kind).unread >= length {
      return .until(descriptor, events: Int16(POLLIN))
    }
    return .toReceive(on: descriptor, waitsForAll ? flags : flags & ~Int32(MSG_WAITALL))
  }
}

extension Wait {
  /// Until when receiving may have to wait.
  static func toReceive(on descriptor: Int32, _ flags: Int32) -> Wait {
    if flags & Int32(MSG_DONTWAIT) != 0 { return .never }
    return flags & Int32(MSG_WAITALL) != 0 ? .unknown : .until(descriptor, events: Int16(POLLIN))
  }
}
