import Commands
import Glibc
import Handles
import Sockets
import Text

/// The descriptors that a call of the poll, select and epoll families watches, and for which events.
struct WatchedEvents {
  struct Entry {
    /// A handle's name, or `fd 7`.
    let name: String
    let descriptor: Int32
    let events: String
    let handle: Handle?
    /// The epoll instance's own entry.
    var watch: EpollWatch?
    /// Whether the descriptor under which it was added is closed.
    var isClosed = false
    /// What has its number now, if it cannot be known whether that is what was added.
    var perhaps: String?

    /// Such as `conn:POLLIN`.
    var text: String {
      let doubt = perhaps.map { " (perhaps \($0), or what had its number before)" } ?? ""
      return "\(name):\(events)" + (isClosed ? " (its descriptor is closed)" : doubt)
    }
  }

  let entries: [Entry]
  /// The epoll instance.
  let epoll: Handle?

  private init(_ entries: [Entry], of epoll: Handle?) { (self.entries, self.epoll) = (entries, epoll) }

  /// nil for any other call.
  /// - Parameter taken: The handles that a call which waits took when it was made: it has them still, though they may be
  ///   closed and their numbers another's.
  init?(_ call: Call, _ observed: Observations, taken: [Handle] = []) {
    let table = observed.table
    if call.arguments.contains(.epollEventsOut) {
      guard let epoll = call.descriptor.flatMap({ table.owner(of: $0) }) else { return nil }
      self.init(epoll: epoll, observed)
      return
    }
    var entries: [Entry] = []
    var isWatching = false
    for argument in call.arguments {
      switch argument {
      case .polled(let list):
        isWatching = true
        for entry in list where entry.descriptor >= 0 {
          let events = ConstantTable.pollEvents.flags(Int32(UInt16(bitPattern: entry.events)))
          entries.append(Self.entry(entry.descriptor, entry.events == 0 ? "POLLERR|POLLHUP" : events, table, taken))
        }
      case .selected(let set, let descriptors):
        isWatching = true
        for descriptor in descriptors {
          entries.append(Self.entry(descriptor, Self.words[set.rawValue], table, taken))
        }
      default: continue
      }
    }
    guard isWatching else { return nil }
    self.init(entries, of: nil)
  }

  /// What an epoll instance watches, as the kernel has it.
  init(epoll: Handle, _ observed: Observations) {
    let table = observed.table
    let watches = epoll.isOpen ? observed.watches(of: Int(epoll.descriptor)) ?? [] : []
    let entries = table.named(watches, of: epoll) { observed.inode(of: $0) }.map { found in
      let watch = found.watch
      let owner = table.owner(of: watch.descriptor)
      let names = found.names.filter { $0 != "fd" }
      return Entry(
        name: names.isEmpty ? "fd \(watch.descriptor)" : names.listed(by: "or"), descriptor: watch.descriptor,
        events: watch.text, handle: found.isOpen == true ? owner : nil, watch: watch,
        isClosed: found.isOpen == false && !names.isEmpty, perhaps: found.isOpen == nil ? owner?.name : nil)
    }
    self.init(entries, of: epoll)
  }

  private static func entry(
    _ descriptor: Int32, _ events: String, _ table: HandleTable, _ taken: [Handle]
  ) -> Entry {
    if let closed = taken.first(where: { $0.number == descriptor && !$0.isOpen }) {
      return Entry(name: closed.name, descriptor: descriptor, events: events, handle: closed, isClosed: true)
    }
    let owner = table.owner(of: descriptor)
    return Entry(name: owner?.name ?? "fd \(descriptor)", descriptor: descriptor, events: events, handle: owner)
  }

  private static let words = ["readable", "writable", "exceptional"]

  /// Such as `conn:POLLIN or srv:POLLIN`.
  var list: String { entries.map(\.text).listed(by: "or") }

  /// Such as `an event: conn:POLLIN or srv:POLLIN`.
  var sentence: String {
    guard let epoll else {
      return entries.isEmpty ? "nothing but its time: it watches no descriptor" : "an event: \(list)"
    }
    return entries.isEmpty
      ? "an event, but \(epoll.name) watches nothing" : "an event of what \(epoll.name) watches: \(list)"
  }

