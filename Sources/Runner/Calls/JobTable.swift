import Commands
import Handles
import SessionLanguage
import Sockets
import Text

/// A call that waits.
struct Job {
  let number: Int
  /// The handle that it makes or works on; the call itself when it works on several.
  let name: String
  let invocation: Invocation
  let pending: PendingCall
  /// The handle that it works on, whose place in the table another may have when the call returns.
  let handle: Handle?
  /// The handles that it holds on to until it returns.
  let held: [Handle]
  /// The line that began it.
  let cause: Cause?

  /// Whether its call has returned, though nobody may have collected it yet.
  var hasReturned: Bool { pending.answer != nil }
}

/// What a job's name leads to.
enum FoundJob {
  case waiting(Job)
  /// What came of a call that has been collected, or that returned at once.
  case returned(Exchange)
}

/// The numbers of the jobs whose calls have returned, in the order in which they did. Their threads put them here.
final class Completions: Sendable {
  private let numbers = Locked<[Int]>([])

  func add(_ number: Int) { numbers.withLock { $0.append(number) } }

  func remove(_ number: Int) {
    numbers.withLock { numbers in
      if let index = numbers.firstIndex(of: number) { numbers.remove(at: index) }
    }
  }

  /// The first one that is WANTED.
  func first(where isWanted: (Int) -> Bool) -> Int? { numbers.withLock { $0.first(where: isWanted) } }

  var all: [Int] { numbers.withLock { $0 } }
}

/// The calls of one session that wait: any number of them, each found without looking at the others. Used on the
/// session's thread only.
struct JobTable {
  private var byNumber: [Int: Job] = [:]
  private var byName: [String: [Int]] = [:]
  /// How many calls wait on each handle.
  private var busy: [HandleID?: Int] = [:]
  private let returns = Completions()
  /// The last call under each name that was collected, or had returned at once, so that `wait` can be asked for it. The
  /// latter has no number.
  private var finished: [String: (number: Int?, exchange: Exchange)] = [:]
  private var lastNumber = 0
  /// How many bytes of data those that wait hold together, or have room for.
  private(set) var bufferedBytes = 0
  /// Those of which people know that they have returned.
  private var announced: Set<Int> = []
  /// Those that hold on to nothing any more.
  private var released: Set<Int> = []

  var isEmpty: Bool { byNumber.isEmpty }

  /// All that wait, in the order in which they began.
  var waiting: [Job] { byNumber.values.sorted { $0.number < $1.number } }

  /// The one that began last.
  var last: Job? { byNumber.keys.max().map { byNumber[$0]! } }

  /// Takes a started call into the list.
  mutating func add(
    _ invocation: Invocation, _ pending: PendingCall, on handle: Handle?, holding held: [Handle], name: String,
    cause: Cause?
  ) -> Job {
    lastNumber += 1
    let job = Job(
      number: lastNumber, name: name, invocation: invocation, pending: pending, handle: handle, held: held, cause: cause
    )
    byNumber[job.number] = job
    bufferedBytes += pending.call.bufferedBytes
    byName[name, default: []].append(job.number)
    busy[invocation.subject, default: 0] += 1
    pending.tell(returns, job.number)
    return job
  }

  /// Whether a call waits on `handle`.
  func isBusy(_ handle: HandleID) -> Bool { !isEmpty && busy[handle] != nil }

  /// Whether a call waits that might take away what `invocation` is about to find.
  func isBusy(_ invocation: Invocation) -> Bool {
    if isEmpty { return false }
    if case .untilAny = invocation.wait { return true }
    return busy[invocation.subject] != nil
  }

  /// Moves a job from the waiting to the finished.
  mutating func collect(_ job: Job, _ exchange: Exchange) {
    if byNumber.removeValue(forKey: job.number) != nil { bufferedBytes -= job.pending.call.bufferedBytes }
    byName[job.name]?.removeAll { $0 == job.number }
    if byName[job.name]?.isEmpty == true { byName[job.name] = nil }
    let left = (busy[job.invocation.subject] ?? 1) - 1
    busy[job.invocation.subject] = left > 0 ? left : nil
    returns.remove(job.number)
    announced.remove(job.number)
    released.remove(job.number)
    finished[job.name] = (job.number, exchange)
  }

  /// Remembers a call that was to go to the background as `name`, and returned at once.
  mutating func remember(_ exchange: Exchange, as name: String) { finished[name] = (nil, exchange) }

  /// The waiting job whose call returned first, of those that do not go by the `name`.
  func returned(besides name: String? = nil) -> Job? {
    returns.first { byNumber[$0].map { $0.name != name } ?? false }.flatMap { byNumber[$0] }
  }

  /// The waiting jobs whose calls have returned since this was asked last, but for those that go by the `name`.
  mutating func newlyCompleted(besides name: String? = nil) -> [Job] {
    if isEmpty { return [] }
    let newlyCompleted = returns.all.filter { !announced.contains($0) }.compactMap { byNumber[$0] }.filter {
      $0.name != name
    }
    announced.formUnion(newlyCompleted.map(\.number))
    return newlyCompleted
  }

  /// What the calls held that have returned since this was asked last.
  mutating func release() -> [Handle] {
    if isEmpty { return [] }
    let returned = returns.all.filter { !released.contains($0) }.compactMap { byNumber[$0] }
    released.formUnion(returned.map(\.number))
    return returned.flatMap(\.held)
  }

  /// The line that began a call which takes `handle` from one state to another, and has not been collected.
  func transitionCause(of handle: Handle) -> Cause? {
    if isEmpty { return nil }
    return waiting.first {
      $0.handle === handle && !$0.invocation.call.traits.isDisjoint(with: [.connects, .closes])
    }?.cause
  }

  /// The first of those under `name` whose call has returned.
  func returned(_ name: JobName) -> Job? {
    byName[name.text]?.lazy.compactMap { byNumber[$0] }.first { $0.pending.answer != nil }
  }

  /// The job that `name` means; nil for `any`, unless that is the name of one.
  func find(orAny name: JobName) throws(Diagnostic) -> FoundJob? {
    let any = JobName.any
    if name.text != any || byName[any] != nil || finished[any] != nil { return try find(name) }
    if isEmpty { throw Diagnostic("no call is waiting", at: name.span) }
    return nil
  }

  /// The job that `name` means.
  func find(_ name: JobName) throws(Diagnostic) -> FoundJob {
    if let number = Int(numeral: name.text) {
      if let job = byNumber[number] { return .waiting(job) }
      if let found = finished.values.first(where: { $0.number == number }) { return .returned(found.exchange) }
    }
    if let job = byName[name.text]?.last.flatMap({ byNumber[$0] }) { return .waiting(job) }
    if let found = finished[name.text] { return .returned(found.exchange) }
    let known = waiting.prefix(12)
    throw .unknown(
      "job", name.text, at: name.span, among: Array(byName.keys),
      help: known.isEmpty
        ? "no call is waiting" : "waiting: " + known.map { "\($0.number) \($0.name)" }.joined(separator: ", "))
  }

  /// Forgets what returned under `name`.
  mutating func forget(_ name: String) {
    if !finished.isEmpty { finished[name] = nil }
  }
}
