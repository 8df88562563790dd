import Glibc

/// A connection of a browser to the server of a view. It never waits, and has a bound for all that it keeps.
struct ViewClient {
  let descriptor: Int32
  private var request: [UInt8] = []
  private var unsent: ArraySlice<UInt8> = []
  private var isAnswered = false
  /// Whether nothing more will come from it.
  private var hasFinished = false
  /// Whether each new page is for it.
  private(set) var isStream = false
  /// The page that it has, or is being sent.
  private var version = -1
  private(set) var isOver = false
  /// When it will be ended if it does not get on, in milliseconds of the monotonic clock.
  private(set) var deadline: Int64?

  /// How long a request may take, and how long a client may take nothing of what it is sent, in milliseconds.
  private static let requestTimeout: Int64 = 10_000

  init(_ descriptor: Int32, now: Int64) {
    (self.descriptor, deadline) = (descriptor, now + Self.requestTimeout)
  }

  /// What poll(2) is to look for.
  var events: Int16 { Int16((hasFinished ? 0 : POLLIN) | (unsent.isEmpty ? 0 : POLLOUT)) }

  /// Takes what has come. What follows a request is dropped.
  mutating func receive(_ page: ViewPage, now: Int64) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    if count < 0, errno == EAGAIN || errno == EINTR { return }
    guard count > 0 else {
      hasFinished = true
      // It may still take its answer.
      if count < 0 || unsent.isEmpty || isStream { isOver = true }
      return
    }
    guard !isAnswered else { return }
    request += buffer.prefix(count)
    guard let wanted = ViewRequest(request, token: page.token) else { return }
    isAnswered = true
    isStream = wanted == .events
    send(wanted.answer(page.bytes), now: now)
    offer(page, now: now)
  }

  /// What poll(2) says of a connection that is gone.
  mutating func giveUp() { isOver = true }

  /// Sends a page to a stream that has an older one and has taken all of that.
  mutating func offer(_ page: ViewPage, now: Int64) {
    guard isStream, unsent.isEmpty, version != page.version else { return }
    version = page.version
    send(ViewRequest.event(page.bytes), now: now)
  }

  private mutating func send(_ bytes: [UInt8], now: Int64) {
    unsent += bytes
    deadline = deadline ?? now + Self.requestTimeout
    goOn(now: now)
  }

  /// Sends as much as there is room for.
  mutating func goOn(now: Int64) {
    while !unsent.isEmpty {
      let count = unsent.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
      }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN { return }
      guard count > 0 else { return isOver = true }
      unsent = unsent.dropFirst(count)
      deadline = now + Self.requestTimeout
    }
    unsent = []
    if isStream { deadline = nil } else { isOver = true }
  }

  /// Tells a stream that no more will come, as far as there is room.
  mutating func end() {
    if isStream, unsent.isEmpty { send(Array("event: end\ndata:\n\n".utf8), now: 0) }
    close(descriptor)
  }
}

/// What the server of a view serves.
struct ViewPage {
  let token: String
  var bytes: [UInt8] = []
  var version = 0
}
