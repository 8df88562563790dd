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

  private init(_ header: String?, _ python: PythonForm? = nil, takesNull: Bool = false, swift: SwiftForm? = .plain) {
    (self.header, self.python, self.takesNull, self.swift) = (header, python, takesNull, swift)
  }

  static func named(_ name: String) -> ProgramFunction? { all[name] }

  private static let all: [String: ProgramFunction] = [
    "socket": Self("sys/socket.h", .socket),
    "socketpair": Self("sys/socket.h", .pair),
    "bind": Self("sys/socket.h", .method("bind")),
    "listen": Self("sys/socket.h", .method("listen")),
    "connect": Self("sys/socket.h", .method("connect")),
    "accept": Self("sys/socket.h", .accept),
    "accept4": Self("sys/socket.h", swift: nil),
    "shutdown": Self("sys/socket.h", .method("shutdown")),
    "close": Self("unistd.h", .method("close")),
    "dup": Self("unistd.h", .dup),
    "getsockname": Self("sys/socket.h", .method("getsockname")),
    "getpeername": Self("sys/socket.h", .method("getpeername")),
    "setsockopt": Self("sys/socket.h", .setOption),
    "getsockopt": Self("sys/socket.h", .getOption),
    "send": Self("sys/socket.h", .send),
    "sendto": Self("sys/socket.h", .sendTo),
    "recv": Self("sys/socket.h", .receive),
    "recvfrom": Self("sys/socket.h", .receiveFrom),
    "read": Self("unistd.h", .read),
    "write": Self("unistd.h", .write),
    "open": Self("fcntl.h", .open),
    "pipe": Self("unistd.h", .pipe),
    "poll": Self("poll.h", .poll, swift: .poll),
    "select": Self("sys/select.h", .select, takesNull: true, swift: .select),
    "epoll_create1": Self("sys/epoll.h", .epollCreate, swift: nil),
    "epoll_ctl": Self("sys/epoll.h", .epollControl, takesNull: true, swift: nil),
    "epoll_wait": Self("sys/epoll.h", .epollWait, swift: nil),
    "fcntl": Self("fcntl.h", .fcntl),
    "sockatmark": Self("sys/socket.h"),
    "sigaction": Self("signal.h", .signal, takesNull: true, swift: .signal),
    "sendall": Self(nil, .sendAll),
    "recvall": Self(nil, .receiveAll),
    "recvuntil": Self(nil, .receiveUntil),
  ]
}

/// How Swift has a call.
enum SwiftForm {
  /// A function with the same arguments, or a helper.
  case plain
  /// A helper that makes the lists.
  case poll, select
  /// The older function, which takes a function.
  case signal
}

/// How Python has a call.
enum PythonForm {
  /// A method of the socket with the same arguments.
  case method(String)
  case receive, receiveFrom
  case socket, pair, accept, dup, setOption, getOption, send, sendTo, read, write, open, pipe, poll, select, fcntl
  case sendAll, receiveAll, receiveUntil
  case epollCreate, epollControl, epollWait, signal

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
    case .sendAll, .receiveAll, .receiveUntil: true
    default: false
    }
  }
}
