import Commands
import Sockets
import Text

// What comes next: what the kernel will do by itself, and what a person could do.
extension HandleStory {
  /// Whether it lives where this process has no sockets of its own, and its diagnostics see nothing of it.
  var isInOtherNetworkNamespace: Bool { table.isInOtherNetworkNamespace(handle) }

  var next: [Row] {
    guard handle.kind.isTCP, !isInOtherNetworkNamespace else { return [] }
    if let timer = table.timer(of: handle, at: endpoints), let text = text(timer) { return [("next", text)] }
    // Its timers are those of its subflows.
    if handle.kind.isMPTCP { return [] }
    switch seen.state {
    case .established, .closeWait: return [("next", "nothing by itself: no timer runs, and TCP waits forever")]
    case .finWait2 where handle.isOpen:
      return [("next", "nothing by itself until the other end closes: the descriptor is still open")]
    default: return []
    }
  }

  private func text(_ timer: RunningTimer) -> String? {
    let time = "in \(Elapsed.text(timer.milliseconds)) "
    switch timer.purpose {
    case .retransmission where seen.state == .synSent:
      return time + (isLastSYN(timer) ? "the kernel gives up; " : "the kernel sends the SYN again; ") + limitOfSYNs
    case .retransmission where [.synReceived, .newSynReceived].contains(seen.state):
      return time + "the kernel retransmits what is not acknowledged, or gives up; \(limitOfSYNs)"
    case .retransmission:
      let orNot = userTimeout == nil ? "" : ", or gives up"
      return time + "the kernel retransmits what is not acknowledged\(orNot); its limit is \(mostRepetitions)"
    case .windowProbe: return time + probe
    case .timeWait:
      guard seen.state == .timeWait else { return time + "the kernel stops waiting for the other end's FIN" }
      // One that bind has given its port by number has it until its last descriptor is closed, see tcp_set_state.
      let staysBound = handle.isOpen && handle.isBound && !handle.portWasChosen
      let port = staysBound ? "; \(handle.name) is bound to its port until it is closed" : ", and the port is free"
      return time + "the kernel forgets it" + (otherOwner == nil ? port : "")
    case .keepAlive where !handle.isOpen: return time + "the kernel gives up waiting for the other end"
    case .keepAlive:
      guard observed.option("SO_KEEPALIVE", of: handle) == 1 else { return nil }
      return time
        + (endsKeepAlive(timer)
          ? "the kernel ends the connection: no probe was answered"
          : "the kernel asks whether the other end is alive (SO_KEEPALIVE)")
    }
  }

  /// Whether the kernel gives up instead of sending another probe when `timer` fires, see tcp_keepalive_timer in
  /// net/ipv4/tcp_timer.c.
  private func endsKeepAlive(_ timer: RunningTimer) -> Bool {
    guard let probes = info("tcpi_probes"), probes > 0 else { return false }
    if let limit = observed.option("TCP_USER_TIMEOUT", of: handle), limit > 0 {
      guard let data = info("tcpi_last_data_recv"), let ack = info("tcpi_last_ack_recv") else { return false }
      return min(data, ack) + timer.milliseconds >= limit
    }
    return observed.option("TCP_KEEPCNT", of: handle).map { probes >= $0 } ?? false
  }

  /// The timer of window probes runs also after a segment that could not leave this machine.
  private var probe: String {
    let isFull = info("tcpi_snd_wnd").map { $0 == 0 || $0 < (info("tcpi_notsent_bytes") ?? 0) }
    guard isFull == true else { return "the kernel tries again to send" }
    return "the kernel asks whether the other end has room again: its receive window is full" + probing
  }

  /// How long that may go on: an answered probe does not end the time of TCP_USER_TIMEOUT, see tcp_probe_timer in
  /// net/ipv4/tcp_timer.c.
  private var probing: String {
    guard let limit = observed.option("TCP_USER_TIMEOUT", of: handle), limit > 0 else { return "" }
    return
      "; if the window stays shut for \(limit) ms (TCP_USER_TIMEOUT), the kernel ends the connection, even if each probe is answered"
  }

  /// When the kernel gives up a handshake, see tcp_write_timeout in net/ipv4/tcp_timer.c.
  private var limitOfSYNs: String {
    let (count, source) = retriesOfSYN
    if let userTimeout { return "its limit is \(userTimeout), or \(source)" }
    return "\(source) is \(count.map { "\($0)" } ?? "not known")"
      + (timeForSYNs.map { ": it tries for at least \($0 / 1000) s" } ?? "")
  }