  /// The entries about which the epoll instance stays silent although they are ready, or because they were reported.
  func silent(_ observed: Observations) -> [String] {
    guard let epoll, epoll.isOpen, observed.readyEvents(epoll.descriptor, Int16(POLLIN)) == 0 else { return [] }
    return entries.compactMap { entry in
      guard let watch = entry.watch, let handle = entry.handle else { return nil }
      if watch.isDisarmed {
        return
          "\(entry.name) was reported once (EPOLLONESHOT), and \(epoll.name) is silent about it until epoll_ctl \(epoll.name) mod \(entry.name)"
      }
      guard watch.isEdgeTriggered else { return nil }
      let ready =
        observed.readyEvents(watch.descriptor, Int16(truncatingIfNeeded: watch.events))
        & Int16(truncatingIfNeeded: watch.events | UInt32(POLLERR | POLLHUP))
      // A wait that looks at it in between may take the edge.
      guard ready != 0, observed.readyEvents(epoll.descriptor, Int16(POLLIN)) == 0 else { return nil }
      return
        "\(entry.name) is ready (\(Self.readiness(ready, handle, observed))), but \(epoll.name) has reported that already (EPOLLET)"
    }
  }

  /// Why an epoll instance says nothing, whatever may be ready.
  func quiet(_ observed: Observations) -> String? {
    if let epoll, entries.isEmpty { return "\(epoll.name) watches nothing" }
    return silent(observed).first
  }

  /// Why nothing of it was found ready, as far as that can be seen now.
  func nothingReady(_ observed: Observations) -> String? {
    if let quiet = quiet(observed) { return quiet }
    let seen = entries.prefix(4).compactMap { Self.nothingToRead($0, observed) }
    return seen.isEmpty ? nil : seen.listed(by: "and")
  }

  /// What there is to read where an entry watches for that.
  private static func nothingToRead(_ entry: Entry, _ observed: Observations) -> String? {
    guard entry.events.contains("IN") || entry.events == words[0], let handle = entry.handle, handle.isOpen,
      !handle.isLocked, handle.kind.isSocket
    else { return nil }
    let seen = observed.look(at: handle)
    if seen.state == .listen { return "\(handle.name) has \(seen.queue)/\(seen.backlog) in its queue" }
    return "\(handle.name) has \(seen.unread > 0 ? handle.unreadText(seen.unread) : "nothing unread")"
  }

  private static func readiness(_ ready: Int16, _ handle: Handle, _ observed: Observations) -> String {
    let unread = handle.isLocked ? 0 : observed.look(at: handle).unread
    return ready & Int16(POLLIN) != 0 && unread > 0
      ? handle.unreadText(unread) : ConstantTable.epollEvents.flags(Int32(UInt16(bitPattern: ready)))
  }
}

extension HandleStory {
  /// What an epoll instance watches, and what it will say of that.
  var watching: [String] {
    guard handle.kind == .epoll, handle.isOpen else { return [] }
    let events = WatchedEvents(epoll: handle, observed)
    guard !events.entries.isEmpty else { return ["it watches nothing"] }
    let silent = events.silent(observed)
    let isReady = observed.readyEvents(handle.descriptor, Int16(POLLIN)) != 0
    return ["it watches \(events.entries.map(\.text).listed(by: "and"))"] + silent
      + (isReady ? ["something of that is ready: epoll_wait returns at once"] : [])
  }

  /// The epoll instances of this session that watch the handle, where they are silent about it.
  var watchers: [String] {
    guard handle.kind != .epoll, handle.isOpen else { return [] }
    return table.all.filter { $0.kind == .epoll && $0.isOpen && $0.watches(handle) }.flatMap {
      epoll in
      WatchedEvents(epoll: epoll, observed).silent(observed).filter { $0.hasPrefix("\(handle.name) ") }
    }
  }

  /// How an event comes again that was reported already.
  var watchingAdvice: [String] {
    guard handle.kind == .epoll, handle.isOpen else { return [] }
    let events = WatchedEvents(epoll: handle, observed)
    guard !events.silent(observed).isEmpty else { return [] }
    let entry =
      events.entries.first { $0.watch?.isDisarmed == true }
      ?? events.entries.first { $0.watch?.isEdgeTriggered == true }
    guard let entry else { return [] }
    let words = entry.handle == nil ? "HANDLE" : entry.name
    return entry.watch?.isDisarmed == true
      ? ["epoll_ctl \(handle.name) mod \(words) EVENTS arms it again"]
      : [
        "read all there is, until EAGAIN, before waiting again; or epoll_ctl \(handle.name) mod \(words) EVENTS: new data or mod give a new edge"
      ]
  }
}
