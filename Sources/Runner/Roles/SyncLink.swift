import Glibc
import Sockets

/// The connection to another process that shares the roles of a file. Only the session's thread reads; two threads write.
final class SyncLink {
  let writer: SyncWriter
  /// The roles that are played at the other end.
  var roles: [String]
  /// The other end's host, if it is another one.
  let host: SocketAddress?
  private var frames = SyncFrames()
  /// Whether nothing more will come.
  private(set) var isOver = false
  /// Whether the process at the other end is not wanted.
  var isDismissed = false
  /// When something came last.
  private(set) var heard = monotonicNanoseconds()

  /// How long nothing may come, in seconds: each process says every second that it still runs.
  static let silenceLimit = 10

  var descriptor: Int32 { writer.descriptor }

  /// - Parameter descriptor: Of a connected socket, which belongs to the link from now on.
  init(_ descriptor: Int32, roles: [String] = [], host: SocketAddress? = nil) {
    writer = SyncWriter(Descriptors.outOfTheWay(descriptor))
    (self.roles, self.host) = (roles, host)
  }

  deinit { writer.close() }

  func send(_ message: SyncMessage) { writer.send(message.frame) }

  /// The next message that has come; nil if none has.
  /// - Parameter silenceLimit: How long nothing may have come, in seconds.
  /// - Throws: That none will.
  func next(silenceLimit: Int = silenceLimit) throws(RoleProblem) -> SyncMessage? {
    if let message = try buffered() { return message }
    read()
    if let message = try buffered() { return message }
    if isOver { throw .gone(roles) }
    let silence = Int((monotonicNanoseconds() - heard) / 1_000_000_000)
    if silence >= silenceLimit { throw .silent(roles, seconds: silenceLimit) }
    return nil
  }

  private func buffered() throws(RoleProblem) -> SyncMessage? {
    do throws(NotAMessage) { return try frames.next() } catch { throw .outOfStep(roles) }
  }

  /// Reads one piece: more would only fill the memory.
  private func read() {
    if isOver { return }
    switch frames.receive(on: descriptor) {
    case .data: heard = monotonicNanoseconds()
    case .nothing: break
    case .end: isOver = true
    }
  }

  /// Ends the connection so that what was sent arrives: one that is closed with something unread is reset.
  func finish() {
    shutdown(descriptor, Int32(SHUT_WR))
    let end = monotonicNanoseconds() + 1_000_000_000
    while !isOver, monotonicNanoseconds() < end {
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      poll(&entry, 1, 100)
      read()
      frames = SyncFrames()
    }
  }

  /// Nothing could be heard while this process was not looking.
  func beginsToListen() { heard = monotonicNanoseconds() }
}

/// Writes whole messages, from any thread.
final class SyncWriter: Sendable {
  let descriptor: Int32
  /// Whether nothing more can be sent.
  private let isClosed = Locked(false)

  /// How long the other end may take nothing, in milliseconds.
  private static let writeTimeout = 5000

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  func send(_ frame: [UInt8]) {
    isClosed.withLock { isClosed in
      var sent = 0
      while !isClosed, sent < frame.count {
        let count = frame[sent...].withUnsafeBytes {
          Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
        }
        if count > 0 { sent += count }
        if count >= 0 || errno == EINTR { continue }
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        // What was begun cannot be taken back: nothing more may follow it.
        isClosed = errno != EAGAIN || poll(&entry, 1, Int32(Self.writeTimeout)) <= 0
      }
    }
  }

  func close() {
    isClosed.withLock { isClosed in
      isClosed = true
      _ = Glibc.close(descriptor)
    }
  }
}

/// Says to the others every second that this process still runs, on a thread of its own.
final class Heartbeat: Sendable {
  private let isStopped = Locked(false)
  private static let interval: Int32 = 1000

  /// No thread is no reason not to play: the others then wait for a long line no longer than they would for a dead process.
  init(_ writers: [SyncWriter]) {
    let isStopped = isStopped
    _ = Threads.start(stack: 64 << 10) {
      while poll(nil, 0, Self.interval) == 0, !isStopped.withLock({ $0 }) {
        for writer in writers { writer.send(SyncMessage.alive.frame) }
      }
    }
  }

  func stop() { isStopped.withLock { $0 = true } }
}
