import Reports
import Runner
import SessionLanguage
import Sockets

/// Looks what has become of a program when the first line of a round fails: its connections are open still, so that it has not
/// ended because they were closed.
final class FailureLook: Report {
  private let held: HeldProgram
  /// What was seen, and what the program had written by then; nil where no line has failed.
  private var seen: (fault: ProgramFault, output: [UInt8])?
  /// The variables that what came from the program gave their values.
  private var captured: Set<String> = []
  /// The first line that could not be run, and whether that may come of what the program did.
  private(set) var refusal: (diagnostic: Diagnostic, place: Place, mayBeOfProgram: Bool)?
  /// What tells a requirement that the program has to meet from all others.
  private let addresses: [String]

  init(_ held: HeldProgram, _ ready: ProgramPort) {
    self.held = held
    addresses = ["{ADDRESS}", "{PORT}", "\(ready.number)"]
  }

  var wantsChanges: Bool { false }

  func take(_ record: Record) {
    switch record {
    case .step(let step):
      if let name = step.command?.expectation?.capture?.name { captured.insert(name) }
      guard let failure = step.failure else { return }
      let isRefused = step.failedExchange?.answer?.errno == Errno(symbol: "ECONNREFUSED")
      look(mayComeLater: !failure.kind.isByTime, isRefused: isRefused)
    case .refusal(let diagnostic, let place, let line): take(diagnostic, place, String(decoding: line, as: UTF8.self))
    default: break
    }
  }

  private func take(_ diagnostic: Diagnostic, _ place: Place, _ line: String) {
    let words = diagnostic.isUnmet ? addresses : captured.map { "{\($0)" }
    if refusal == nil { refusal = (diagnostic, place, words.contains(where: line.contains)) }
    if !diagnostic.isUnmet { look(mayComeLater: false, isRefused: false) }
  }

  private func look(mayComeLater: Bool, isRefused: Bool) {
    guard seen == nil else { return }
    let fault = held.fault(mayComeLater: mayComeLater)
    // It is there, and its client has asked elsewhere.
    seen = (fault == .stillRan && isRefused ? held.place() ?? fault : fault, held.output)
  }

  /// What to say after a round that failed.
  var result: (fault: ProgramFault, output: [UInt8]) { seen ?? (held.fault(mayComeLater: true), held.output) }
}

extension Failure.Kind {
  /// Whether a line failed because something had not come by then: what a program does after that is not the reason.
  fileprivate var isByTime: Bool {
    switch self {
    case .deadline, .endlessPattern, .stillWaiting, .notBlocked, .state, .condition, .unending, .segments, .refused:
      true
    case .failed, .result, .errno, .data, .noMatch, .noMessage, .sender, .notEndOfFile, .notGiven: false
    }
  }
}
