import Commands
import Handles
import Sockets
import Text

// What the calls in the background wait for.
extension HandleStory {
  var waits: [Row] {
    jobs.map { job in
      let call = job.invocation.call
      if job.hasReturned {
        let isAlone = jobs.allSatisfy { $0.number == job.number || $0.name != job.name }
        let word = isAlone ? job.name : "\(job.number)"
        return ("waits", "nothing: \(call.name) of job \(job.number) has returned, see wait \(word)")
      }
      return ("waits", "\(call.name) in job \(job.number), for \(awaited(job))")
    }
  }

  private func awaited(_ job: Job) -> String {
    let call = job.invocation.call
    if let events = WatchedEvents(call, observed, taken: [handle]) { return events.sentence }
    if call.traits.contains(.accepts) { return "a connection" }
    if call.traits.contains(.connects) {
      return handle.kind.domain == .unix
        ? "room in the queue of \(call.address?.description ?? "its listener")" + full(call.address)
        : "the answer of \(call.address?.description ?? "the other end")" + full(call.address)
    }
    if call.traits.contains(.closes) { return lingering(job) }
    if let awaited = awaitedBySplicing(call) { return awaited }
    return call.isSending ? room : data(call)
  }

  private func lingering(_ job: Job) -> String {
    guard case .lingering(let seconds) = job.invocation.wait else { return "the kernel to let go of it" }
    return "the other end to acknowledge what is sent, for at most \(seconds) s (SO_LINGER)"
  }

  private var other: String { handle.peer?.name ?? "the other end" }

  /// What a call that sends waits for.
  private var room: String {
    switch handle.kind {
    case .pipe: return "\(handle.peer?.name ?? "somebody") to read: the pipe is full"
    case .eventfd: return "somebody to read: \(BlockingReason.fullCounter(handle))"
    case _ where seen.state == .synSent: return "the handshake to end"
    case _ where handle.kind.domain == .unix && handle.kind.type == .datagram:
      let limit = observed.setting("net.unix.max_dgram_qlen").map {
        "; net.unix.max_dgram_qlen is \($0) for new sockets"
      }
      return "room in the queue of its receiver, or in its own send buffer\(limit ?? "")"
    case _ where handle.kind.domain == .unix: return "\(other) to read"
    case _ where handle.kind.isTCP: return "room in its send buffer, which comes as the other end acknowledges"
    default: return handle.kind.isSocket ? "room in its send buffer" : "room"
    }
  }

  /// What a call that receives waits for.
  private func data(_ call: Call) -> String {
    let kind = handle.kind
    if kind == .pipe { return "\(handle.peer?.name ?? "somebody") to write, or for all its writing ends to be closed" }
    if !kind.isSocket { return "something to read" }
    switch kind.type {
    case .stream, .sequenced: return "\(other) to send or to close" + leastBytes(call)
    case .datagram where kind.domain == .netlink, .raw where kind.domain == .netlink: return "a message"
    case .datagram where kind.isInternet || kind.domain == .unix: return datagram
    default: return "a packet"
    }
  }

  private var datagram: String {
    if handle.kind.domain == .unix {
      let sender = hasNoPeerOfItsOwn ? nil : handle.peer
      return "a datagram" + (sender.map { " from \($0.name)" } ?? "") + " (a peer's close does not end the wait)"
    }
    if let peer = handle.endpoints.peer { return "a datagram from its peer \(peer) (UDP has no close)" }
    return "a datagram" + (handle.endpoints.hasLocal ? "" : ", but it has no port to which one could be sent")
  }

  /// How much of a stream it takes to end the wait.
  private func leastBytes(_ call: Call) -> String {
    if call.has("MSG_WAITALL"), let asked = call.asked {
      return ": it is to return \(Plural.bytes(asked)) (MSG_WAITALL)"
    }
    guard let least = observed.option("SO_RCVLOWAT", of: handle), least > 1 else { return "" }
    return ": SO_RCVLOWAT is \(least), and it returns with no fewer bytes"
      + (call.asked.map { $0 < least ? ", or the \($0) that were asked for" : "" } ?? "")
  }

  /// Whether the listeners at `address` have no room.
  private func full(_ address: SocketAddress?) -> String {
    guard let address else { return "" }
    if let full = AddressOwners.fullQueue(of: address, handle.kind, in: observed) { return ", but " + full }
    guard handle.kind.isTCP, !isInOtherNetworkNamespace else { return "" }
    let all = observed.asking(network(of: address)) { observed.listeners(at: address) }
    let full = all.filter(\.hasFullQueue)
    guard !full.isEmpty else { return "" }
    let names = full.map { "the queue of \(observed.who($0))" }.listed(by: "and")
    let part =
      full.count < all.count
      ? " (\(all.count - full.count) of \(all.count) listeners there \(all.count - full.count == 1 ? "has" : "have") room)"
      : ""
    return ", but \(names) \(full.count == 1 ? "is" : "are") full\(part)"
  }
}
