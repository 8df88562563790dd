/// A socket of the log, or an epoll instance, by what was done with it.
struct TracedSocket: Sendable {
  /// How it came to be.
  enum Origin: Sendable, Equatable {
    case made
    case accepted
    case pair
    case duplicate(of: Int)
    case epoll
    /// The log does not have its beginning.
    case unknown
  }

  let origin: Origin
  /// `AF_INET`, as far as the log says.
  let family: String
  /// Whether data come without borders of messages.
  let isStream: Bool
  /// The line in which it is first named.
  let line: Int
  private(set) var lastLine: Int
  private(set) var didListen = false
  /// Where it connected to, or sent to, as a word of a session.
  private(set) var peer: String?
  /// The address that it has.
  private(set) var local: String?
  private(set) var didTransfer = false
  /// To whom a datagram socket with an address has sent after it had received: they had sent to it, as clients do.
  private(set) var answered: [String] = []
  private var didReceive = false
  /// Whether somebody was at its peer: a connect to it has not failed, or something came from there.
  private(set) var foundPeer = false
  /// Whether it is an epoll instance to which a socket was added.
  private(set) var watches = false

  init(_ origin: Origin, family: String = "", isStream: Bool = true, line: Int) {
    (self.origin, self.family, self.isStream, self.line, lastLine) = (origin, family, isStream, line, line)
  }

  /// Takes what `call` does with it.
  ///
  /// - Parameter address: The one that the call names, as a word of a session.
  mutating func take(_ call: TracedCall, address: String?) {
    lastLine = max(lastLine, call.ended ?? call.began)
    let (traits, hasSucceeded) = (call.traits, (call.number ?? -1) >= 0)
    if traits.contains(.listens), hasSucceeded { didListen = true }
    if traits.contains(.sends), let address, !isStream, local != nil, peer == nil, didReceive {
      if !answered.contains(address) { answered.append(address) }
    } else if !traits.isDisjoint(with: [.connects, .sends]) {
      peer = peer ?? address
    }
    if traits.contains(.receives), hasSucceeded { didReceive = true }
    if !traits.isDisjoint(with: [.binds, .givesAddress]), hasSucceeded { local = address ?? local }
    let connects = traits.contains(.connects) && (hasSucceeded || call.errno == "EINPROGRESS")
    if connects || traits.contains(.receives) && hasSucceeded { foundPeer = true }
    if traits.contains(.addsToEpoll) { watches = true }
    if !traits.isDisjoint(with: [.sends, .receives]), hasSucceeded { didTransfer = true }
  }

  /// Whom the C library talks to with it, of itself: then the program did not ask for this socket.
  var libraryUse: LibraryTalk? {
    if family == "AF_NETLINK" { return .netlink }
    guard let peer else { return nil }
    if peer.hasPrefix("unix:/var/run/nscd/") || peer.hasPrefix("unix:/run/nscd/") { return .nameCache }
    if peer.hasPrefix("unix:/dev/log") || peer.hasPrefix("unix:/run/systemd/journal") { return .log }
    if peer.hasSuffix(":53") { return .nameServer }
    return !isStream && !didTransfer && origin == .made && family != "AF_UNIX" ? .sorting : nil
  }
}

/// What the C library does with sockets of its own.
enum LibraryTalk: Int, CaseIterable, Sendable {
  case nameCache, nameServer, netlink, sorting, log

  var english: String {
    switch self {
    case .nameCache: "it asks nscd, the name service cache, for names"
    case .nameServer: "it asks a name server (DNS)"
    case .netlink: "it asks the kernel for interfaces (netlink)"
    case .sorting: "it looks which address it would send from (getaddrinfo)"
    case .log: "it writes to the system's log"
    }
  }

  var korean: String {
    switch self {
    case .nameCache: "이름 캐시 nscd에 이름을 묻습니다"
    case .nameServer: "네임 서버(DNS)에 묻습니다"
    case .netlink: "커널에 인터페이스를 묻습니다(netlink)"
    case .sorting: "어느 주소에서 보내게 될지 알아봅니다(getaddrinfo)"
    case .log: "시스템 로그에 씁니다"
    }
  }
}
