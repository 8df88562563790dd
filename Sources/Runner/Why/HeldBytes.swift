import Handles
import Sockets
import Text

// What keeps bytes of a TCP connection back, see tcp_write_xmit in net/ipv4/tcp_output.c.
extension HandleStory {
  /// nil while all has left.
  var held: String? {
    guard let waiting = notSent else { return nil }
    let left = "\(Plural.bytes(waiting)) of them \(Plural.has(waiting)) not left yet"
    return obstacle(waiting).map { "\(left): \($0)" } ?? left
  }

  /// The bytes that have not left, of a connection that could send them.
  private var notSent: Int? {
    guard handle.kind.isTCP, seen.state != .synSent, seen.unsent > 0, let waiting = info("tcpi_notsent_bytes") else {
      return nil
    }
    // The FIN is the last to leave.
    let bytes = seen.state.bytes(unsent: waiting)
    return bytes > 0 ? bytes : nil
  }

  /// Whether this end's FIN is still behind something that has not left.
  var isFINHeld: Bool { handle.kind.isTCP && seen.state.hasUnacknowledgedFIN && (info("tcpi_notsent_bytes") ?? 0) > 0 }

  private func obstacle(_ waiting: Int) -> String? {
    let (underWay, segment) = (max(0, seen.unsent - waiting), info("tcpi_snd_mss") ?? 0)
    if let window = info("tcpi_snd_wnd"), underWay + min(segment, waiting) > window {
      let asked = underWay == 0 ? info("tcpi_backoff") ?? 0 : 0
      return "the other end's window is \(Plural.bytes(window)) (tcpi_snd_wnd), and \(underWay) are under way"
        + (asked > 0 ? "; the kernel has asked for room \(Plural.times(asked)) (tcpi_backoff)" : "")
    }
    let segments = info("tcpi_unacked") ?? 0
    if segments == 0, let lostWay { return lostWay }
    if let most = info("tcpi_snd_cwnd"), segments >= most {
      return "the congestion window lets \(most) segments be under way (tcpi_snd_cwnd)"
    }
    guard waiting < segment else { return nil }
    if isCorked { return "TCP_CORK is on, so less than a full segment waits until it is off, for at most 200 ms" }
    guard segments > 0 else { return waitsForMore ?? unknownObstacle }
    return isWaitingForACK ? nagle : nil
  }

  /// Why nothing gets out of this machine to the other end; nil where the routes lead there.
  private var lostWay: String? {
    guard !isInOtherNetworkNamespace, let peer = handle.endpoints.peer else { return nil }
    if let device = observed.text(of: "SO_BINDTODEVICE", of: handle), !device.isEmpty {
      return observed.isDown(device) ? "\(device), the interface that it is tied to, is down" : nil
    }
    return observed.lostWay(to: peer)
  }

  /// What was sent with MSG_MORE a short time ago.
  private var waitsForMore: String? {
    guard let held = handle.heldBack, held.until == .max, monotonicNanoseconds() - held.last < 300_000_000 else {
      return nil
    }
    observed.note("this session, \(handle.name)", "sent with MSG_MORE", at: held.last)
    return "nothing is under way, and what was sent with MSG_MORE waits for more, for at most 200 ms"
  }

  /// What may be the case where none of the causes is to be seen.
  private var unknownObstacle: String {
    "nothing is under way: the kernel spaces segments out, could not send it and tries again, or waits for more that "
      + "splice or another process announced (MSG_MORE)"
  }

  private var isCorked: Bool { observed.option("TCP_CORK", of: handle) == 1 }
  private var isWaitingForACK: Bool { observed.option("TCP_NODELAY", of: handle) == 0 }

  private var nagle: String {
    "TCP_NODELAY is off, so a small segment waits until the one before it is acknowledged (Nagle), and "
      + (delayedACK ?? "the other end's kernel may hold that ACK back, for about 40 ms (delayed ACK)")
  }

  /// What the other end says of its ACKs, where it is a handle.
  private var delayedACK: String? {
    guard let peer = handle.peer, peer.isOpen, observed.option("TCP_QUICKACK", of: peer) == 0,
      let delay = observed.info("tcpi_ato", of: peer),
      delay > 0
    else { return nil }
    return
      "\(peer.name) may hold that ACK back (delayed ACK: its TCP_QUICKACK is off, its tcpi_ato \(Elapsed.text(delay / 1000)))"
  }

  /// What keeps small segments from waiting.
  var heldAdvice: [String] {
    guard let waiting = notSent, let obstacle = obstacle(waiting) else { return [] }
    if isCorked, obstacle.hasPrefix("TCP_CORK") { return ["setsockopt \(handle.name) TCP_CORK off"] }
    guard obstacle.hasPrefix("TCP_NODELAY") else { return [] }
    return [
      "setsockopt \(handle.name) TCP_NODELAY on; or send what belongs together with one call (writev, sendmsg, or MSG_MORE on the first)"
    ]
  }
}
