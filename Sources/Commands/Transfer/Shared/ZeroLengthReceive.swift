import Glibc
import Handles
import Sockets

// What it means that a call received nothing, where messages are kept apart.
extension HandleTable {
  /// What there is to say of a call on `handle` that had `capacity` and returned 0 all the same; nil where that is the end of
  /// file, or no call could.
  func zeroLengthNotes(_ handle: Handle, capacity: Int, _ flags: Int32 = 0) -> ((HandleTable, Answer) -> [String])? {
    // What is in the error queue is not a message that came.
    guard handle.kind.isSocket, !handle.kind.isStream, capacity > 0, flags & Int32(MSG_ERRQUEUE) == 0 else {
      return nil
    }
    return { _, answer in
      // With the sender's address, the card says so already.
      guard answer.result == 0, answer.received.address == nil else { return [] }
      return [handle.zeroLengthMeaning]
    }
  }
}

extension Handle {
  fileprivate var zeroLengthMeaning: String {
    if isShutForReading {
      let message = kind.type == .sequenced ? "message" : "datagram"
      return "  \(name) was shut down for reading: nothing came, or an empty \(message), which looks the same"
    }
    if kind.type != .sequenced { return "  an empty datagram came" }
    return snapshot.shut.contains(.receiving)
      ? "  the other end sends no more: this is the end of file, unless an empty message came, which looks the same"
      : "  an empty message came"
  }
}
