import Glibc
import Runner
import Sockets
import Text

/// Reads standard input by lines, while events of the session are shown.
struct LineReader {
  private let session: Session
  private var buffer = LineBuffer()
  private var chunk = [UInt8](repeating: 0, count: 1 << 16)
  private var isAtEnd = false
  /// Why reading failed.
  private(set) var problem: Errno?

  init(_ session: Session) { self.session = session }

  /// The next line without its line end; nil at the end of input, and once the session is interrupted.
  mutating func next() -> ArraySlice<UInt8>? {
    while true {
      if let line = buffer.next() { return line.withoutCarriageReturn }
      if isAtEnd { return buffer.rest()?.withoutCarriageReturn }
      fill()
      if problem != nil || session.isInterrupted { return nil }
    }
  }

  private mutating func fill() {
    while !session.isInterrupted {
      var entry = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, Int32(Session.watchInterval)) > 0 else {
        session.catchUp()
        continue
      }
      let count = read(0, &chunk, chunk.count)
      let error = errno
      // Another process that shares the input may have read it meanwhile, and then a signal interrupts this wait.
      if count < 0, error == EINTR || error == EAGAIN { continue }
      if count < 0 {
        problem = Errno(error)
      } else if count == 0 {
        isAtEnd = true
      } else {
        chunk.withUnsafeBytes { buffer.append(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      }
      if buffer.count > SessionLoader.limit { problem = Errno(EFBIG) }
      return
    }
  }
}
