import Commands
import Glibc
import Handles
import Sockets
import Text

/// Why a call blocks, from the state that its sockets are in at this moment.
enum BlockingReason {
  /// nil where nothing shows that the call will block.
  static func explain(_ invocation: Invocation, in table: HandleTable) -> String? {
    let (call, handle) = (invocation.call, invocation.subject)
    if [invocation.subject, invocation.alsoAffects].contains(where: { $0?.isLocked ?? false }) {
      return nil
    }
    // The descriptor of a closed handle may be another file's by now.
    if handle?.isOpen == false, !invocation.isLingering { return nil }
    if let handle, call.returnsAtOnce(on: handle) { return nil }
    switch invocation.wait {
    case .never: return nil
    case .untilAny: return table.kernel.isReady(invocation.wait) ? nil : several(handle, in: table)
    case .until(let descriptor, let events):
      if table.kernel.isReady(invocation.wait) { return nil }
      let seen = table.kernel.observe(descriptor, handle?.kind ?? .file)
      // It fails at once: accept of what does not listen, and all else of what does.
      if call.traits.contains(.accepts) != (seen.state == .listen) { return nil }
      guard events & Int16(POLLIN) != 0 else { return full(seen, call, handle, table) }
      // It waits for no more than it has room for, which poll does not know.
      if let handle, let least = table.option("SO_RCVLOWAT", of: handle), let length = call.length, least > 1,
        seen.unread >= max(1, min(length, least))
      {
        return nil
      }
      return nothingCame(seen, handle, in: table)
    case .lingering(let seconds): return handle.flatMap { lingering($0, seconds, table) }
    case .uninterruptible: return nil
    case .unknown: return handle.flatMap { unknown(invocation, $0, table) }
    }
  }

  /// Only the last descriptor of a socket lingers; with unread bytes close sends RST and does not wait either.
  private static func lingering(_ handle: Handle, _ seconds: Int, _ table: HandleTable) -> String? {
    if handle.duplicates.contains(where: \.isOpen) { return nil }
    let seen = handle.isOpen ? table.kernel.observe(handle.descriptor, handle.kind) : handle.snapshot
    guard seen.unsent > 0, seen.unread == 0 else { return nil }
    return "\(Plural.bytes(seen.unsent)) unsent, for up to \(seconds) s (SO_LINGER)"
  }

  private static func several(_ handle: Handle?, in table: HandleTable) -> String {
    guard let handle else { return "none of them is ready" }
    guard handle.kind == .epoll else { return "nothing that \(handle.name) watches is ready" }
    let observed = Observations(table)
    let watched = WatchedEvents(epoll: handle, observed)
    // What a duplicate has kept open cannot be looked at.
    if watched.entries.contains(where: \.isClosed) { return "\(handle.name) has nothing to report" }
    return watched.quiet(observed) ?? "nothing that \(handle.name) watches is ready"
  }

  private static func nothingCame(_ seen: Snapshot, _ handle: Handle?, in table: HandleTable) -> String {
    if seen.state == .listen { return "accept queue \(seen.queue)/\(seen.backlog)" }
    guard seen.unread > 0 else { return "nothing unread" }
    if let handle, let counted = Observations(table).countedOnly(handle, seen.unread) { return counted }
    let least = handle.flatMap { table.option("SO_RCVLOWAT", of: $0) } ?? 1
    return "\(Plural.bytes(seen.unread)) unread" + (least > seen.unread ? ", and SO_RCVLOWAT is \(least)" : "")
  }

  private static func full(_ seen: Snapshot, _ call: Call, _ handle: Handle?, _ table: HandleTable) -> String {
    if seen.state == .synSent { return "no answer to its SYN yet" }
    if let handle, handle.kind == .eventfd { return fullCounter(handle) }
    if let handle, !handle.kind.isSocket { return handle.kind == .pipe ? "the pipe is full" : "no room" }
    if let handle, handle.kind.domain == .unix, handle.kind.type == .datagram,
      seen.unsent < table.option("SO_SNDBUF", of: handle) ?? 0
    {
      return fullReceiver(call, handle, in: table)
    }
    // The kernel counts memory there, which is more than the data take.
    let isMemory = handle?.kind.domain == .unix
    return "send buffer full ("
      + (isMemory ? "unread data take \(Plural.bytes(seen.unsent)) of memory)" : "\(seen.unsent) unsent)")
  }

  /// The counter of an eventfd goes up to 0xfffffffffffffffe, see eventfd(2).
  static func fullCounter(_ handle: Handle) -> String { "the counter of \(handle.name) has no room for that number" }

