/// How a command is written as a call of C: which words of the line the arguments become, in the order of the line.
package struct CForm: Sendable {
  /// Other functions of C that mean the command.
  let names: [String]
  let words: [CWord]
  /// The arguments of the function with the command's own name, where those of its other names differ.
  private let ownWords: [CWord]?

  init(_ words: CWord..., alsoCalled names: [String] = [], butAlone ownWords: [CWord]? = nil) {
    (self.names, self.words, self.ownWords) = (names, words, ownWords)
  }

  private init(names: [String], words: [CWord]) { (self.names, self.words, ownWords) = (names, words, nil) }

  /// The form of the function `name`.
  func called(_ name: String) -> CForm {
    names.contains(name) ? self : ownWords.map { CForm(names: names, words: $0) } ?? self
  }
}

/// A word of the line, and which argument of the C function it is made of, counted from 0. An argument that no word is
/// made of is a buffer that the kernel fills, or a length that follows from another.
package enum CWord: Sendable {
  /// The name of the handle that the call makes: the variable that its result is assigned to.
  case new
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
  /// Buffers for data, and buffers with data: arrays of struct iovec.
  case lengths(Int)
  case buffers(Int)
  /// A struct msghdr, or an array of struct mmsghdr, to send or to receive with.
  case message(Int)
  case messageOut(Int)
}
