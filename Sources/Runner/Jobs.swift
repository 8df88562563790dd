import Commands
import SessionLanguage
import Sockets

/// A call that waits, or one that has been collected and is remembered under its name.
struct Job {
  let number: Int
  /// The handle that it makes or works on.
  let name: String
  let invocation: Invocation
  let pending: PendingCall
  /// What came of it, once it has been collected.
  var collected: Exchange?
}

/// The calls of one session that wait. Used on the session's thread only.
struct Jobs {
  private(set) var waiting: [Job] = []
  /// The last call collected under each name, so that `wait` can be asked again.
  private var finished: [String: Job] = [:]
  private var lastNumber = 0

  var isEmpty: Bool { waiting.isEmpty }

  /// Takes a started call into the list.
  mutating func add(_ invocation: Invocation, _ pending: PendingCall, name: String) -> Job {
    lastNumber += 1
    let job = Job(number: lastNumber, name: name, invocation: invocation, pending: pending)
    waiting.append(job)
    return job
  }

  /// Whether a call waits on HANDLE, which might take away what another is about to receive.
  func isBusy(_ handle: HandleID?) -> Bool {
    !waiting.isEmpty && waiting.contains { $0.invocation.subject == handle }
  }

  /// Moves a job from the waiting to the finished.
  mutating func collect(_ job: Job, _ exchange: Exchange) {
    waiting.removeAll { $0.number == job.number }
    var job = job
    job.collected = exchange
    finished[job.name] = job
  }

  /// The first waiting job whose call has returned.
  var returned: Job? { waiting.first { $0.pending.answer != nil } }

  /// The first of those under NAME whose call has returned.
  func returned(_ name: JobName) -> Job? { waiting.first { $0.name == name.text && $0.pending.answer != nil } }

  /// The job that NAME means.
  func find(_ name: JobName) throws(Diagnostic) -> Job {
    if let number = Int(name.text), let job = (waiting + finished.values).first(where: { $0.number == number }) { return job }
    if let job = waiting.last(where: { $0.name == name.text }) ?? finished[name.text] { return job }
    let known = waiting.map(\.name)
    throw Diagnostic(
      "there is no job \(name.text)", at: name.span, label: Diagnostic.suggestion(for: name.text, among: known),
      help: known.isEmpty ? "no call is waiting" : "waiting: " + waiting.map { "\($0.number) \($0.name)" }.joined(separator: ", "))
  }

  /// Forgets what was collected under NAME.
  mutating func forget(_ name: String) { finished[name] = nil }
}
