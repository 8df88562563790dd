import Glibc
import Sockets

// What could be done with a handle now without waiting.
extension Handle {
  /// The events that it says, each with its letter.
  private static let letters: [(event: Int32, letter: Character)] = [(POLLIN, "R"), (POLLOUT, "W"), (POLLPRI, "X")]

  /// What poll(2) reports of it now, in letters: `R` to read, `W` to write, `X` for urgent data; `-` for none of them.
  /// Asking takes nothing away: an edge of epoll, data and errors stay as they are.
  ///
  /// - Returns: nil without a descriptor, and while a call holds the lock of its pipe.
  package func readiness(_ kernel: any Kernel) -> String? {
    guard isOpen, !isLocked else { return nil }
    let ready = Int32(kernel.readyEvents(descriptor, Self.letters.reduce(0) { $0 | Int16($1.event) }))
    let letters = String(Self.letters.filter { ready & $0.event != 0 }.map(\.letter))
    return letters.isEmpty ? "-" : letters
  }
}
