import Commands
import Handles
import SessionLanguage
import Sockets
import Text

/// A call that waits.
struct Job {
  let number: Int
  /// The handle that it makes or works on; the name of the call if it works on several.
  let name: String
  let invocation: Invocation
  let pending: PendingCall
  /// The line that began it.
  let origin: Origin?
  /// What is expected of its end, where a terminal waits for it while others type.
  var expected: String?

  /// Whether poll(2) tells whether its call goes on: one that waits until one descriptor is ready, which is still open.
  var isPollable: Bool {
    if case .until = invocation.wait { invocation.subject?.isOpen != false } else { false }
  }

  /// Whether its call has returned, whether or not it has been collected.
  var hasReturned: Bool { pending.answer != nil }
}

/// What the name of a job refers to.
enum FoundJob {
  case waiting(Job)
  /// A call that has been collected, or that returned at once.
  case returned(FinishedCall)
}

/// A call that has returned, as it was then.
struct FinishedCall {
  let exchange: Exchange
  let subject: Handle?
  /// What it output besides its result and data.
  let outputs: [String]
}

/// The numbers of the jobs whose calls have returned, in that order. The threads of the calls append them.
final class Completions: Sendable {
  private let numbers = Locked<[Int]>([])

  func add(_ number: Int) { numbers.withLock { $0.append(number) } }

  func remove(_ number: Int) {
    numbers.withLock { numbers in
      if let index = numbers.firstIndex(of: number) { numbers.remove(at: index) }
    }
  }

  /// The first one for which `isWanted` is true.
  func first(where isWanted: (Int) -> Bool) -> Int? { numbers.withLock { $0.first(where: isWanted) } }

  var all: [Int] { numbers.withLock { $0 } }
}

/// The waiting calls of one session: any number of them, each found without a scan. Used on the session's thread only.
final class JobTable {
  private var byNumber: [Int: Job] = [:]
  private var byName: [String: [Int]] = [:]
  /// The names under which several calls have waited together, until all of them are collected.
  private var shared: Set<String> = []
  /// How many calls wait on each handle.
  private var busy: [Handle?: Int] = [:]
  private let returns = Completions()
  /// The last call under each name that was collected, or that returned at once, so that `wait` can return it. The
  /// latter has no number.
  private var finished: [String: (number: Int?, call: FinishedCall)] = [:]
  private var lastNumber = 0
  /// The bytes of data of all waiting calls together: those to send, and the capacity of receive buffers.
  private(set) var bufferedBytes = 0
  /// Those whose return has been announced.
  private var announced: Set<Int> = []
  /// Those whose handles have been released.
  private var released: Set<Int> = []

  var isEmpty: Bool { byNumber.isEmpty }
  func contains(_ number: Int) -> Bool { byNumber[number] != nil }
  var count: Int { byNumber.count }

  /// All waiting jobs, in the order in which they began.
  var waiting: [Job] { byNumber.values.sorted { $0.number < $1.number } }

  /// Whether there are some of which poll(2) cannot tell whether they go on.
  var hasUnpollable: Bool { byNumber.values.contains { !$0.isPollable } }

  /// What the others wait for.
  var interests: [Interest] {
    byNumber.values.compactMap { job in
      guard case .until(let descriptor, let events) = job.invocation.wait, job.isPollable else {
        return nil
      }
      return Interest(descriptor: descriptor, events: events)
    }
  }

  /// The one that began last.
  var last: Job? { byNumber.keys.max().flatMap { byNumber[$0] } }

  /// Adds a call that has been started.
  func add(
    _ invocation: Invocation, _ pending: PendingCall, name: String, origin: Origin?, expected: String? = nil
  ) -> Job {
    lastNumber += 1
    let job = Job(
      number: lastNumber, name: name, invocation: invocation, pending: pending, origin: origin, expected: expected)
    byNumber[job.number] = job
    bufferedBytes += pending.call.bufferedBytes
    byName[name, default: []].append(job.number)
    if byName[name, default: []].count > 1 { shared.insert(name) }
    busy[invocation.subject, default: 0] += 1
    pending.tell(returns, job.number)
    return job
  }

  /// Whether others have waited under the name of `job`, so that it is chance which of them is collected first.
  func sharesName(_ job: Job) -> Bool { shared.contains(job.name) }

  /// The last line that waits for a job at its terminal says what is expected of its end.
  func expect(_ expected: String, of number: Int) { byNumber[number]?.expected = expected }

  /// Whether a call waits on `handle`.
  func isBusy(_ handle: Handle) -> Bool { !isEmpty && busy[handle] != nil }

