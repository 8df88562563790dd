import Glibc
import Sockets

/// Meets all clients of a view, on one thread, without ever waiting for one.
struct ViewServer {
  private let listener: Int32
  private var page: ViewPage
  private var clients: [ViewClient] = []

  /// The most clients at once. Further ones wait until one is gone.
  private static let most = 32
  private static let sessionInput = Int32(0)
  private static let file = MemoryFile(given: 2)

  init(_ listener: Int32, token: String) { (self.listener, page) = (listener, ViewPage(token: token)) }

  /// Serves until the session is over.
  mutating func run() {
    _ = fcntl(Self.sessionInput, F_SETFL, O_NONBLOCK)
    while true {
      var entries = [
        pollfd(fd: Self.sessionInput, events: Int16(POLLIN), revents: 0),
        pollfd(fd: clients.count < Self.most ? listener : -1, events: Int16(POLLIN), revents: 0),
      ]
      entries += clients.map { pollfd(fd: $0.descriptor, events: $0.events, revents: 0) }
      poll(&entries, nfds_t(entries.count), clients.contains { $0.deadline != nil } ? 1000 : -1)
      let now = monotonicNanoseconds() / 1_000_000
      if entries[0].revents != 0, !takePage() { break }
      for index in clients.indices { attend(index, entries[index + 2].revents, now) }
      clients.removeAll { client in
        let isGone = client.isOver || client.deadline.map { $0 < now } ?? false
        if isGone { close(client.descriptor) }
        return isGone
      }
      if entries[1].revents != 0 { accept(now) }
    }
    for index in clients.indices { clients[index].end() }
  }

  private mutating func attend(_ index: Int, _ events: Int16, _ now: Int64) {
    if events & Int16(POLLOUT) != 0 { clients[index].goOn(now: now) }
    if events & Int16(POLLIN) != 0 { clients[index].receive(page, now: now) }
    if events & Int16(POLLERR | POLLHUP | POLLNVAL) != 0 { clients[index].giveUp() }
    clients[index].offer(page, now: now)
  }

  private mutating func accept(_ now: Int64) {
    let descriptor = Glibc.accept(listener, nil, nil)
    if descriptor >= 0 { clients.append(ViewClient(descriptor, now: now)) }
  }

  /// Takes a page that is whole. Returns whether the session goes on.
  private mutating func takePage() -> Bool {
    while true {
      var buffer = [UInt8](repeating: 0, count: 4096)
      let count = read(Self.sessionInput, &buffer, buffer.count)
      guard count != 0 else { return false }
      guard count > 0 else { return errno == EAGAIN || errno == EINTR }
      // A page is being written: the byte after that is still to come.
      guard buffer[count - 1] == LiveView.written else { continue }
      var bytes: [UInt8] = []
      Self.file.read { bytes += $0 }
      // Unless another has been begun meanwhile; then it is tried again with that.
      var next = pollfd(fd: Self.sessionInput, events: Int16(POLLIN), revents: 0)
      guard poll(&next, 1, 0) == 0 else { continue }
      (page.bytes, page.version) = (bytes, page.version + 1)
      return true
    }
  }
}
