import Commands
import Handles
import Sockets
import Text

// How a connection ended that has left its descriptor open.
extension HandleStory {
  /// Whether it had a connection, and has none any more.
  var isOver: Bool { seen.state == .closed && handle.kind.isTCP && handle.endpoints.hasPeer }

  /// How a connection ended that did not end with a FIN from the other end.
  var suddenEnd: String? {
    guard isOver else { return nil }
    // Later states may have been left by a FIN that was too quick to be seen.
    switch lastState {
    case .established?: return ending
    case .finWait1?, .finWait2?: return handle.end != nil ? ending : nil
    default: return nil
    }
  }

  /// How a connection ended. Only a reset or a time that ran out takes it away while its descriptor is open, unless
  /// both ends had sent FIN. Which of them it was, only the errno says, and the kernel returns that once.
  var ending: String {
    switch lastState {
    case .lastAck?, .closing?, .timeWait?: return "the connection is over: both ends have sent FIN"
    case .closeWait? where hasSentFIN && handle.ownResetCause == nil:
      return "the connection is over: both ends have sent FIN, unless RST came first"
    case .synSent?: return "no connection was made"
    default:
      let over = "the connection is over: "
      let how = ownReset ?? handle.end.map(meaning) ?? knownReset ?? keptCause ?? guess
      return how.hasPrefix(over) ? how : over + how
    }
  }

  /// The state in which it was before it was over.
  private var lastState: SocketState? { handle.transitions.last { $0.to == .closed }?.from }

  /// Whether this end has sent FIN, unless its kernel sent RST: shutdown and close do that.
  private var hasSentFIN: Bool { handle.shutHere.contains(.sending) || !handle.isOpen }

  /// Who sent RST, and why.
  /// - Parameter otherEnd: What the other end is called, such as `the other end`.
  func reset(by otherEnd: String) -> String {
    if let ownReset { return ownReset }
    // Such data, and RST from the other end, lead to the same state and the same errno. Both may come before FIN_WAIT is
    // seen.
    if handle.resetCause == nil, handle.shutHere == [.receiving, .sending],
      [.established, .finWait1, .finWait2].contains(lastState)
    {
      return "\(otherEnd) sent RST, or this end did, because data came for it after it was shut down both ways"
    }
    return "\(otherEnd) sent RST" + (handle.resetCause?.clause ?? usualResetCauses ?? "")
  }

  /// That the other end sent RST, where it is known why.
  private var knownReset: String? { handle.resetCause.map { _ in reset(by: "the other end") } }

  /// That its own kernel sent RST.
  private var ownReset: String? { handle.ownResetCause.map { "this end sent RST" + $0.clause } }

  /// What `errno`, with which the connection ended, says about it.
  private func meaning(_ errno: Errno) -> String {
    switch errno.symbol {
    case "EPIPE":
      "the other end sent FIN, and later RST"
        + (handle.resetCause?.clause
          ?? "; usual cause: data of this end came for it after it was closed, or shut down both ways")
    case "ECONNRESET": reset(by: "the other end")
    case "ETIMEDOUT": keptCause ?? timeUp
    case "ECONNABORTED": keptCause ?? "this machine ended it (ss -K, or an interface or address that went away)"
    default: "it ended with \(errno.symbol) (\(errno.text))"
    }
  }

  /// How a handshake ended that led to no connection. The errno is given away once: to SO_ERROR, or to the next call.
  var failedHandshake: String? {
    guard handle.kind.isTCP, seen.state == .closed || seen.state == .bound, !handle.endpoints.hasPeer,
      !handle.hasConnected,
      let target = handle.target
    else { return nil }
    let cause = keptCause
    guard let end = handle.end else {
      let hint = cause ?? ConnectionRefusal(target, handle, observed).now
      return "its handshake with \(target) has failed, and its errno has not been reported yet"
        + (hint.map { ": \($0)" } ?? "")
    }
    // With these no SYN may have left.
    let isUnreachable = ["ENETUNREACH", "EHOSTUNREACH"].contains(end.symbol)
    return "its \(isUnreachable ? "connect to" : "handshake with") \(target) failed with \(end.symbol): "
      + (cause ?? refused(end, target))
  }

  /// What was found out when it ended.
  private var keptCause: String? {
    guard let cause = handle.endCause else { return nil }
    observed.note("this session, when \(handle.name) came to its end", cause.sentence, at: cause.moment)
    return cause.sentence
  }

  /// What can be said later of a handshake whose end nobody looked at when it came.
  private func refused(_ end: Errno, _ target: SocketAddress) -> String {
    let now = end.symbol == "ECONNREFUSED" ? ConnectionRefusal(target, handle, observed).now : nil
    return end.text + (now.map { "; \($0)" } ?? "")
  }

  /// What is left to say where no errno was seen.
  private var guess: String {
    if !handle.isOpen {
      return [.finWait1, .finWait2].contains(lastState)
        ? "this end sent FIN; then FIN or RST came from the other end, or the kernel waited no longer for it"
        : "both ends have sent FIN, or one of them RST"
    }
    let timeouts = info("tcpi_retransmits") ?? 0, probes = info("tcpi_probes") ?? 0
    if max(timeouts, probes) == 0 { return "the other end sent RST, or this machine's kernel ended it" }
    let unanswered =
      timeouts >= probes
      ? Plural.count(timeouts, "retransmission timeout") + " in a row" : Plural.count(probes, "probe")
    return "the kernel gave up after \(unanswered) without an answer, or the other end sent RST"
  }

  /// What would show how it ended.
  var endingAdvice: [String] {
    isOver && handle.isOpen && handle.end == nil && ending.contains(", or ")
      ? ["getsockopt \(handle.name) SO_ERROR shows how it ended"] : []
  }

  /// What to do about a handshake that has failed.
  var handshakeAdvice: [String] {
    guard handle.end == nil else { return ["make a new socket, or connect \(handle.name) again"] }
    return ["getsockopt \(handle.name) SO_ERROR returns the errno, once; so would the next call on it"]
  }

  /// A field of TCP_INFO; nil without a descriptor, and where this kernel does not report it.
  func info(_ name: String) -> Int? {
    observed.info(name, of: handle)
  }
}

extension ResetCause {
  /// Behind `the other end sent RST`.
  var clause: String {
    switch self {
    case .unread(let count, let name): ", because \(name) was closed with \(Plural.bytes(count)) unread"
    case .lingering(let name): ", because \(name) was closed with SO_LINGER on and 0 s"
    case .disconnected(let name): ", because connect \(name) unspec dropped the connection"
    case .unaccepted(let name): ", because \(name) was closed before it had accepted the connection"
    case .unacceptedAtStop(let name): ", because \(name) stopped listening before it had accepted the connection"
    case .dataAfterShutdown(let name): ", because data came for \(name) after it was shut down both ways"
    case .destroyed(let name): ", because destroy ended \(name)"
    case .closed(let name): ", when \(name) was closed"
    }
  }
}