  /// Whether a call waits that might take away what `invocation` is about to find.
  func isBusy(_ invocation: Invocation) -> Bool {
    if isEmpty { return false }
    if case .untilAny = invocation.wait { return true }
    return busy[invocation.subject] != nil
  }

  /// Moves a job from the waiting to the finished ones.
  func collect(_ job: Job, _ call: FinishedCall) {
    if byNumber.removeValue(forKey: job.number) != nil { bufferedBytes -= job.pending.call.bufferedBytes }
    byName[job.name]?.removeAll { $0 == job.number }
    if byName[job.name]?.isEmpty == true {
      byName[job.name] = nil
      shared.remove(job.name)
    }
    let left = (busy[job.invocation.subject] ?? 1) - 1
    busy[job.invocation.subject] = left > 0 ? left : nil
    returns.remove(job.number)
    announced.remove(job.number)
    released.remove(job.number)
    finished[job.name] = (job.number, call)
  }

  /// Keeps a call that was to go to the background as `name`, and returned at once.
  func remember(_ call: FinishedCall, as name: String) {
    finished[name] = (nil, call)
  }

  /// The job not called `name` whose call returned first.
  func returned(besides name: String? = nil) -> Job? {
    returns.first { byNumber[$0].map { $0.name != name } ?? false }.flatMap { byNumber[$0] }
  }

  /// The jobs whose calls have returned since the last time this was called, except those called `name`.
  func newlyCompleted(besides name: String? = nil) -> [Job] {
    if isEmpty { return [] }
    let newlyCompleted = returns.all.filter { !announced.contains($0) }.compactMap { byNumber[$0] }.filter {
      $0.name != name
    }
    announced.formUnion(newlyCompleted.map(\.number))
    return newlyCompleted
  }

  /// The jobs whose calls have returned since the last time this was called.
  func release() -> [Job] {
    if isEmpty { return [] }
    let returned = returns.all.filter { !released.contains($0) }.compactMap { byNumber[$0] }
    released.formUnion(returned.map(\.number))
    return returned
  }

  /// The line that began a call which changes the state of `handle`, and which has not been collected.
  func transitionCause(of handle: Handle) -> Cause? {
    if isEmpty { return nil }
    return waiting.first {
      $0.invocation.subject === handle && !$0.invocation.call.traits.isDisjoint(with: [.connects, .closes])
    }?.origin?.cause
  }

  /// The word by which a line means `job`: its number, where other calls wait under its name.
  func word(for job: Job) -> String { (byName[job.name]?.count ?? 0) > 1 ? "\(job.number)" : job.name }

  /// The first job called `name` whose call has returned.
  func returned(_ name: JobName) -> Job? {
    byName[name.text]?.lazy.compactMap { self.byNumber[$0] }.first { $0.pending.answer != nil }
  }

  /// The job that `name` means; nil for `any`, unless a job has that name.
  func find(orAny name: JobName) throws(Diagnostic) -> FoundJob? {
    let any = JobName.any
    if name.text != any || byName[any] != nil || finished[any] != nil { return try find(name) }
    if isEmpty { throw .noCallWaits(at: name.span) }
    return nil
  }

  /// The job that `name` means.
  func find(_ name: JobName) throws(Diagnostic) -> FoundJob {
    if let number = Int(numeral: name.text) {
      if let job = byNumber[number] { return .waiting(job) }
      if let found = finished.values.first(where: { $0.number == number }) {
        return .returned(found.call)
      }
    }
    if let job = byName[name.text]?.last.flatMap({ byNumber[$0] }) { return .waiting(job) }
    if let found = finished[name.text] { return .returned(found.call) }
    let known = waiting.prefix(12).map { "\($0.number) \($0.name)" }.joined(separator: ", ")
    throw .unknown(
      "job", name.text, at: name.span, among: Array(byName.keys),
      help: known.isEmpty ? "no call is waiting" : "waiting: " + known,
      korean: known.isEmpty ? "기다리는 호출이 없습니다" : "기다리는 호출: " + known)
  }

  /// Forgets the finished call under `name`.
  func forget(_ name: String) {
    if !finished.isEmpty { finished[name] = nil }
  }
}

extension Invocation {
  /// The handles that it may lock until it returns: not the listener to which it connects, whose descriptor it does not
  /// have.
  var held: [Handle] { [subject, call.traits.contains(.connects) ? nil : alsoAffects].compactMap(\.self) }
}

extension Diagnostic {
  static func noCallWaits(at span: Span) -> Diagnostic {
    Diagnostic("no call is waiting", at: span).inKorean("기다리는 호출이 없습니다")
  }
}
