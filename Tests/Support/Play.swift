import Commands
import Glibc
import Handles
import Runner
import SessionLanguage
import Sockets
import Text
import Testing

/// A session that a test plays line by line, on real sockets unless it brings a kernel of its own.
package final class Play {
  package let session: Session
  package let witness: Witness
  package var table: HandleTable { session.table }

  /// The handlers are the process's, so they are installed once for all tests.
  private static let handlers: Wakeup = {
    let wakeup = Wakeup()
    Keyboard.watch(wakeup)
    return wakeup
  }()

  /// Lets sessions interrupt calls, also those that no `Play` has made.
  package static func installHandlers() { _ = handlers }

  package init(
    kernel: any Kernel = SealedKernel(), permissions: Permissions = .all, limits: Limits = Limits(),
    timeout: Int? = 10_000, wantsChanges: Bool = true, isInteractive: Bool = false,
    language: Language = .english
  ) {
    Self.installHandlers()
    witness = Witness(wantsChanges: wantsChanges)
    session = Session(
      kernel: kernel, report: witness, wakeup: Wakeup(), permissions: permissions, limits: limits, language: language,
      isInteractive: isInteractive, program: Program.sockplay)
    session.timeout = timeout
  }

  /// One in which `lines` have been run.
  package convenience init(_ lines: [String], isInteractive: Bool = false) throws {
    self.init(isInteractive: isInteractive)
    for line in lines { try run(line) }
  }

  /// The local address of the handle `name`.
  package func address(of name: String) throws -> String { "\(try #require(table.find(name)!.endpoints.local))" }

  deinit { session.end() }

  /// Runs one line. While one runs that closes, no program is started, which would have the descriptor, too: a close that
  /// lingers would not wait.
  @discardableResult
  package func run(_ line: String) throws -> Step {
    let statement = try Parser.parse(Array(line.utf8))
    let place = Place(source: "test", number: 1)
    guard line.hasPrefix("close ") else { return try session.run(statement, at: place) }
    return try ForkGate.closing { try session.run(statement, at: place) }
  }

  /// Runs lines in order and returns the failures, each with its line.
  package func failures(_ lines: String) throws -> [String] {
    try lines.split(separator: "\n").compactMap { line in
      let step = try run(String(line))
      return step.failure.map {
        "\(line): \($0.kind) \(step.exchanges.last?.answer.map { "\($0.result) \($0.errno.symbol)" } ?? "")"
      }
    }
  }

  /// Plays `text` as a file, below its header.
  /// - Parameter resume: Asked how to go on after a line that failed.
  package func file(
    _ text: String, keepsGoing: Bool = false, resume: @escaping (Place) -> Resumption? = { _ in nil }
  ) -> Verdict {
    let (file, problems) = SessionFile.read(Array("sockplay 1\n".utf8) + Array(text.utf8))
    guard problems.isEmpty, Preflight.problems(of: file, known: table.variables.names).isEmpty else {
      return .unreadable
    }
    let control = AskedControl(resume)
    let player = Player(file, source: "test", on: session, keepsGoing: keepsGoing, control: control) { _ in true }
    return player.play()
  }

  /// Waits until the kernel shows of the handle `name` what `holds` asks for, and leaves what the session knows of it as it
  /// is. On a busy machine what was sent over loopback may still be under way when the call has returned.
  package func kernelShows(_ name: String, _ holds: (Snapshot) -> Bool) throws {
    let handle = try #require(table.find(name))
    let end = monotonicNanoseconds() + 60_000_000_000
    while !holds(table.kernel.observe(handle.descriptor, handle.kind)), monotonicNanoseconds() < end { usleep(1000) }
    try #require(holds(table.kernel.observe(handle.descriptor, handle.kind)))
  }

  /// What the handle `name` was last seen in.
  package func state(_ name: String) -> SocketState? { table.find(name).map { $0.snapshot.state } }
}

/// Asks how to go on after a line that failed.
private final class AskedControl: PlayControl {
  private let asked: (Place) -> Resumption?

  init(_ asked: @escaping (Place) -> Resumption?) { self.asked = asked }

  func resume(_ place: Place) -> Resumption? { asked(place) }
}

/// An audience that remembers all it was shown.
package final class Witness: Report {
  package let wantsChanges: Bool
  package private(set) var steps: [Step] = []
  package private(set) var interim: [[String]] = []
  package private(set) var notes: [Statement.Body] = []
  package private(set) var events: [Event] = []
  package private(set) var segments: [ReportedSegment] = []
  package private(set) var output: [PartnerOutput] = []
  package private(set) var refusals: [Diagnostic] = []
  package private(set) var leftovers: [Leftover] = []
  package private(set) var waiting: [Call] = []
  /// Why they were said to block.
  package private(set) var forecasts: [String?] = []
  /// The jobs that were said to have returned.
  package private(set) var returned: [String] = []
  /// What to do as soon as a step is shown, as soon as a list in between is, and as soon as a job is said to have
  /// returned.
  package var whenShown: ((Step) -> Void)?
  package var whenListed: (() -> Void)?
  package var whenTold: (() -> Void)?

  package init(wantsChanges: Bool) { self.wantsChanges = wantsChanges }

  package func take(_ record: Record) {
    switch record {
    case .step(let step):
      steps.append(step)
      whenShown?(step)
    case .event(let event): events.append(event)
    case .segment(let told): segments.append(told)
    case .note(let note): notes.append(note)
    case .refusal(let refusal, _, _): refusals.append(refusal)
    case .blocked(let call, let forecast):
      waiting.append(call)
      forecasts.append(forecast)
    case .returned(_, _, let job, _):
      returned.append(job)
      whenTold?()
    case .interim(let listing):
      interim.append(listing.lines)
      whenListed?()
    case .output(let line): output.append(line)
    case .leftover(let leftover, _): leftovers.append(leftover)
    case .elsewhere, .line, .lesson, .held, .delay, .progress, .interruption, .played, .retry, .summary: break
    }
  }
}
