import Commands
import Runner
import SessionLanguage
import Sockets
import Testing

/// A session that a test plays line by line, on real sockets unless it brings a kernel of its own.
public final class Play {
  public let session: Session
  public let witness: Witness
  public var table: Table { session.table }

  /// The handlers are the process's, so they are installed once for all tests.
  private static let handlers: Wakeup = {
    let wakeup = Wakeup()
    Keyboard.watch(wakeup)
    return wakeup
  }()

  public init(
    kernel: any Kernel = SealedKernel(), permissions: Permissions = .all, timeout: Int? = 10_000, wantsChanges: Bool = true,
    isInteractive: Bool = false
  ) {
    _ = Self.handlers
    witness = Witness(wantsChanges: wantsChanges)
    session = Session(kernel: kernel, audience: witness, wakeup: Wakeup(), permissions: permissions, isInteractive: isInteractive)
    session.timeout = timeout
  }

  /// One in which LINES have been run.
  public convenience init(_ lines: [String], isInteractive: Bool = false) throws {
    self.init(isInteractive: isInteractive)
    for line in lines { try run(line) }
  }

  /// The local address of the handle NAME.
  public func address(of name: String) throws -> String { "\(try #require(table[table.find(name)!].naming.local))" }

  deinit { session.end() }

  /// Runs one line.
  @discardableResult
  public func run(_ line: String) throws -> Step {
    try session.run(try Parser.parse(Array(line.utf8)), at: Place(source: "test", number: 1))
  }

  /// Runs lines in order and returns the failures, each with its line.
  public func failures(_ lines: String) throws -> [String] {
    try lines.split(separator: "\n").compactMap { line in
      let step = try run(String(line))
      return step.failure.map { "\(line): \($0.kind) \(step.exchanges.last?.answer.map { "\($0.result) \($0.errno.symbol)" } ?? "")" }
    }
  }

  /// Plays TEXT as a file, below its header.
  public func file(_ text: String, keepsGoing: Bool = false) -> Verdict {
    let (file, problems) = SessionFile.read(Array("sockplay 1\n".utf8) + Array(text.utf8))
    guard problems.isEmpty, Preflight.problems(of: file, known: table.variables.keys).isEmpty else { return .unreadable }
    var player = Player(file, source: "test", on: session, keepsGoing: keepsGoing) { _ in true }
    return player.play()
  }

  /// What the handle NAME was last seen in.
  public func state(_ name: String) -> SocketState? { table.find(name).map { table[$0].snapshot.state } }
}

/// An audience that remembers all it was shown.
public final class Witness: Audience {
  public let wantsChanges: Bool
  public private(set) var steps: [Step] = []
  public private(set) var interim: [[String]] = []
  public private(set) var notes: [Statement.Body] = []
  public private(set) var events: [Event] = []
  public private(set) var refusals: [Diagnostic] = []
  public private(set) var waiting: [Call] = []
  /// Why they were said to block.
  public private(set) var forecasts: [String?] = []
  /// The jobs that were said to have returned.
  public private(set) var returned: [String] = []
  /// What to do as soon as a step is shown, and as soon as a job is said to have returned.
  public var whenShown: ((Step) -> Void)?
  public var whenTold: (() -> Void)?

  public init(wantsChanges: Bool) { self.wantsChanges = wantsChanges }

  public func show(interim lines: [String]) { interim.append(lines) }
  public func show(_ step: Step) {
    steps.append(step)
    whenShown?(step)
  }
  public func show(returned exchange: Exchange, of job: String) {
    returned.append(job)
    whenTold?()
  }
  public func show(note: Statement.Body) { notes.append(note) }
  public func show(_ event: Event) { events.append(event) }
  public func show(_ refusal: Diagnostic, at place: Place, line: ArraySlice<UInt8>) { refusals.append(refusal) }
  public func show(waiting call: Call, forecast: String?) {
    waiting.append(call)
    forecasts.append(forecast)
  }
  public func showInterruption() {}
}
