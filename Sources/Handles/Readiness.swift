import Glibc
import Sockets

// What could be done with a handle now without waiting.
extension Handle {
  /// The events that it says, each with its letter.
  private static let letters: [(event: Int32, letter: Character)] = [
    (POLLIN, "R"), (POLLOUT, "W"), (POLLPRI, "X"), (POLLERR, "E"),
  ]

  /// What poll(2) reports of it now, in letters: `R` to read, `W` to write, `X` for urgent data, `E` for an
  /// error; `-` for none of them.
  /// Asking takes nothing away: an edge of epoll, data and errors stay as they are.
  ///
  /// A call that would return an error or the end of file at once does not wait either, and poll(2) has other events for
  /// some of these: POLLERR alone for the error of a datagram socket, POLLHUP or POLLERR for a pipe whose other end is
  /// closed.
  ///
  /// - Returns: nil without a descriptor, and while a call holds the lock of its pipe.
  package func readiness(_ kernel: any Kernel) -> String? {
    guard isOpen, !isLocked else { return nil }
    var ready = Int32(kernel.readyEvents(descriptor, Self.letters.reduce(0) { $0 | Int16($1.event) }))
    if kind == .pipe {
      if ready & POLLHUP != 0 { ready |= POLLIN }
      if ready & POLLERR != 0 { ready |= POLLOUT }
    } else if kind.isSocket, kind.type != .stream, ready & POLLERR != 0 {
      ready |= POLLIN
    }
    let letters = String(Self.letters.filter { ready & $0.event != 0 }.map(\.letter))
    return letters.isEmpty ? "-" : letters
  }
}
