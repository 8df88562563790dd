import Glibc
import Runner
import Sockets

/// Reads standard input by lines, while events of the session are shown.
struct LineReader {
  private let session: Session
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false
  /// Why reading failed.
  private(set) var problem: Errno?

  init(_ session: Session) { self.session = session }

  /// The next line without its line end; nil at the end of input, and once the session is interrupted.
  mutating func next() -> [UInt8]? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0a) { return takeLine(to: end, next: end + 1) }
      searched = buffer.count
      if isAtEnd { return start < buffer.count ? takeLine(to: buffer.count, next: buffer.count) : nil }
      let consumed = start
      fill()
      if problem != nil || session.isInterrupted { return nil }
      searched -= consumed - start
    }
  }

  private mutating func takeLine(to end: Int, next: Int) -> [UInt8] {
    let line = Array(buffer[start..<(end > start && buffer[end - 1] == 0x0d ? end - 1 : end)])
    start = next
    return line
  }

  private mutating func fill() {
    buffer.removeFirst(start)
    start = 0
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
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
      if count < 0 { problem = Errno(error) } else if count == 0 { isAtEnd = true } else { buffer += chunk[..<count] }
      if buffer.count > SessionLoader.limit { problem = Errno(EFBIG) }
      return
    }
  }
}
