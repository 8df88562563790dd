import Commands
import Glibc
import Sockets
import Text

// EAGAIN: what a call would have waited for.
extension Reason.Context {
  var wouldWait: String? {
    if call.has("MSG_ERRQUEUE") { return "nothing is in the error queue of \(name)" }
    if call.has("SPLICE_F_NONBLOCK"), let why = BlockingReason.spliced(call, in: table) {
      return why + ", and the call was non-blocking"
    }
    if let timeout { return timeout }
    if call.splicedDescriptors != nil { return nothingSpliced }
    switch call.name {
    case "accept", "accept4": return "no connection waits in \(name)'s queue, and the call was non-blocking"
    case "connect": return unixQueue
    default: return isSending ? sending : nothingToReceive
    }
  }

  private var nothingToReceive: String {
    if call.has("MSG_PEEK"), let handle, case let unread = observed.look(at: handle).unread, unread > 0,
      let offset = observed.option("SO_PEEK_OFF", of: handle), offset > 0
    {
      return
        "\(name) has \(Plural.bytes(unread)) unread, but SO_PEEK_OFF is \(offset): MSG_PEEK returns what comes after that, and the call was non-blocking"
    }
    return "\(name) has nothing unread, and the call was non-blocking"
  }

  /// A socket that waits fails with EAGAIN when its own limit has run out.
  var timeout: String? {
    guard let handle, !handle.isNonblocking, bothEndsWait, !call.has("MSG_DONTWAIT") else { return nil }
    let symbol = timeoutOption
    guard let option = SocketOption.named(symbol), let bytes = table.value(of: option, on: handle) else { return nil }
    let limit = option.form.text(bytes)
    return limit == "0s" ? nil : "\(symbol) of \(name) is \(limit), and nothing came of the call in that time"
  }

  /// The option that limits how long the call may wait.
  var timeoutOption: String { isSending || call.name == "connect" ? "SO_SNDTIMEO" : "SO_RCVTIMEO" }

  private var unixQueue: String? {
    guard let kind = handle?.kind, let address = call.address else { return nil }
    return AddressOwners.fullQueue(of: address, kind, in: observed).map { $0 + ", and the call was non-blocking" }
  }

  private var receiversQueue: String {
    BlockingReason.fullReceiver(call, handle, in: table) + ", and the call was non-blocking"
  }

  private var sending: String {
    guard let handle else { return "there is no room at the moment, and the call was non-blocking" }
    if handle.snapshot.state == .synSent {
      return "\(name)'s handshake is not done yet (SYN_SENT), and the call was non-blocking"
    }
    let (unsent, room) = (handle.snapshot.unsent, table.option("SO_SNDBUF", of: handle))
    let other = handle.peer.map { "; \($0.name) has \($0.unreadText($0.snapshot.unread))" } ?? ""
    if handle.kind == .pipe { return "the pipe that \(name) writes to is full\(other), and the call was non-blocking" }
    if handle.kind == .eventfd { return BlockingReason.fullCounter(handle) + ", and the call was non-blocking" }
    if isUNIX, handle.kind.type == .datagram, unsent < room ?? 0 { return receiversQueue }
    let limit = room.map { "; SO_SNDBUF is \($0)" } ?? ""
    if isUNIX {
      return
        "what the other end of \(name) has not read takes \(Plural.bytes(unsent)) of memory\(limit), and the call was non-blocking"
    }
    return
      "\(name)'s send buffer is full (\(Plural.bytes(unsent)) unsent\(limit))\(other), and the call was non-blocking"
  }
}
