import CSockets
import Glibc
import Sockets

/// The thread of a relay.
final class RelayThread: Sendable {
  let state = Locked(RelayState())
  /// An eventfd that ends the wait.
  private let bell = Descriptors.outOfTheWay(sockplay_eventfd())
  private let hasStarted = Locked(false)
  private let ended = Semaphore()

  deinit { close(bell) }

  /// Starts it, if it does not run yet, and makes it look at its ports.
  /// - Returns: The errno if the system grants no thread.
  func start() -> Errno? {
    defer { wake() }
    return hasStarted.withLock { hasStarted in
      guard !hasStarted else { return nil }
      let errno = Threads.start(stack: 256 << 10) { self.run() }
      hasStarted = errno == nil
      return errno
    }
  }

  func wake() {
    var one: UInt64 = 1
    _ = write(bell, &one, 8)
  }

  /// Ends it, and lets go of the ports.
  func stop() {
    state.withLock { $0.isStopping = true }
    let runs = hasStarted.withLock { hasStarted in
      defer { hasStarted = false }
      return hasStarted
    }
    if runs {
      wake()
      while ended.wait() != nil {}
    }
    // Outside the lock they are closed.
    _ = state.withLock { $0.detachAll() }
  }

  private func run() {
    _ = sockplay_exact_timers()
    let outgoing = Outgoing()
    while true {
      let (ports, due, isStopping) = state.withLock { state in
        state.isBusy = false
        return (state.ports, state.held.due, state.isStopping)
      }
      if isStopping { break }
      let ready = wait(for: ports, until: due)
      state.withLock { $0.isBusy = true }
      sendDue(ports, outgoing)
      for port in ready { takeAll(from: port, ports, outgoing) }
    }
    ended.post()
  }

  /// Waits until a frame comes, one is due, or the bell rings.
  /// - Returns: The ports that have frames.
  private func wait(for ports: [RelayPort], until due: Int64?) -> [Int] {
    var entries = (ports.map(\.ring.descriptor) + [bell]).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let left = due.map { $0 == .min ? 0 : max(0, $0 - monotonicNanoseconds()) } ?? -1
    guard sockplay_wait_frames(&entries, UInt32(entries.count), left) > 0 else { return [] }
    if entries[ports.count].revents != 0 {
      var count: UInt64 = 0
      _ = read(bell, &count, 8)
    }
    return ports.indices.filter { port in
      if entries[port].revents & Int16(POLLERR) != 0 { takeError(of: ports[port]) }
      return entries[port].revents & Int16(POLLIN) != 0
    }
  }

  /// An interface that goes down leaves an error, and until somebody has read it every wait would end at once. There is
  /// nothing to do about it.
  private func takeError(of port: RelayPort) {
    var error: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(port.ring.descriptor, SOL_SOCKET, SO_ERROR, &error, &length)
  }

  private func sendDue(_ ports: [RelayPort], _ outgoing: Outgoing) {
    let now = monotonicNanoseconds()
    state.withLock { $0.takeDue(at: now, into: outgoing) }
    send(outgoing, ports)
  }

  /// Passes on what `port` has. A host that sends without end does not keep the others from being heard.
  private func takeAll(from port: Int, _ ports: [RelayPort], _ outgoing: Outgoing) {
    for _ in 0..<4 {
      let count = ports[port].ring.take { frames in
        state.withLock { state in
          for frame in frames { state.pass(frame, from: port, into: outgoing) }
        }
        send(outgoing, ports)
      }
      if count < FrameRing.batch { break }
    }
    let drops = ports[port].ring.takeDrops()
    if drops > 0 { state.withLock { $0.failed += drops } }
  }

  private func send(_ outgoing: Outgoing, _ ports: [RelayPort]) {
    let refused = outgoing.send(through: ports)
    if refused > 0 { state.withLock { $0.failed += refused } }
  }
}
