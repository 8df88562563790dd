import Handles
import Sockets
import Text

// How a connection came to its end, or did not come about: ECONNRESET, ETIMEDOUT, EINPROGRESS, ENOTCONN, EISCONN.
extension Reason.Context {
  /// ECONNRESET.
  var reset: String? {
    guard let handle else { return nil }
    switch handle.localDisconnect {
    case .connect: return "\(name) dropped its connection itself: connect \(name) unspec"
    case .shutdown: return "\(name) took its connect back itself: shutdown in SYN_SENT"
    case nil: break
    }
    if isUNIX { return unixReset }
    return situation?.reset(by: "the other end of \(name)")
  }

  /// ETIMEDOUT.
  var unanswered: String? {
    guard let handle, handle.kind.isTCP else { return "nobody answered in time" }
    if let situation, situation.isOver { return situation.timeUp }
    let repeated = observed.info("tcpi_retransmits", of: handle) ?? 0
    let silence =
      "no answer came to the SYN" + (repeated > 0 ? ", though it was sent again \(Plural.times(repeated))" : "")
      + (limit(of: handle, after: repeated).map { ", until \($0) ended the wait" } ?? "")
    if target?.isLoopback == true, let down = observed.downLoopback { return "\(silence): \(down)" }
    let full = target.flatMap { AddressOwners.fullListener(of: $0, handle, in: observed) }
    return silence + (full.map { ": \($0)" } ?? "")
  }

  /// The options of `handle` that ended its handshake; nil where it has none. Where fewer SYNs were repeated than may
  /// be, it was the time: tcp_write_timeout in net/ipv4/tcp_timer.c.
  private func limit(of handle: Handle, after repeated: Int) -> String? {
    let time = observed.option("TCP_USER_TIMEOUT", of: handle) ?? 0
    let own = handle.optionsSet["TCP_SYNCNT"].flatMap { Int($0) }
    if let own { observed.note("this session, TCP_SYNCNT of \(name)", "set to \(own)") }
    let setting = "net.ipv4.tcp_syn_retries"
    let most = own ?? observed.setting(setting).flatMap { Int($0) } ?? 0
    let count = own.map { "TCP_SYNCNT of \(name) (\($0))" } ?? (time > 0 ? "\(setting) (\(most))" : nil)
    let limits = [time > 0 ? "TCP_USER_TIMEOUT of \(name) (\(time) ms)" : nil, repeated >= most ? count : nil]
    let named = limits.compactMap(\.self)
    return named.isEmpty ? nil : named.listed(by: "or")
  }

  /// EINPROGRESS. The handshake may be over before the call has returned, as on loopback.
  var begun: String? {
    let how = timeout ?? "the socket is non-blocking"
    guard let handle, let address = call.address else { return how }
    switch observed.look(at: handle).state {
    case .closed, .bound:
      let now = ConnectionRefusal(address.reachable, handle, observed).now.map { ": \($0)" } ?? ""
      return "\(how); the handshake has failed already\(now); SO_ERROR has its errno"
    case .established: return "\(how); the handshake is done already"
    default: return "\(how); the handshake goes on by itself, and the state shows how it ends"
    }
  }

  /// ENOTCONN.
  var notConnected: String? {
    let lacksConnection = handle?.kind.isTCP == true && (state == .closed || state == .bound)
    let consequence =
      call.name == "shutdown" ? handle?.shutHere.consequence(lacksConnection: lacksConnection) : nil
    let shut = consequence.map { ", and Linux shuts it down all the same: \($0)" } ?? ""
    if situation?.isOver == true { return "\(name) has no connection any more" + shut }
    if situation?.hasNoPeerOfItsOwn == true {
      return "\(name) has no peer: it is ESTABLISHED because another socket has connected to it"
    }
    return "\(name) has no connection (\(state?.name ?? ""))" + shut
  }

  /// EISCONN.
  var alreadyConnected: String? {
    if state == .listen { return "\(name) listens, and a listener cannot connect" }
    if state == .closed { return "\(name) had a connection, which is over; the socket still has its peer" }
    guard let peer = handle?.endpoints.peer, !peer.isUnnamed else { return "\(name) is already connected" }
    return "\(name) is already connected to \(peer)"
  }

