import Sockets
import Text

/// An errno that a call is documented to give on Linux, or an error of getaddrinfo's, see sections 2 and 3 of the
/// manual.
package struct CallError: Sendable {
  /// Such as `EADDRINUSE`.
  package let symbol: String
  /// One sentence.
  package let cause: String
  /// How a shell starts the sockplay in which its example holds; nil where it does in any.
  package let start: String?
  /// Why no session shows it; nil where one does.
  package private(set) var whyUnshown: String?
  private let scene: Scene
  private let lines: [String]

  init(_ symbol: String, _ cause: String, _ scene: Scene = .none, start: String? = nil, _ lines: String...) {
    self.init(symbol, cause, scene, start: start, lines)
  }

  private init(_ symbol: String, _ cause: String, _ scene: Scene, start: String?, _ lines: [String]) {
    self.symbol = symbol
    self.cause = cause
    self.start = start
    self.scene = scene
    self.lines = lines
  }

  /// The same, which no session shows, because of `reason`.
  func unshown(_ reason: String) -> CallError {
    var copy = self
    copy.whyUnshown = reason
    return copy
  }

  /// The cause as people read it.
  package func cause(in language: Language) -> String { language.text(cause, korean: Self.korean[cause] ?? cause) }

  /// Every cause in Korean, by the English sentence.
  package static let korean = [koreanOfCalls, koreanOfDescriptors, koreanOfFamilies].reduce(into: [:]) { all, some in
    all.merge(some) { first, _ in first }
  }

  /// What a session expects of a call that fails with it, such as `= -1 EADDRINUSE`.
  package var ending: String {
    let result = Errno(symbol: symbol).flatMap { $0.isLookup ? $0.rawValue : nil } ?? -1
    return "= \(result) \(symbol)"
  }

  /// Session lines; the last one fails with it. Empty if sockplay cannot cause it on every machine.
  package var example: [String] {
    guard let last = lines.last else { return [] }
    return scene.lines + lines.dropLast() + ["\(last) \(ending)"]
  }

  /// What comes before the lines of an example.
  enum Scene {
    case none, tcp, udp, listener, pair, unixPair, pipe, epoll
    /// No descriptor is left, where there may be 64; srv has a connection in its queue.
    case full
    /// A network of its own.
    case isolated
    /// A port of its own, whose number makes a name that nobody else has.
    case port

    var lines: [String] {
      switch self {
      case .none: []
      case .isolated: ["@isolated"]
      case .port: ["socket p tcp", "bind p 127.0.0.1:0"]
      case .tcp: ["socket a tcp"]
      case .udp: ["socket u udp", "bind u 127.0.0.1:0"]
      case .listener: ["socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5"]
      case .unixPair: ["socketpair a b unix"]
      case .pipe: ["pipe r w"]
      case .epoll: ["epoll_create e", "socket a udp"]
      case .full:
        Scene.listener.lines + ["socket cli tcp", "connect cli {srv}", "repeat 64", "socket s{i} tcp = *", "end"]
      case .pair: Scene.listener.lines + ["socket cli tcp", "connect cli {srv}", "accept srv conn"]
      }
    }
  }
}

/// The errors of one call, or of several that share a page of the manual.
package struct ErrorPage: Sendable {
  /// The calls, the page's own first; of a page about sockets of a family its own name, such as `ip(7)`.
  package let calls: [String]
  package let errors: [CallError]
  /// The commands that make them, the one of the examples first.
  package let commands: [String]

  init(_ calls: String..., madeBy commands: [String] = [], errors: [CallError]) {
    self.calls = calls
    self.commands = commands.isEmpty ? Array(calls.prefix(1)) : commands
    self.errors = errors
  }

  /// All pages, in the order in which the calls are met.
  package static let all: [ErrorPage] =
    opening + descriptors + connecting + transfer + files + endpoints + lookups + waiting + adopting + others

  /// The page of `call`.
  package static func of(_ call: String) -> ErrorPage? { all.first { $0.calls.contains(call) } }

  /// The pages of the call `name`, those of the calls that a command of that name makes, or the page of a family.
  static func pages(of name: String) -> [ErrorPage] {
    (all + families).filter { $0.words.contains(name) || $0.calls.contains(name) || $0.commands.contains(name) }
  }

  /// What `pages` knows.
  static let names = Set((all + families).flatMap(\.words) + all.flatMap(\.commands)).sorted()

  /// Its calls as they are typed, or its name without the section.
  package var words: [String] { calls.map { $0.replacing("(7)", with: "") } }

  /// Whether it is about sockets of a family, whatever the call is.
  var isOfFamily: Bool { calls[0].hasSuffix("(7)") }
}

extension CallError {
  /// One that a session in a network of its own can cause, which `lines` change.
  static func isolated(_ symbol: String, _ cause: String, _ lines: String...) -> CallError {
    CallError(symbol, cause, .isolated, start: nil, lines)
  }

  // What is wrong with arguments that sockplay does not get wrong is said alike of all calls.
  static let badDescriptor = CallError("EBADF", "the number is not an open descriptor")
  static let badMemory = CallError("EFAULT", "an argument points outside the program's memory")
  static let noMemory = CallError("ENOMEM", "the kernel has no memory left")
  static let noBuffers = CallError("ENOBUFS", "the kernel has no memory left for it")
  /// There is no descriptor for what `line` would make.
  static func processIsFull(_ line: String) -> CallError {
    CallError(
      "EMFILE", "the process has reached its limit of descriptors (ulimit -n)", .full, start: "ulimit -n 64; sockplay",
      line)
  }

  static let machineIsFull = CallError("ENFILE", "the machine has reached its limit of open files (fs.file-max)")
  static let interrupted = CallError("EINTR", "a signal came before there was anything to return")

  /// The descriptor is open, and no socket's.
  static let noSocket = CallError("ENOTSOCK", "the descriptor is not a socket")

  /// As `noSocket`, of a call that `line` makes on a pipe.
  static func noSocket(_ line: String) -> CallError { CallError("ENOTSOCK", noSocket.cause, .pipe, line) }
}