  /// A UNIX domain datagram waits in its receiver's queue, which holds a limited number of them.
  static func fullReceiver(_ call: Call, _ handle: Handle?, in table: HandleTable) -> String {
    let receiver = (call.address.flatMap { table.bound(to: $0) } ?? handle?.peer)?.name
    let most = Setting.named("net.unix.max_dgram_qlen").flatMap { setting in
      setting.value.map { " (as many as \(setting.name) was when it was made; now \($0))" }
    }
    return "the queue of \(receiver ?? "the receiver") is full\(most ?? "")"
  }

  /// A call for which poll(2) does not say whether it will block.
  private static func unknown(_ invocation: Invocation, _ handle: Handle, _ table: HandleTable) -> String? {
    let seen = table.kernel.observe(handle.descriptor, handle.kind)
    let call = invocation.call, connects = call.traits.contains(.connects)
    if connects, seen.state == .established || seen.state == .listen { return nil }
    if seen.state == .listen, !call.traits.contains(.accepts) { return nil }
    if let listener = invocation.alsoAffects, listener.isOpen {
      let queue = table.kernel.observe(listener.descriptor, listener.kind)
      let isFull = queue.state == .listen && queue.queue > queue.backlog && !queue.shut.contains(.receiving)
      if isFull { return "the queue of \(listener.name) is full \(queue.queue)/\(queue.backlog)" }
    }
    if connects, let address = call.address,
      let full = AddressOwners.fullQueue(of: address, handle.kind, in: Observations(table))
    {
      return full
    }
    if seen.state == .synSent { return "no answer to its SYN yet" }
    if call.traits.contains(.receives), !call.has("MSG_WAITALL"),
      let doubt = table.doubtfulReadiness(of: handle, peeks: call.has("MSG_PEEK"))
    {
      return despitePoll(doubt, call, handle, seen, table)
    }
    if let asked = call.bytesToReceive {
      return seen.unread < asked ? "\(seen.unread) of \(Plural.bytes(asked)) unread" : nil
    }
    if call.splicedDescriptors != nil { return spliced(call, in: table) }
    if connects { return nil }
    let isSending = call.isSending
    if table.kernel.isReady(.until(handle.descriptor, events: Int16(isSending ? POLLOUT : POLLIN))) { return nil }
    return isSending ? full(seen, call, handle, table) : nothingCame(seen, handle, in: table)
  }
}

extension BlockingReason {
  /// Why receiving waits although poll(2) may call its socket ready.
  private static func despitePoll(
    _ doubt: DoubtfulReadiness, _ call: Call, _ handle: Handle, _ seen: Snapshot, _ table: HandleTable
  ) -> String? {
    let finished = Int16(ConstantTable.pollEvents.value("POLLRDHUP") ?? 0)
    let events = table.kernel.readyEvents(handle.descriptor, Int16(POLLIN) | finished)
    if events == 0 { return nothingCame(seen, handle, in: table) }
    guard events == Int16(POLLIN), handle.kind.type == .stream else { return nil }
    let unread = "\(Plural.bytes(seen.unread)) unread, and "
    switch doubt {
    case .urgentData: return nil
    case .peekOffset:
      guard let offset = table.option("SO_PEEK_OFF", of: handle), offset >= seen.unread else { return nil }
      return unread + "SO_PEEK_OFF is \(offset)"
    case .lowWater:
      guard let least = table.option("SO_RCVLOWAT", of: handle), seen.unread < min(least, call.length ?? least) else {
        return nil
      }
      return unread + "SO_RCVLOWAT is \(least)"
    }
  }

  /// What splice and tee wait for: something to take, or room for it.
  static func spliced(_ call: Call, in table: HandleTable) -> String? {
    guard let (from, to) = call.splicedDescriptors, let source = table.owner(of: from), let target = table.owner(of: to)
    else { return nil }
    if !table.kernel.isReady(.until(from, events: Int16(POLLIN))) { return "\(source.name) is empty" }
    return table.kernel.isReady(.until(to, events: Int16(POLLOUT))) ? nil : "\(target.name) is full"
  }
}

extension Invocation {
  fileprivate var isLingering: Bool { if case .lingering = wait { true } else { false } }
}

extension Call {
  /// Whether it returns whatever has come: urgent data are there or not, and nothing is asked for, or too little.
  fileprivate func returnsAtOnce(on handle: Handle) -> Bool {
    if traits.contains(.receives), has("MSG_OOB"), handle.kind.type == .stream { return true }
    guard let length else { return false }
    switch handle.kind {
    // EINVAL, see eventfd(2), timerfd_create(2) and signalfd(2).
    case .eventfd, .timerfd: return length < 8
    case .signalfd: return length < 128
    case .pipe: return length == 0
    default:
      return reachesNoSocket
        || length == 0 && isSending && handle.kind.type == .stream && handle.snapshot.state != .synSent
    }
  }

  /// How many bytes it is to receive.
  fileprivate var bytesToReceive: Int? {
    traits.contains(.receives) && !traits.contains(.receivesSeveral) ? asked : nil
  }
}
