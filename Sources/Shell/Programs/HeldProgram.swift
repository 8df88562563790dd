import Glibc
import Isolation
import Reports
import Runner
import Sockets

/// A program that is held in namespaces, and what is known of it.
final class HeldProgram {
  private let program: PlayedProgram
  private let kernel: any Kernel
  private let confined: ConfinedProgram
  /// How what was started last has ended; nil while it runs.
  private var ending: ProcessEnd?
  /// Whether nothing runs any more.
  private var isEmpty = false
  private var excess: Excess?
  private var failure: ProgramFault?

  init(_ program: PlayedProgram, _ kernel: any Kernel) throws(IsolationFailure) {
    (self.program, self.kernel) = (program, kernel)
    confined = try ConfinedProgram(Processes.ownProgram, program.words)
    guard case .failed(let call, let number)? = confined.next(milliseconds: Self.startTime) else { return }
    failure = .notCopied(call: call, errno: number)
    // What fails with files is the submission; anything else is this machine.
    guard !["open(", "write(", "mkdir("].contains(where: call.hasPrefix) else { return }
    confined.end()
    throw IsolationFailure(call: call, errno: Errno(number))
  }

  /// How long it may take to make the namespaces and copy a submission, in milliseconds.
  private static let startTime: Int32 = 60_000

  /// The last that it has written.
  var output: [UInt8] { confined.output }

  /// Builds it.
  /// - Returns: What went wrong.
  func prepare() -> ProgramFault? {
    if let failure { return failure }
    guard let build = program.build else { return nil }
    begin(build)
    let deadline = monotonicNanoseconds() + Int64(program.buildTime) * 1_000_000
    while ending == nil, excess == nil, !isOver {
      if monotonicNanoseconds() > deadline {
        confined.stop()
        return .buildTooLong(program.buildTime)
      }
      take(within: 20)
    }
    confined.stop()
    if let excess { return .tookTooMuch(excess, limit: program.limit(excess)) }
    return ending.flatMap { $0 == .exit(code: 0) ? nil : .buildFailed($0) }
  }

  private func begin(_ command: String) {
    (ending, isEmpty, excess) = (nil, false, nil)
    confined.start(command)
  }

  /// Starts it, and waits until it is ready.
  /// - Returns: What went wrong.
  func start() -> ProgramFault? {
    begin(program.run)
    let deadline = monotonicNanoseconds() + Int64(program.readyTimeout) * 1_000_000
    while !isOver {
      let listeners = Listeners(kernel, program.ready)
      if listeners.isReady { return nil }
      if let excess { return .tookTooMuch(excess, limit: program.limit(excess)) }
      if isEmpty { return .endedBeforeListening(ending ?? .exit(code: 0), port: program.ready) }
      if monotonicNanoseconds() > deadline {
        return .notListening(port: program.ready, program.readyTimeout, others: listeners.others)
      }
      take(within: 10)
    }
    return nil
  }

  private var isOver: Bool { Keyboard.now.interrupts != 0 || Keyboard.now.isOver }

  private func take(within milliseconds: Int32) {
    switch confined.next(milliseconds: milliseconds) {
    case .ended(let status)?: ending = ProcessEnd(ofShell: status)
    case .empty?: isEmpty = true
    case .exceeded(let excess)?: self.excess = excess
    case .failed?: (isEmpty, ending) = (true, ending ?? .exit(code: 1))
    case .ready?, .stopped?, nil: break
    }
  }

  /// What has become of it, at a line that failed.
  /// - Parameter mayComeLater: Whether the line may have failed because it ends, which may be told a little later.
  func fault(mayComeLater: Bool) -> ProgramFault {
    for _ in 0..<(mayComeLater ? Self.looks : 1) where ending == nil && excess == nil { take(within: 20) }
    if let excess { return .tookTooMuch(excess, limit: program.limit(excess)) }
    return ending.map { .ended($0) } ?? .stillRan
  }

  private static let looks = 10

  /// Where it listens, for a client that was refused; nil where that is nowhere.
  func place() -> ProgramFault? {
    let places = Listeners(kernel, program.ready).places
    return places.isEmpty ? nil : .listensAt(places.joined(separator: ", "))
  }

  /// Ends it with all that it has started, and forgets the connections that it leaves: its port is free again.
  func stop() {
    confined.stop()
    Listeners(kernel, program.ready).forget()
  }

  func end() { confined.end() }
}

extension ProcessEnd {
  /// How a command of the shell has ended, which tells the signal that ended a program by an exit code.
  fileprivate init(ofShell status: Int32) {
    let end = ProcessEnd(status: status)
    if case .exit(let code) = end, (129...128 + 31).contains(code) {
      self = .signal(Int32(code - 128))
    } else {
      self = end
    }
  }
}
