import Glibc
import Sockets
import Text

/// Brings the processes together that share the roles of a file. The first that comes listens, the others connect to it.
package struct RoleMeeting {
  private let place: SyncAddress
  private let address: SocketAddress
  private let hello: SyncMessage.Hello
  /// The roles that others are to play.
  private let missing: [String]
  private let wakeup: Wakeup
  private let interrupts: UInt32
  private let deadline: Int64
  /// Says that others are waited for, once.
  private let tell: () -> Void

  /// How long the others may take to come, in seconds.
  static let meetingTimeout = 120
  /// How long a process that has connected may take to say what for, in nanoseconds, and how many may do so at once.
  private static let strangerTime: Int64 = 5_000_000_000
  private static let mostStrangers = 16

  /// - Parameters:
  ///   - roles: All roles of the file.
  ///   - interrupts: The number of interrupts when the play began.
  ///   - tell: Says that others are waited for.
  package init(
    at place: SyncAddress, as hello: SyncMessage.Hello, of roles: [String], wakeup: Wakeup, interrupts: UInt32,
    tell: @escaping () -> Void
  ) throws(RoleProblem) {
    (self.place, self.hello, self.wakeup, self.interrupts) = (place, hello, wakeup, interrupts)
    (address, self.tell) = (try place.resolved(), tell)
    missing = roles.filter { !hello.roles.contains($0) }
    deadline = monotonicNanoseconds() + Int64(Self.meetingTimeout) * 1_000_000_000
  }

  /// Whoever came.
  struct Party {
    var links: [SyncLink]
    /// Whether this process is the one to which all others have connected.
    var isHub: Bool
  }

  /// Waits until each role has its process. Those are not told to begin yet.
  func gather() throws(RoleProblem) -> Party {
    var isAnnounced = false
    var refusals = 0
    while true {
      if let listener = try listen() {
        defer { end(listener) }
        return Party(links: try receive(on: listener, &isAnnounced), isHub: true)
      }
      if let link = try connect() { return Party(links: [try greet(link, &isAnnounced)], isHub: false) }
      if !isAnnounced { tell() }
      isAnnounced = true
      refusals += 1
      // A process that was killed has left its socket's file there.
      if refusals == 20, let path = place.path { try removeSocket(path) }
      try pause([], 50)
      try checkTime(missing)
    }
  }

  private func removeSocket(_ path: String) throws(RoleProblem) {
    if let file = SocketFile(Array(path.utf8)) { return file.remove() }
    if access(path, F_OK) == 0 { throw .cannotMeet(at: place.text, "there is a file that is not a socket") }
  }

  // MARK: Listening

  /// nil if another process listens there, or the address is not one of this machine.
  private func listen() throws(RoleProblem) -> Int32? {
    let descriptor = try open()
    var on: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, 4)
    // Only its owner may connect to a socket's file.
    let mask = umask(0o177)
    let isBound = address.withSockaddr { Glibc.bind(descriptor, $0, $1) } == 0
    let errors = (bind: errno, listen: isBound && Glibc.listen(descriptor, 16) != 0 ? errno : 0)
    umask(mask)
    if isBound, errors.listen == 0 { return descriptor }
    close(descriptor)
    let number = isBound ? errors.listen : errors.bind
    guard number == EADDRINUSE || number == EADDRNOTAVAIL else { throw cannotMeet("bind", number) }
    return nil
  }

  private func open() throws(RoleProblem) -> Int32 {
    let family = address.withSockaddr { address, _ in Int32(address.pointee.sa_family) }
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw cannotMeet("socket", errno) }
    return Descriptors.outOfTheWay(descriptor)
  }

  private func end(_ listener: Int32) {
    close(listener)
    if let path = place.path { unlink(path) }
  }

  /// Waits until every role is there.
  private func receive(on listener: Int32, _ isAnnounced: inout Bool) throws(RoleProblem) -> [SyncLink] {
    var guests: [SyncLink] = [], strangers: [SyncLink] = []
    while true {
      let came = Set(guests.flatMap(\.roles)), left = missing.filter { !came.contains($0) }
      if left.isEmpty { return guests }
      if !isAnnounced { tell() }
      isAnnounced = true
      try pause([listener] + (guests + strangers).map(\.descriptor), 100)
      try checkTime(left)
      if strangers.count < Self.mostStrangers, let stranger = accept(listener) { strangers.append(stranger) }
      // One that goes again before the play has begun is waited for anew.
      guests.removeAll { (try? $0.next()) == nil && $0.isOver }
      for stranger in strangers {
        let message = try? stranger.next()
        if case .hello(let other)? = message {
          guard let refusal = refusal(of: other, beside: came) else {
            stranger.roles = other.roles
            guests.append(stranger)
            continue
          }
          let names = refusal == .otherVariables ? hello.differences(from: other) : hello.roles
          stranger.send(.refused(refusal, names))
          if let problem = problem(refusal, of: other) { throw problem }
        } else if message == nil, !stranger.isOver, monotonicNanoseconds() - stranger.heard < Self.strangerTime {
          continue
        }
        stranger.isDismissed = true
      }
      strangers.removeAll { $0.isDismissed || !$0.roles.isEmpty }
    }
  }

  private func accept(_ listener: Int32) -> SyncLink? {
    var entry = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, 0) > 0 else { return nil }
    let descriptor = Glibc.accept(listener, nil, nil)
    guard descriptor >= 0 else { return nil }
    guard isOwn(descriptor) else {
      close(descriptor)
      return nil
    }
    return link(descriptor)
  }

  /// Why a process is not wanted; nil if it is.
  private func refusal(of other: SyncMessage.Hello, beside came: Set<String>) -> SyncMessage.Refusal? {
    if other.digest != hello.digest { return .otherFile }
    if other.variables != hello.variables { return .otherVariables }
    if other.isIsolated != hello.isIsolated { return .otherNetwork }
    return other.roles.allSatisfy { missing.contains($0) && !came.contains($0) } ? nil : .roleIsTaken
  }

  /// What a refusal means for this process: nil for what is only the other's mistake.
  private func problem(_ refusal: SyncMessage.Refusal, of other: SyncMessage.Hello) -> RoleProblem? {
    switch refusal {
    case .otherFile: .otherFile
    case .otherVariables: .otherVariables(hello.differences(from: other))
    case .otherNetwork: .otherNetwork(other.roles, areIsolated: other.isIsolated)
    case .roleIsTaken: nil
    }
  }

  // MARK: Connecting

  /// nil while nobody is there.
  private func connect() throws(RoleProblem) -> SyncLink? {
    let descriptor = try open()
    // It must not wait for longer than a person does.
    var limit = timeval(tv_sec: 2, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let number = address.withSockaddr { Glibc.connect(descriptor, $0, $1) } == 0 ? 0 : errno
    guard number == 0 else {
      close(descriptor)
      let mayCome = [ECONNREFUSED, ENOENT, EINPROGRESS, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, EINTR, EAGAIN]
      guard mayCome.contains(number) else { throw cannotMeet("connect", number) }
      return nil
    }
    guard isOwn(descriptor) else {
      close(descriptor)
      throw .otherUser(at: place.text)
    }
    return link(descriptor)
  }

  /// Says who this process is, and waits until all are there.
  private func greet(_ link: SyncLink, _ isAnnounced: inout Bool) throws(RoleProblem) -> SyncLink {
    link.roles = missing
    link.send(.hello(hello))
    let start = monotonicNanoseconds()
    while true {
      switch try answer(on: link) {
      case .welcome?: return link
      case .refused(.otherFile, _)?: throw .otherFile
      case .refused(.otherVariables, let names)?: throw .otherVariables(names)
      case .refused(.otherNetwork, let roles)?: throw .otherNetwork(roles, areIsolated: !hello.isIsolated)
      case .refused(.roleIsTaken, _)?: throw .rolesTaken(hello.roles)
      case .left(let roles, let verdict)?: throw .left(roles, verdict)
      case nil: break
      default: throw .outOfStep(missing)
      }
      try pause([link.descriptor], 100)
      try checkTime(missing)
      // Most often all are there by now.
      guard !isAnnounced, monotonicNanoseconds() - start > Self.tellAfter else { continue }
      tell()
      isAnnounced = true
    }
  }

  /// The next message of whoever listens there, which is no sockplay if it says something else, or hangs up.
  private func answer(on link: SyncLink) throws(RoleProblem) -> SyncMessage? {
    do throws(RoleProblem) {
      return try link.next(silenceLimit: Self.meetingTimeout)
    } catch {
      switch error {
      case .gone: throw .stranger(at: place.text, isSilent: true)
      case .outOfStep: throw .stranger(at: place.text, isSilent: false)
      default: throw error
      }
    }
  }

  /// In nanoseconds.
  private static let tellAfter: Int64 = 500_000_000

  // MARK: Both

  private func link(_ descriptor: Int32) -> SyncLink {
    var on: Int32 = 1
    if !place.isUnix { setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return SyncLink(descriptor, host: place.isUnix ? nil : SocketAddress.read { getpeername(descriptor, $0, $1) })
  }

  /// Whether the process at the other end is the same user's. See SO_PEERCRED in unix(7).
  private func isOwn(_ descriptor: Int32) -> Bool {
    !place.isUnix || PeerCredentials(descriptor)?.user == geteuid()
  }

  private func pause(_ descriptors: [Int32], _ milliseconds: Int32) throws(RoleProblem) {
    var entries = (descriptors + [wakeup.descriptor]).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    poll(&entries, nfds_t(entries.count), milliseconds)
    wakeup.drain()
    if Keyboard.now.interrupts != interrupts { throw .interrupted }
  }

  private func checkTime(_ left: [String]) throws(RoleProblem) {
    if monotonicNanoseconds() > deadline { throw .nobodyCame(left, seconds: Self.meetingTimeout) }
  }

  private func cannotMeet(_ call: String, _ number: Int32) -> RoleProblem {
    .cannotMeet(at: place.text, "\(call): \(Errno(number).text)")
  }
}

extension SyncMessage.Hello {
  /// The names of the variables whose values are others there, in their order.
  func differences(from other: SyncMessage.Hello) -> [String] {
    let (own, others) = (Set(variables), Set(other.variables))
    return Set(own.symmetricDifference(others).map { $0[0] }).sorted()
  }
}
