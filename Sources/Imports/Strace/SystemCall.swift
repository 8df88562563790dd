/// A system call as strace names it. What it does with descriptors is known here, and its name nowhere else.
struct SystemCall: Sendable {
  let name: String
  let traits: Traits
  /// The function of C that a session makes for it.
  let function: String
  /// Which of its arguments is an address, counted from 0.
  let address: Int?

  struct Traits: OptionSet, Sendable {
    let rawValue: UInt32

    /// Its result is a new descriptor.
    static let opens = Traits(rawValue: 1 << 0)
    /// It makes two sockets.
    static let pairs = Traits(rawValue: 1 << 1)
    static let accepts = Traits(rawValue: 1 << 2)
    static let duplicates = Traits(rawValue: 1 << 3)
    /// It duplicates if its second argument says so.
    static let mayDuplicate = Traits(rawValue: 1 << 4)
    /// It makes an epoll instance.
    static let makesEpoll = Traits(rawValue: 1 << 5)
    /// It begins a thread or a process.
    static let startsTask = Traits(rawValue: 1 << 6)
    static let binds = Traits(rawValue: 1 << 7)
    static let listens = Traits(rawValue: 1 << 8)
    static let connects = Traits(rawValue: 1 << 9)
    /// It tells the socket's own address.
    static let givesAddress = Traits(rawValue: 1 << 10)
    static let closes = Traits(rawValue: 1 << 11)
    static let sends = Traits(rawValue: 1 << 12)
    static let receives = Traits(rawValue: 1 << 13)
    static let receivesSeveral = Traits(rawValue: 1 << 14)
    /// It waits for the descriptors that it lists.
    static let polls = Traits(rawValue: 1 << 15)
    /// It waits for those of an epoll instance.
    static let pollsEpoll = Traits(rawValue: 1 << 16)
    /// It changes what an epoll instance watches.
    static let addsToEpoll = Traits(rawValue: 1 << 17)
    /// It sends what is not among its arguments.
    static let hidesData = Traits(rawValue: 1 << 18)
    /// Its third argument is how many bytes it moves.
    static let hasLength = Traits(rawValue: 1 << 19)
    /// A session that has no address for it makes the call of a shorter name.
    static let mayLackAddress = Traits(rawValue: 1 << 20)
    /// Its result varies with the system.
    static let resultVaries = Traits(rawValue: 1 << 21)
    /// Only sockets have it.
    static let needsSocket = Traits(rawValue: 1 << 22)
    /// Its first argument is the descriptor on which it works.
    static let takesDescriptor = Traits(rawValue: 1 << 23)
  }

  private init(_ name: String, _ traits: Traits, function: String? = nil, address: Int? = nil) {
    (self.name, self.traits, self.function, self.address) = (name, traits, function ?? name, address)
  }

  /// nil for a call that has nothing to do with sockets.
  static func named(_ name: String) -> SystemCall? { all[name] }

  private static let all = Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0) })

  private static let rows: [SystemCall] = [
    SystemCall("socket", [.opens]), SystemCall("socketpair", [.pairs]),
    SystemCall("epoll_create", [.opens, .makesEpoll]), SystemCall("epoll_create1", [.opens, .makesEpoll]),
    SystemCall("accept", [.takesDescriptor, .needsSocket, .opens, .accepts]),
    SystemCall("accept4", [.takesDescriptor, .needsSocket, .opens, .accepts]),
    SystemCall("dup", [.takesDescriptor, .opens, .duplicates]),
    SystemCall("dup2", [.takesDescriptor, .opens, .duplicates], function: "dup"),
    SystemCall("dup3", [.takesDescriptor, .opens, .duplicates], function: "dup"),
    SystemCall("fcntl", [.takesDescriptor, .mayDuplicate, .resultVaries]),
    SystemCall("ioctl", [.takesDescriptor, .resultVaries]),
    SystemCall("clone", [.startsTask]), SystemCall("clone3", [.startsTask]), SystemCall("fork", [.startsTask]),
    SystemCall("vfork", [.startsTask]),
    SystemCall("bind", [.takesDescriptor, .needsSocket, .binds], address: 1),
    SystemCall("connect", [.takesDescriptor, .needsSocket, .connects], address: 1),
    SystemCall("listen", [.takesDescriptor, .needsSocket, .listens]),
    SystemCall("shutdown", [.takesDescriptor, .needsSocket]),
    SystemCall("getsockname", [.takesDescriptor, .givesAddress], address: 1),
    SystemCall("getpeername", [.takesDescriptor, .needsSocket]),
    SystemCall("setsockopt", [.takesDescriptor, .needsSocket]),
    SystemCall("getsockopt", [.takesDescriptor, .needsSocket]),
    SystemCall("send", [.takesDescriptor, .needsSocket, .sends, .hasLength]),
    SystemCall(
      "sendto", [.takesDescriptor, .needsSocket, .sends, .hasLength, .mayLackAddress], function: "send", address: 4),
    SystemCall("sendmsg", [.takesDescriptor, .needsSocket, .sends]),
    SystemCall("sendmmsg", [.takesDescriptor, .sends]),
    SystemCall("write", [.takesDescriptor, .sends, .hasLength]), SystemCall("writev", [.takesDescriptor, .sends]),
    SystemCall("sendfile", [.takesDescriptor, .sends, .hidesData]),
    SystemCall("splice", [.takesDescriptor, .sends, .hidesData]),
    SystemCall("recv", [.takesDescriptor, .needsSocket, .receives, .hasLength]),
    SystemCall("recvfrom", [.takesDescriptor, .needsSocket, .receives, .hasLength, .mayLackAddress], function: "recv"),
    SystemCall("recvmsg", [.takesDescriptor, .needsSocket, .receives]),
    SystemCall("recvmmsg", [.takesDescriptor, .receives, .receivesSeveral]),
    SystemCall("read", [.takesDescriptor, .receives, .hasLength]), SystemCall("readv", [.takesDescriptor, .receives]),
    SystemCall("close", [.takesDescriptor, .closes]),
    SystemCall("poll", [.polls]), SystemCall("ppoll", [.polls]), SystemCall("select", [.polls]),
    SystemCall("_newselect", [.polls], function: "select"), SystemCall("pselect6", [.polls], function: "pselect"),
    SystemCall("epoll_ctl", [.takesDescriptor, .addsToEpoll]),
    SystemCall("epoll_wait", [.takesDescriptor, .pollsEpoll]),
    SystemCall("epoll_pwait", [.takesDescriptor, .pollsEpoll]),
    SystemCall("epoll_pwait2", [.takesDescriptor, .pollsEpoll]),
  ]
}
