import Commands
import Handles
import SessionLanguage
import Sockets

/// Why a call failed, from the state that the sockets are in. Nothing is said where nothing is known.
extension Reason {
  static func explain(_ step: Step, in table: HandleTable) -> Reason? {
    let observed = Observations(table)
    return Context(step, handle: step.result?.subject(observed), observed).flatMap { explain($0) }
  }

  static func explain(_ context: Context) -> Reason? {
    context.sentence.map { Reason(sentence: $0, evidence: context.observed.evidence) }
  }

  /// Why a stream was at its end, when that is not because the other end has closed.
  static func ofEnd(_ step: Step, in table: HandleTable) -> Reason? {
    guard step.isAtEnd, let handle = step.result?.call.descriptor.flatMap({ table.owner(of: $0) }) else { return nil }
    let observed = Observations(table)
    return ownEnd(handle, observed).map { Reason(sentence: $0, evidence: observed.evidence) }
  }

  private static func ownEnd(_ handle: Handle, _ observed: Observations) -> String? {
    let story = HandleStory(handle: handle, observed: observed, jobs: [])
    if let ending = story.suddenEnd { return ending }
    if let failed = story.failedHandshake { return "there never was a connection: \(failed)" }
    guard observed.isShutForReading(handle) else { return nil }
    let state = observed.state(of: handle).state
    if handle.kind.isTCP, !handle.endpoints.hasPeer, !handle.hasConnected, state == .closed || state == .bound {
      return "\(handle.name) was shut down for reading, and has no connection: recv does not wait"
    }
    switch state {
    case .closeWait, .closing, .lastAck, .timeWait, .closed: return nil
    default: return "\(handle.name) was shut down for reading: this end wanted no more, \(whatMayCome(for: handle))"
    }
  }

  /// What others can do who send to a socket that was shut down for reading. A UNIX domain socket refuses it:
  /// unix_shutdown and unix_dgram_sendmsg in net/unix/af_unix.c.
  private static func whatMayCome(for handle: Handle) -> String {
    if handle.kind.domain == .unix { return "and what is sent to it fails with EPIPE" }
    return handle.kind.isTCP ? "and the other may still send" : "and others may still send"
  }

  /// A call that failed, and the handle that it worked on.
  struct Context {
    let call: Call
    let errno: Errno
    let handle: Handle?
    let observed: Observations
    /// Whether sockplay ended the call because its time was up.
    let isTimedOut: Bool
    /// When the call returned, in nanoseconds of the monotonic clock.
    let moment: Int64
    /// When it began.
    let began: Int64

    /// nil when the last call of `step` did not fail.
    init?(_ step: Step, handle: Handle?, _ observed: Observations) {
      guard let exchange = step.result, let answer = exchange.answer, answer.failed else { return nil }
      call = exchange.call
      errno = answer.errno
      self.handle = handle
      self.observed = observed
      isTimedOut = step.outcome == .timedOut
      (began, moment) = (answer.began, answer.began + answer.nanoseconds)
      observed.note(call.name, "\(answer.result) \(errno.symbol)", at: moment)
    }

    var sentence: String? {
      if isInjected { return "a seccomp filter answered in the kernel's place, as inject asks; \(documented)" }
      return Reason.opening(call, errno) ?? refusedChange ?? Reason.rows[errno.symbol]?(self) ?? documented
    }

    /// Whether a filter answered it, so that nothing of what is there now is the reason.
    var isInjected: Bool { call.traits.contains(.isInjected) }

    /// What the manual says of the errno, where nothing more is known: the page of the call, or that of its family.
    private var documented: String {
      let symbol = errno.symbol
      func cause(_ page: ErrorPage?) -> String? { page?.errors.first { $0.symbol == symbol }?.cause }
      if let cause = cause(ErrorPage.of(call.name)) {
        observed.note("manual page \(call.name)(2)", symbol)
        return "as documented for \(call.name): \(cause)"
      }
      for page in handle.map({ ErrorPage.families(of: $0.kind) }) ?? [] {
        guard let cause = cause(page) else { continue }
        observed.note("manual page \(page.calls[0])", symbol)
        return "as documented in \(page.calls[0]): \(cause)"
      }
      return "no page of the manual says when \(call.name) fails so; \(symbol) is: \(errno.text)"
    }

    var name: String { handle?.name ?? "it" }
    var table: HandleTable { observed.table }
    var state: SocketState? { handle.map { observed.state(of: $0).state } }
    var isStream: Bool { handle?.kind.type == .stream }
    /// What it is, such as `a udp socket` or `an epoll`.
    var noun: String {
      guard let kind = handle?.kind else { return "a file" }
      let article = kind.word.first.map { "Aei".contains($0) } == true ? "an" : "a"
      return "\(article) \(kind.word)\(kind.isSocket ? " socket" : "")"
    }
    var isUNIX: Bool { handle?.kind.domain == .unix }
    var local: String { handle?.endpoints.local?.description ?? "an address" }
    /// The address that the call was about: the one it was given, or for listen the socket's own.
    var address: SocketAddress? { call.address ?? (call.name == "listen" ? handle?.endpoints.local : nil) }
  }
}

extension Call {
  /// Whether what it moves goes out of its first descriptor. Of splice and tee that is the source, see
  /// `Reason.Context.isSending`.
  var isSending: Bool { traits.contains(.sends) }
}

extension Argument {
  var number: Int? {
    if case .integer(let number) = self { return number }
    return nil
  }
}

extension HandleTable {
  /// The number that the option `symbol` has on a handle; nil where it is closed or has no such option.
  func option(_ symbol: String, of handle: Handle) -> Int? {
    guard let option = SocketOption.named(symbol) else { return nil }
    return value(of: option, on: handle).flatMap { option.form.int(of: $0) }
  }
}