  /// EOPNOTSUPP.
  var notSupported: String? {
    if call.isAbout(["SO_PASSCRED", "SO_PASSSEC", "SO_PASSPIDFD", "SO_PASSRIGHTS"]) {
      return "a \(handle?.kind.word ?? "") socket has no such option: it is for UNIX domain sockets"
    }
    if call.name.hasSuffix("sockopt") {
      if call.isAbout(["SO_ZEROCOPY"]) { return "\(noun) has no MSG_ZEROCOPY, so SO_ZEROCOPY is not for it" }
      return "a \(handle?.kind.word ?? "") socket has no options of that level"
    }
    if isUNIX, isStream, isSending, call.address != nil {
      return
        "a unix socket sends to the socket that it is connected to: connect \(name) first, and send without an address"
    }
    if call.has("MSG_OOB") {
      return "\(noun) has no urgent data (MSG_OOB)" + (isStream ? "" : ": that is for streams")
    }
    return "\(noun) cannot \(call.name)"
  }
}

// MARK: - From what is left of the connection

extension HandleStory {
  /// What usually makes a kernel send RST instead of FIN, where the other end is not of this session: it does not say.
  var usualResetCauses: String? {
    guard isOver, handle.peer == nil else { return nil }
    let sent = acknowledged
    let came = info("tcpi_bytes_received") ?? 0
    // Where this end has sent nothing, there was nothing to read.
    let mayHaveBeenUnread = info("tcpi_bytes_sent") != 0
    let arrived = sent > 0 ? " (\(Plural.bytes(sent)) of this end had arrived)" : ""
    let unread = mayHaveBeenUnread ? "with data unread\(arrived), " : ""
    let lost = came > 0 ? "; anything that it sent after the \(Plural.bytes(came)) that came is lost" : ""
    return
      "; usual causes: it was closed \(unread)with SO_LINGER on and 0 s, or before its listener had accepted it; or the other end no longer had the connection\(lost)"
  }

  /// The bytes of data that the other end has acknowledged. The kernel counts a FIN of this end and the SYN of its connect
  /// as one byte each.
  var acknowledged: Int {
    let data = (info("tcpi_bytes_sent") ?? 0) - (info("tcpi_bytes_retrans") ?? 0)
    let counted = info("tcpi_bytes_acked") ?? 0
    return counted >= data ? data : counted - (handle.target == nil ? 0 : 1)
  }

  /// Why the kernel gave a connection up (ETIMEDOUT).
  var timeUp: String {
    let limit = observed.option("TCP_USER_TIMEOUT", of: handle) ?? 0
    // Both fields stay after the end. The time since the last ACK goes on.
    let sinceEnd = handle.transitions.last { $0.to == .closed }.map { (monotonicNanoseconds() - $0.moment) / 1_000_000 }
    let silence = info("tcpi_last_ack_recv").map { $0 - Int(sinceEnd ?? 0) }
    let window = info("tcpi_snd_wnd")
    if limit > 0 {
      let over = "TCP_USER_TIMEOUT (\(limit) ms) of \(handle.name) is over: "
      if window == 0, let silence, silence < limit {
        return over
          + "the other end answered, the last time \(Elapsed.text(max(0, silence))) before, but its receive window stayed 0"
      }
      return over + "the other end acknowledged nothing in that time"
        + (window == 0 ? ", and its receive window was shut when it last answered" : "")
    }
    if let probes = unansweredKeepAlives {
      return "the other end answered none of \(Plural.count(probes, "keep-alive probe")) (SO_KEEPALIVE)"
    }
    return "the other end did not answer, and the kernel gave up"
  }

  /// The probes of keep-alive that had no answer when the kernel gave up; nil where it was about something else.
  var unansweredKeepAlives: Int? {
    guard let probes = info("tcpi_probes"), probes > 0, observed.option("SO_KEEPALIVE", of: handle) == 1,
      info("tcpi_unacked") == 0
    else { return nil }
    return probes
  }
}
