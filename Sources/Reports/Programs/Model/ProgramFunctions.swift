/// What must be known of a C function beyond the arguments that a call shows: one row each. A call that has no row has
/// no equal in a program.
struct ProgramFunction {
  /// The header that declares it; nil for one of our own helpers, which are written into the program.
  let header: String?
  /// How Python's socket module has it; nil where it has not.
  let python: PythonForm?

  /// Whether NULL is one of its usual arguments; for any other it is a pointer that leads nowhere.
  let takesNull: Bool
  /// How a Swift program has it; nil where the module Glibc has not.
  let swift: SwiftForm?
  /// What its arguments are that is not seen from them.
  let shape: ProgramShape

  private init(
    _ header: String?, _ python: PythonForm? = nil, takesNull: Bool = false, swift: SwiftForm? = .plain,
    shape: ProgramShape = .plain
  ) {
    (self.header, self.python, self.takesNull, self.swift) = (header, python, takesNull, swift)
    self.shape = shape
  }

  static func named(_ name: String) -> ProgramFunction? { all[name] }

  private static let all: [String: ProgramFunction] = [
    "socket": Self("sys/socket.h", .socket),
    "socketpair": Self("sys/socket.h", .pair),
    "bind": Self("sys/socket.h", .method("bind")),
    "listen": Self("sys/socket.h", .method("listen")),
    "connect": Self("sys/socket.h", .method("connect")),
    "accept": Self("sys/socket.h", .accept),
    "accept4": Self("sys/socket.h", swift: .missing),
    "shutdown": Self("sys/socket.h", .method("shutdown")),
    "close": Self("unistd.h", .method("close")),
    "dup": Self("unistd.h", .dup),
    "getsockname": Self("sys/socket.h", .method("getsockname")),
    "getpeername": Self("sys/socket.h", .method("getpeername")),
    "setsockopt": Self("sys/socket.h", .setOption),
    "getsockopt": Self("sys/socket.h", .getOption, shape: .option),
    "send": Self("sys/socket.h", .send),
    "sendto": Self("sys/socket.h", .sendTo),
    "recv": Self("sys/socket.h", .receive),
    "recvfrom": Self("sys/socket.h", .receiveFrom),
    "read": Self("unistd.h", .read),
    "write": Self("unistd.h", .write),
    "open": Self("fcntl.h", .open),
    "pipe": Self("unistd.h", .pipe, shape: .pair),
    "poll": Self("poll.h", .poll, swift: .poll),
    "select": Self("sys/select.h", .select, takesNull: true, swift: .select),
    "epoll_create": Self("sys/epoll.h", .epollCreate, swift: .missing),
    "epoll_create1": Self("sys/epoll.h", .epollCreate, swift: .missing),
    "epoll_ctl": Self("sys/epoll.h", .epollControl, takesNull: true, swift: .missing),
    "epoll_wait": Self("sys/epoll.h", .epollWait, swift: .missing),
    "fcntl": Self("fcntl.h", .fcntl),
    "ioctl": Self("sys/ioctl.h", .ioctl, swift: .request, shape: .request),
    "sockatmark": Self("sys/socket.h", .atMark),
    "readv": Self("sys/uio.h", .readv, swift: .vectors),
    "writev": Self("sys/uio.h", .writev, swift: .vectors),
    "sendmsg": Self("sys/socket.h", .sendMessage, swift: .message),
    "recvmsg": Self("sys/socket.h", .receiveMessage, swift: .message, shape: .passing),
    "sendmmsg": Self("sys/socket.h", swift: nil),
    "recvmmsg": Self("sys/socket.h", takesNull: true, swift: nil, shape: .passing),
    "sendfile": Self("sys/sendfile.h", .sendFile, takesNull: true, swift: .sendFile, shape: .offsets),
    "splice": Self("fcntl.h", .splice, takesNull: true, swift: .missing, shape: .offsets),
    "tee": Self("fcntl.h", swift: .missing),
    "getaddrinfo": Self("netdb.h", .lookUp, takesNull: true, swift: .lookUp, shape: .lookUp),
    "getnameinfo": Self("netdb.h", .names, swift: nil, shape: .names),
    "setrlimit": Self(nil, .limit, swift: .limit, shape: .limit),
    "pidfd_open": Self(nil, .process, swift: nil, shape: .process),
    "capset": Self(nil, swift: nil, shape: .capability),
    "memfd_create": Self("sys/mman.h", .memory, swift: .missing),
    "eventfd": Self("sys/eventfd.h", .event, swift: .missing),
    "timerfd_create": Self("sys/timerfd.h", swift: nil),
    "timerfd_settime": Self("sys/timerfd.h", takesNull: true, swift: nil),
    "signalfd": Self("sys/signalfd.h", swift: nil, shape: .signals),
    "sigaction": Self("signal.h", .signal, takesNull: true, swift: .signal),
    "sendall": Self(nil, .sendAll),
    "recvall": Self(nil, .receiveAll),
    "recvuntil": Self(nil, .receiveUntil),
  ]
}

/// What the arguments of a call are, where only its name says so.
enum ProgramShape {
  case plain
  /// The value of a socket option, and its length.
  case option
  /// An array for two descriptors.
  case pair
  /// What the kernel is asked for: a number, a time, an interface.
  case request
  /// Offsets in files.
  case offsets
  /// A message with which descriptors may come.
  case passing
  /// Names, as the C library looks them up, and the names of an address.
  case lookUp, names
  /// A limit of the process, and one of its capabilities.
  case limit, capability
  /// Signals that are taken by a descriptor.
  case signals
  /// The number of a process, which may be the program's own.
  case process
}

/// How Swift has a call.
enum SwiftForm {
  /// A function with the same arguments, or a helper.
  case plain
  /// A helper that makes the lists.
  case poll, select
  /// The older function, which takes a function.
  case signal
  /// A helper that finds a function which the C library has and Glibc does not.
  case missing
  /// A helper that makes what pointers lead to.
  case request, vectors, message, sendFile, lookUp, limit
}

/// How Python has a call.
enum PythonForm {
  /// A method of the socket with the same arguments.
  case method(String)
  case receive, receiveFrom
  case socket, pair, accept, dup, setOption, getOption, send, sendTo, read, write, open, pipe, poll, select, fcntl
  case sendAll, receiveAll, receiveUntil
  case epollCreate, epollControl, epollWait, signal
  case ioctl, atMark, readv, writev, sendMessage, receiveMessage, sendFile, splice, lookUp, names, limit, memory, event,
    process

  /// Whether it is about a socket option.
  var needsOption: Bool {
    switch self {
    case .setOption, .getOption: true
    default: false
    }
  }

  /// Whether it is for epoll only.
  var needsEpoll: Bool {
    switch self {
    case .epollControl, .epollWait: true
    default: false
    }
  }

  /// Whether it is for sockets only.
  var needsSocket: Bool {
    switch self {
    case .method(let name): name != "close"
    case .receive, .receiveFrom, .accept, .setOption, .getOption, .send, .sendTo: true
    case .sendAll, .receiveAll, .receiveUntil, .sendMessage, .receiveMessage: true
    default: false
    }
  }
}
