import Commands
import Handles
import SessionLanguage
import Sockets

/// Why a call failed, from the state that the sockets are in. Nothing is said where nothing is known.
enum Reason {
  static func explain(_ step: Step, in table: HandleTable) -> String? {
    let id = step.result?.subject(in: table)
    return Context(step, id: id, in: table).flatMap { explain($0) }
  }

  static func explain(_ context: Context) -> String? {
    opening(context.call, context.errno) ?? rows[context.errno.symbol]?(context) ?? documented(context)
  }

  /// When the manual says that the call gives the errno, where nothing more is known.
  private static func documented(_ context: Context) -> String? {
    let errors = ErrorPage.of(context.call.name)?.errors ?? []
    return errors.first { $0.symbol == context.errno.symbol }.map {
      "as documented for \(context.call.name): \($0.cause)"
    }
  }

  /// Why a stream was at its end, when that is not because the other end has closed.
  static func ofEnd(_ step: Step, in table: HandleTable) -> String? {
    guard step.isAtEnd, let id = step.result?.call.descriptor.flatMap({ table.owner(of: $0) }) else { return nil }
    if let ending = HandleStory(id: id, table: table, jobs: []).suddenEnd { return ending }
    guard id.isShutForReading else { return nil }
    switch id.snapshot.state {
    case .closeWait, .closing, .lastAck, .timeWait, .closed: return nil
    default: return "\(id.name) was shut down for reading: this end wanted no more, and the other may still send"
    }
  }

  /// Why a connection was not in the state in which it would have been without a descriptor: the kernel keeps only so
  /// many such.
  static func explain(_ failure: Failure) -> String? {
    guard case .state(_, let expected, _, _) = failure.kind,
      [SocketState.timeWait, .finWait2].contains(where: { $0.name == expected }),
      let kept = Counters.timeWait, let setting = Setting.named("net.ipv4.tcp_max_tw_buckets"),
      let most = setting.number,
      kept >= most - most / 50
    else { return nil }
    return
      "the kernel has \(kept) sockets in TIME_WAIT, of at most \(most) (\(setting.name)), and drops any more"
  }

  /// A call that failed, and the handle that it worked on.
  struct Context {
    let call: Call
    let errno: Errno
    let id: Handle?
    let table: HandleTable
    /// Whether sockplay ended the call because its time was up.
    let isTimedOut: Bool

    /// nil when the last call of `step` did not fail.
    init?(_ step: Step, id: Handle?, in table: HandleTable) {
      guard let exchange = step.result, let answer = exchange.answer, answer.failed else { return nil }
      call = exchange.call
      errno = answer.errno
      self.id = id
      self.table = table
      isTimedOut = step.outcome == .timedOut
    }

    var handle: Handle? { id }
    var name: String { handle?.name ?? "it" }
    var state: SocketState? { handle?.snapshot.state }
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
  func option(_ symbol: String, of id: Handle) -> Int? {
    guard let option = SocketOption.named(symbol) else { return nil }
    return value(of: option, on: id).flatMap { option.form.int(of: $0) }
  }
}
