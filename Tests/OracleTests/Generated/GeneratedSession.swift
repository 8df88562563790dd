import Support

/// A session that nobody wrote: random, but each line means something to the sockets that the lines before it made. The
/// same seed gives the same lines.
struct GeneratedSession {
  private(set) var lines: [String] = []
  private var random: SeededGenerator
  private(set) var handles: [Handle] = []
  /// The names under which calls may wait.
  var jobs: [String] = []
  /// The sockets on which a call has been left to receive.
  private var awaited: Set<Int> = []
  /// How often much was sent on the TCP sockets on which that was done.
  private var bulks: [Int: Int] = [:]
  /// Whether a TCP socket was closed on which a call waits: the first bytes that wake it reset the connection, and how much
  /// of a large send goes before that is chance.
  private var hasHiddenReader = false
  /// The sockets whose calls return by themselves after a moment (SO_RCVTIMEO).
  private var impatient: Set<Int> = []
  private var made = 0

  struct Handle {
    let name: String
    let kind: String
    var role: Role
    /// Which socket it is, the same for duplicates.
    let socket: Int

    var isTCP: Bool { kind.hasPrefix("tcp") }
    var isUNIX: Bool { kind.hasPrefix("unix") }
    var isDatagram: Bool { kind.hasPrefix("udp") || kind == "unix-dgram" }
    var isSocket: Bool { role != .pipe && role != .epoll }
  }

  enum Role { case fresh, bound, listener, connected, pipe, epoll }

  init(seed: UInt64, length: Int = 40, from constructs: Construct.Choice = Construct.whole) {
    random = SeededGenerator(seed: seed)
    while lines.count < length {
      let construct = handles.count < 2 ? oneOf(constructs.first) : weighted(constructs.all)
      construct.write(&self)
    }
    lines.append("handles")
  }
}

/// Some lines of a generated session that belong together.
struct Construct: Sendable {
  /// How often it is chosen, compared with the others.
  let weight: Int
  let write: @Sendable (inout GeneratedSession) -> Void

  init(_ weight: Int, _ write: @escaping @Sendable (inout GeneratedSession) -> Void) {
    (self.weight, self.write) = (weight, write)
  }

  /// What a session is made of: what makes its first handles, and all.
  struct Choice: Sendable { let first: [Construct], all: [Construct] }

  static let whole = Choice(first: opening, all: all)
  /// Connections, and what moves data through them and ends them.
  static let ofConnections = Choice(
    first: [connecting], all: [connecting, connecting, closing, shutdown, transfer, transfer, duplication, rest])

  private static let all =
    opening + [duplication, closing, shutdown, transfer, vectors, messages, job, collection, options, looking]
    + [checks, repetition, passing, mistakes, watching, rest]
  static let rest = Construct(1) { $0.put("sleep 5ms") }
}

// MARK: - Choosing

extension GeneratedSession {
  /// Adds a line, now and then that of a role.
  mutating func put(_ line: String) {
    let role = chance(1, in: 12) ? oneOf(["client> ", "server> "]) : ""
    lines.append(role + line)
  }

  /// Adds a line that belongs to no role, such as the `end` of a block.
  mutating func putPlain(_ line: String) { lines.append(line) }

  mutating func chance(_ count: Int, in all: Int) -> Bool { Int.random(in: 0..<all, using: &random) < count }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  mutating func oneOf<T>(_ choices: [T]) -> T { choices.randomElement(using: &random)! }

  private mutating func weighted(_ constructs: [Construct]) -> Construct {
    var left = number(0...constructs.reduce(0) { $0 + $1.weight } - 1)
    return constructs.first {
      left -= $0.weight
      return left < 0
    }!
  }

  mutating func handle(where isWanted: (Handle) -> Bool = { _ in true }) -> Handle? {
    handles.filter { bulks[$0.socket, default: 0] < 2 }.filter(isWanted).randomElement(using: &random)
  }

  mutating func name(_ letter: String) -> String {
    made += 1
    return "\(letter)\(made)"
  }

  /// Adds a handle for a new socket, or for the one of `old`.
  mutating func add(_ letter: String, _ kind: String, _ role: Role, of old: Handle? = nil) -> Handle {
    let name = name(letter)
    let handle = Handle(name: name, kind: kind, role: role, socket: old?.socket ?? made)
    handles.append(handle)
    return handle
  }

  /// Whether a call may be left to receive from `one`. Two that wait on one stream are woken together, and which of them
  /// takes what has come is chance, in any program. So is whether a call that soon returns by itself still waits when
  /// the next line runs.
  mutating func mayAwait(_ one: Handle) -> Bool {
    if impatient.contains(one.socket) { return false }
    if one.role == .listener { return true }
    return awaited.insert(one.socket).inserted || one.isDatagram
  }

  /// A line that sends much in the background; nil where how much goes is chance. Of a TCP socket that was given more than it
  /// takes, how much room its acknowledgements leave is chance from then on.
  mutating func bulk(_ one: Handle) -> String? {
    guard one.isTCP else { return "send \(one.name) fill:300K &" }
    if hasHiddenReader { return nil }
    bulks[one.socket, default: 0] += 1
    return "send \(one.name) fill:3M &"
  }

  /// Notes that `one` is closed while a call may wait on it.
  mutating func noteClosing(_ one: Handle) { if one.isTCP, isAwaited(one) { hasHiddenReader = true } }

  /// Whether a call may wait on `one`, which something that the kernel does in two steps would wake between them.
  func isAwaited(_ one: Handle) -> Bool { awaited.contains(one.socket) }

  /// Whether the calls on `one` return by themselves after a moment.
  func isImpatient(_ one: Handle) -> Bool { impatient.contains(one.socket) }

  /// Notes that they do; so do those on what `one` accepts.
  mutating func makeImpatient(_ one: Handle) { impatient.insert(one.socket) }

  mutating func become(_ role: Role, _ name: String) {
    if let index = handles.firstIndex(where: { $0.name == name }) { handles[index].role = role }
  }

  mutating func forget(_ name: String) { handles.removeAll { $0.name == name } }

  mutating func data() -> String {
    oneOf([#""one""#, #""two\r\n""#, #""안녕""#, #""\x00\xff""#, "fill:10", "fill:5000", #""a""#])
  }
}
