import Glibc
import Sockets

/// Meets the terminals that join a shell, on a thread of its own: the session's thread takes from it what has come, and never
/// waits for a terminal.
package final class TerminalServer: Sendable {
  package enum Event: Sendable {
    case message(TerminalMessage, from: Int, process: pid_t)
    case gone(Int)
  }

  private struct State {
    var events: [Event] = []
    var outgoing: [(number: Int, bytes: [UInt8])] = []
    var dismissed: Set<Int> = []
    /// The terminal whose line the session runs.
    var running: Int?
    /// Ctrl-C there since that line began.
    var interruption: Event?
    var isOver = false
    var hasEnded = false
  }

  private let state = Locked(State())
  private let listener: TerminalListener
  /// Wakes the session's thread, and this one.
  private let wakeup: Wakeup, bell = Wakeup()
  /// Does what Ctrl-C at this keyboard does.
  private let interrupt: @Sendable () -> Void

  /// The most terminals at once.
  private static let most = 16
  /// The most messages that wait for the session's thread.
  private static let mostEvents = 256

  /// - Throws: That the system grants no thread.
  package init(
    _ listener: TerminalListener, wakeup: Wakeup, interrupt: @escaping @Sendable () -> Void = { kill(getpid(), SIGINT) }
  ) throws(TerminalPlace.Problem) {
    (self.listener, self.wakeup, self.interrupt) = (listener, wakeup, interrupt)
    guard let problem = Threads.start(stack: 512 << 10, { self.serve() }) else { return }
    close(listener.descriptor)
    listener.remove()
    throw TerminalPlace.Problem(errno: problem)
  }

  // MARK: For the session's thread

  /// What has come since this was asked last, in its order.
  package func takeEvents() -> [Event] {
    state.withLock { state in
      defer { state.events = [] }
      return state.events
    }
  }

  package func send(_ message: TerminalMessage, to number: Int) {
    let frame = message.frame
    state.withLock { $0.outgoing.append((number, frame)) }
    bell.signal()
  }

  /// Lets a terminal go once it has everything that was sent to it.
  package func dismiss(_ number: Int) {
    _ = state.withLock { $0.dismissed.insert(number) }
    bell.signal()
  }

  /// Runs `body`, a line of the terminal `number`. Ctrl-C there is then one here; and as the line may have left its call to
  /// that terminal just before, the key comes as an event, too.
  package func running<T>(_ number: Int, _ body: () -> T) -> T {
    state.withLock { $0.running = number }
    defer {
      state.withLock { state in
        state.events += [state.interruption].compactMap(\.self)
        (state.running, state.interruption) = (nil, nil)
      }
    }
    return body()
  }

  /// Ends it, after what was sent has been written, for which no terminal has longer than a second.
  package func end() {
    state.withLock { $0.isOver = true }
    bell.signal()
    while !state.withLock({ $0.hasEnded }) { poll(nil, 0, 2) }
  }

  // MARK: Its own thread

  private func serve() {
    var guests: [TerminalGuest] = [], count = 0, end: Int64?
    while true {
      let isOver = takeOrders(&guests)
      if isOver, end == nil { end = monotonicNanoseconds() + 1_000_000_000 }
      for index in guests.indices { guests[index].write() }
      removeGone(&guests)
      if let end, guests.allSatisfy(\.isWritten) || monotonicNanoseconds() > end { break }
      var entries = [
        pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: guests.count < Self.most && !isOver ? listener.descriptor : -1, events: Int16(POLLIN), revents: 0),
      ]
      entries += guests.map { pollfd(fd: $0.descriptor, events: $0.interest, revents: 0) }
      poll(&entries, nfds_t(entries.count), isOver || guests.contains { !$0.isKnown } ? 200 : -1)
      if entries[0].revents != 0 { bell.drain() }
      for index in guests.indices where entries[index + 2].revents & ~Int16(POLLOUT) != 0 { read(&guests[index]) }
      if entries[1].revents != 0, let guest = accept(count + 1) {
        guests.append(guest)
        count += 1
      }
    }
    for guest in guests { close(guest.descriptor) }
    close(listener.descriptor)
    listener.remove()
    state.withLock { $0.hasEnded = true }
  }

  /// Takes what the session's thread wants done. Returns whether all is over.
  private func takeOrders(_ guests: inout [TerminalGuest]) -> Bool {
    let (outgoing, dismissed, isOver) = state.withLock { state in
      defer { (state.outgoing, state.dismissed) = ([], []) }
      return (state.outgoing, state.dismissed, state.isOver)
    }
    for (number, bytes) in outgoing {
      if let index = guests.firstIndex(where: { $0.number == number }) { guests[index].add(bytes) }
    }
    for index in guests.indices where dismissed.contains(guests[index].number) { guests[index].isDismissed = true }
    return isOver
  }

  private func removeGone(_ guests: inout [TerminalGuest]) {
    guests.removeAll { guest in
      guard guest.isGone || guest.isStranger else { return false }
      close(guest.descriptor)
      if guest.isKnown { tell([.gone(guest.number)]) }
      return true
    }
  }

  private func read(_ guest: inout TerminalGuest) {
    let number = guest.number, process = guest.process
    // One that is in such a hurry is no person's.
    if state.withLock({ $0.events.count > Self.mostEvents }) { return guest.isDismissed = true }
    tell(guest.read().map { .message($0, from: number, process: process) }.filter { !isForRunning($0) })
  }

  private func tell(_ events: [Event]) {
    if events.isEmpty { return }
    state.withLock { $0.events += events }
    wakeup.signal()
  }

  /// Whether `event` is a Ctrl-C at the terminal whose line runs on the session's thread: that does not read messages now,
  /// but it looks for the signal of its own keyboard.
  private func isForRunning(_ event: Event) -> Bool {
    guard case .message(.key(.interrupt), let number, _) = event else { return false }
    return state.withLock { state in
      guard state.running == number else { return false }
      state.interruption = event
      interrupt()
      return true
    }
  }

  /// Takes a connection of the same user.
  private func accept(_ number: Int) -> TerminalGuest? {
    let accepted = Descriptors.beyondSoftLimit { Glibc.accept(listener.descriptor, nil, nil) }
    guard accepted >= 0 else {
      // Where the machine has no descriptor left, it comes again.
      poll(nil, 0, 100)
      return nil
    }
    _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
    guard let peer = PeerCredentials(accepted), peer.user == geteuid() else {
      close(accepted)
      return nil
    }
    return TerminalGuest(number, Descriptors.outOfTheWay(accepted), process: peer.process)
  }
}
