/// How a command is written as a call of C: which words of the line the arguments become, in the order of the line.
package struct CForm: Sendable {
  /// Other functions of C that mean the command.
  let names: [String]
  let words: [CWord]
  /// The words of the functions whose arguments are others.
  private let others: [String: [CWord]]
  /// The command that is meant where this argument, a pointer, is NULL; strace shows every send as a sendto without an
  /// address.
  let withoutPointer: (argument: Int, name: String)?

  init(
    _ words: CWord..., alsoCalled names: [String] = [], others: [String: [CWord]] = [:],
    withoutPointer: (argument: Int, name: String)? = nil
  ) {
    (self.names, self.words, self.others) = (names + others.keys, words, others)
    self.withoutPointer = withoutPointer
  }

  /// The words of the function `name`.
  func words(of name: String) -> [CWord] { others[name] ?? words }
}

/// A word of the line, and which argument of the C function it is made of, counted from 0. An argument that no word is
/// made of is a buffer that the kernel fills, or a length that follows from another.
package enum CWord: Sendable {
  /// The name of the handle that the call makes: the variable that its result is assigned to.
  case new
  /// The same; without a variable, the text that the argument is, where that is a name.
  case newNamed(Int)
  /// The names of two; the argument is the array.
  case newPair(Int, first: String, second: String)
  /// A descriptor: the handle that has it.
  case handle(Int)
  /// A descriptor that is watched: the handle that has it, or its number where none has.
  case watched(Int)
  /// Constants, or a number, as they stand.
  case constant(Int)
  /// Constants that are left out where they are 0.
  case flags(Int)
  /// A number.
  case number(Int)
  /// A number after the name of its argument: `size:1024`.
  case named(Int, String)
  /// Bytes, whose length is the next argument.
  case data(Int)
  /// Bytes without a length.
  case bytes(Int)
  /// A struct sockaddr, whose length is the next argument.
  case address(Int)
  /// The value of a socket option.
  case option(Int)
  /// The third argument of fcntl or ioctl, where the command or request before it sets something.
  case setting(Int)
  /// A text, or NULL.
  case text(Int)
  /// A struct addrinfo.
  case hints(Int)
  /// An array of struct pollfd, and a set of select by its letter.
  case polled(Int)
  case selected(Int, String)
  /// A struct epoll_event.
  case event(Int)
  /// Milliseconds; -1 is forever.
  case timeout(Int)
  /// A struct timeval or timespec; NULL is forever.
  case time(Int)
  /// The signals that are blocked.
  case mask(Int)
  /// A set of signals.
  case signals(Int)
  /// The soft limit of a struct rlimit.
  case softLimit(Int)
  /// A pointer to an offset in a file, or NULL.
  case offset(Int)
  /// What another call says: an example of it.
  case elsewhere(String)
  /// Buffers for data, and buffers with data: arrays of struct iovec.
  case lengths(Int)
  case buffers(Int)
  /// A struct msghdr, or an array of struct mmsghdr, to send or to receive with.
  case message(Int)
  case messageOut(Int)
}

extension CWord {
  /// Whether it is the name of the handle that the call makes.
  var isNew: Bool {
    switch self {
    case .new, .newNamed: true
    default: false
    }
  }
}
