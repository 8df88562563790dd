import Glibc
import Sockets

/// A terminal that has connected to a shell, as the thread sees it that talks with all of them.
struct TerminalGuest {
  let number: Int
  let descriptor: Int32
  let process: pid_t
  let came = monotonicNanoseconds()
  private var frames = Frames<TerminalMessage>()
  /// What has not been written yet.
  private var unwritten: [UInt8] = []
  /// Whether it has said who it is.
  private(set) var isKnown = false
  /// Whether nothing more is to be read or written.
  private(set) var isGone = false
  /// Whether it is to go once everything is written.
  var isDismissed = false

  /// The most that is kept for a terminal that does not read, in bytes.
  private static let most = 4 << 20
  /// How long it may take to say who it is, in nanoseconds.
  private static let helloTimeout: Int64 = 5_000_000_000

  init(_ number: Int, _ descriptor: Int32, process: pid_t) {
    (self.number, self.descriptor, self.process) = (number, descriptor, process)
  }

  var isWritten: Bool { unwritten.isEmpty }

  /// What poll(2) is to watch for.
  var interest: Int16 { Int16(POLLIN) | (isWritten ? 0 : Int16(POLLOUT)) }

  /// Whether it has been silent for too long.
  var isStranger: Bool { !isKnown && monotonicNanoseconds() - came > Self.helloTimeout }

  mutating func add(_ bytes: [UInt8]) {
    unwritten += bytes
    if unwritten.count > Self.most { isGone = true }
  }

  /// Writes as much as there is room for. The C function is `send`.
  mutating func write() {
    while !unwritten.isEmpty, !isGone {
      let count = unwritten.withUnsafeBytes {
        send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      }
      if count > 0 { unwritten.removeFirst(count) }
      if count >= 0 || errno == EINTR { continue }
      if errno != EAGAIN { isGone = true }
      break
    }
    if unwritten.isEmpty, isDismissed { isGone = true }
  }

  /// Reads what has come.
  /// - Returns: The messages in it. The first is a hello, and no other; a terminal that sends anything else is gone.
  mutating func read() -> [TerminalMessage] {
    if frames.receive(on: descriptor) == .end { isGone = true }
    var messages: [TerminalMessage] = []
    do throws(NotAMessage) {
      while let message = try frames.next() {
        let isHello = if case .hello = message { true } else { false }
        guard isHello != isKnown else { throw NotAMessage() }
        isKnown = true
        messages.append(message)
      }
    } catch { isGone = true }
    return messages
  }
}