  private var retriesOfSYN: (count: Int?, source: String) {
    if let own = handle.optionsSet["TCP_SYNCNT"].flatMap({ Int($0) }) { return (own, "TCP_SYNCNT") }
    let name = "net.ipv4.tcp_syn_retries"
    return (observed.setting(name).flatMap { Int($0) }, name)
  }

  /// How long the kernel tries at least, in milliseconds; nil where that is not known.
  private var timeForSYNs: Int? {
    guard let count = retriesOfSYN.count, (0...255).contains(count) else { return nil }
    let longest = observed.setting("net.ipv4.tcp_rto_max_ms").flatMap { Int($0) } ?? 120_000
    return SYNTime(retries: count, longestWait: longest).milliseconds
  }

  /// Whether the time for SYNs is over when `timer` fires.
  private func isLastSYN(_ timer: RunningTimer) -> Bool {
    guard userTimeout == nil, let limit = timeForSYNs,
      let began = handle.transitions.last(where: { $0.to == .synSent })?.moment
    else { return false }
    // The SYN went out a little before its state was seen.
    let passed = Int((monotonicNanoseconds() - began) / 1_000_000) + timer.milliseconds
    return passed + 100 >= limit
  }

  private var mostRepetitions: String {
    userTimeout ?? (handle.isOpen ? "net.ipv4.tcp_retries2" : "net.ipv4.tcp_orphan_retries (0 means 8)")
  }

  /// The option that limits how long an answer may take, where it is set.
  private var userTimeout: String? {
    let limit = observed.option("TCP_USER_TIMEOUT", of: handle) ?? 0
    return limit == 0 ? nil : "\(limit) ms (TCP_USER_TIMEOUT)"
  }

  /// How often the kernel has sent the same again, while no answer has come.
  var repeated: String? {
    // Once nothing is under way any more, these are the counts of what has ended.
    guard handle.kind.isTCP, !isOver, seen.state != .closed, seen.state != .bound,
      let times = info("tcpi_retransmits"), times > 0
    else { return nil }
    let what = seen.state == .synSent ? "the SYN" : "what is not acknowledged"
    let pause =
      info("tcpi_rto").map { ", the last time with \(Elapsed.text($0 / 1000)) to wait for an answer (tcpi_rto)" } ?? ""
    return "\(what) was retransmitted \(Plural.times(times))\(times > 1 ? " in a row" : "") without an answer"
      + " (tcpi_retransmits; tcpi_backoff \(info("tcpi_backoff") ?? 0))\(pause)"
  }

  /// How often the kernel has probed the other end, for keep-alive, for a window or with what it could not send, and
  /// had no answer. It counts those, too, that could not leave.
  var unansweredProbes: String? {
    guard handle.kind.isTCP, !isOver, let count = info("tcpi_probes"), count > 0 else { return nil }
    return "the kernel has tried to probe the other end \(Plural.times(count)), and no answer has come (tcpi_probes)"
  }

  var suggestions: [Row] { advice.map { ("try", $0) } }

  private var advice: [String] {
    let name = handle.name
    guard handle.isOpen else {
      return seen.state == .timeWait
        ? ["another socket can bind to the port now if SO_REUSEADDR is on for it and was on for this one"] : []
    }
    switch seen.state {
    case .listen: return seen.queue > 0 ? ["accept \(name)"] : []
    case .closeWait: return [seen.unread > 0 ? "recv \(name)" : "close \(name)"]
    case .closed where isOver && seen.unread > 0:
      return endingAdvice + ["recv \(name): what came before can still be read"]
    case .closed where isOver:
      return endingAdvice + [
        "close \(name) and make a new socket; or connect \(name) unspec, and then connect it again"
      ]
    case .closed where failedHandshake != nil, .bound where failedHandshake != nil: return handshakeAdvice
    // A frame goes to the interface that it is bound to, or to the address that each call names.
    case .unconnected where handle.kind.domain == .packet: return ["bind \(name) ADDRESS"]
    case .closed, .unconnected: return isConnecting ? [] : ["bind \(name) ADDRESS, or connect \(name) ADDRESS"]
    case .bound where handle.kind.type == .stream: return ["listen \(name), or connect \(name) ADDRESS"]
    case .established where countedOnly != nil: return heldAdvice
    case .established where seen.unread > 0, .finWait2 where seen.unread > 0: return ["recv \(name)"] + heldAdvice
    case .established: return heldAdvice
    case .open: return watchingAdvice
    case .timeWait: return ["close \(name)"]
    default: return []
    }
  }

  /// Whether a connect waits, which changes no state of a UNIX domain socket.
  private var isConnecting: Bool {
    jobs.contains { !$0.hasReturned && $0.invocation.call.traits.contains(.connects) }
  }
}
