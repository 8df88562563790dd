import Glibc
import Handles
import Sockets
import Text

// What is to be seen of other processes, and of what the kernel watches for this one.
extension Observations {
  /// The processes other than this one that have the socket `inode`.
  func strangers(with inode: UInt32) -> [Processes.Owner] { owners(of: inode).filter { $0.pid != getpid() } }

  /// Who has a listed socket: a handle, or the processes that have it.
  func who(_ socket: ListedSocket) -> String {
    if let handle = handle(of: socket) { return handle }
    let names = owners(of: socket).map(\.description)
    return names.isEmpty ? "a process that cannot be seen" : names.listed(by: "and")
  }

  /// The interface that a socket is tied to, by SO_BINDTODEVICE or by the scope of an address; nil for none.
  func device(of socket: ListedSocket) -> Interface? {
    socket.interface == 0 ? nil : interfaces.first { $0.index == Int(socket.interface) }
  }

  /// Whether this session has tied `handle` to its interface with SO_BINDTODEVICE. Elsewhere the scope of an address
  /// may have done it, as that of bind or connect does (sk_bound_dev_if).
  func isTiedByOption(_ handle: Handle) -> Bool {
    let set = table.handles(sharingSocketOf: handle).lazy.compactMap { $0.optionsSet["SO_BINDTODEVICE"] }.first
    note("this session, SO_BINDTODEVICE of \(handle.name)", set.map { "set to \($0)" } ?? "not set")
    return set?.isEmpty == false
  }

  /// The interface through which packets to `address` leave; nil where it is not known.
  /// - Parameter device: The interface that their socket is tied to.
  func interface(to address: SocketAddress, tiedTo device: String?) -> Interface? {
    if let device { return interfaces.first { $0.name == device } }
    if address.isMulticast { return nil }
    if address.isLoopback || hasAddress(address) { return interfaces.first { $0.flags.contains("LOOPBACK") } }
    return route(to: address).flatMap { route in interfaces.first { $0.name == route.interface } }
  }

  /// Who has an open socket whose process is not found; nil where this process may see all of its pid namespace.
  func hiddenProcess(of socket: ListedSocket) -> String? {
    guard user != 0 else { return nil }
    let isForeign = socket.family != "unix" && socket.user != user
    return "a process that only root may see" + (isForeign ? " (the socket belongs to user \(socket.user))" : "")
  }

  /// Where a socket is that no process of this pid namespace has. Only the close of an internet stream may wait.
  static func withoutProcess(mayLinger: Bool) -> String {
    let closing = mayLinger ? " in a close(2) that waits (SO_LINGER)," : ""
    return
      "in a message that nobody has received,\(closing) in a call that began before its descriptor was closed, or in another pid namespace"
  }

  /// The threads of a process, and how many it has.
  func threads(of owner: Processes.Owner) -> (threads: [ProcessThread], count: Int) {
    if let known = threads[owner.pid] { return known }
    let found = (threads: Processes.threads(owner.pid), count: Processes.threadCount(owner.pid))
    threads[owner.pid] = found
    for thread in found.threads {
      let time = thread.asleep.map { ", last ran \(Elapsed.past($0)) before" } ?? ""
      let call = thread.call?.text ?? thread.kernelFunction ?? (thread.hidesCall ? "not to be read" : "none")
      note(
        "\(Processes.folder(ofThread: thread.task, of: owner.pid)), state and system call",
        "\(thread.state) \(call)\(time)")
    }
    return found
  }

  /// How many descriptors a process may have (RLIMIT_NOFILE), where it has that many; nil where it may open more, or
  /// neither may be read.
  func reachedDescriptorLimit(of owner: Processes.Owner) -> Int? {
    guard let limit = Processes.descriptorLimit(owner.pid), let all = Processes.descriptors(owner.pid) else {
      return nil
    }
    // Those above were opened before the limit was lowered.
    let count = all.count { $0.number < limit }
    note("\(Processes.limits(owner.pid)) and fd", "\(count) open below RLIMIT_NOFILE, \(limit)")
    return count == limit ? limit : nil
  }

  /// Where a descriptor of another process leads.
  func target(of number: Int, of owner: Processes.Owner) -> String? {
    let target = Processes.target(of: number, of: owner.pid)
    note(Processes.link(of: number, of: owner.pid), target ?? "not to be read")
    return target
  }

  /// What an epoll instance watches.
  /// - Parameter owner: The process that has it; nil for this one.
  func watches(of descriptor: Int, of owner: Processes.Owner? = nil) -> [EpollWatch]? {
    let watches = EpollWatch.all(of: descriptor, in: owner?.pid)
    let text = watches?.map { "\($0.descriptor):\($0.text)" }.joined(separator: " ")
    note(
      EpollWatch.file(of: descriptor, in: owner?.pid),
      text.map { $0.isEmpty ? "nothing" : $0 } ?? "none")
    return watches
  }

  /// Those of `events` that poll(2) reports of a descriptor of this process now.
  func readyEvents(_ descriptor: Int32, _ events: Int16) -> Int16 {
    let ready = table.kernel.readyEvents(descriptor, events)
    note(
      "poll \(descriptor) now",
      ready == 0 ? "nothing" : ConstantTable.pollEvents.flags(Int32(UInt16(bitPattern: ready))))
    return ready
  }

  /// The inode of an open descriptor of this process.
  func inode(of descriptor: Int32) -> UInt64? {
    let inode = table.kernel.inode(descriptor)
    note("fstat \(descriptor)", inode.map { "inode \($0)" } ?? "not open")
    return inode
  }

  /// The inodes of an open UNIX domain socket and of its peer; 0 where it has none.
  func inodes(of handle: Handle) -> (own: UInt32, peer: UInt32) {
    let inodes = table.kernel.inodes(handle.descriptor)
    note(
      "unix_diag, \(handle.name)",
      "socket:[\(inodes.own)], " + (inodes.peer == 0 ? "no peer" : "its peer is socket:[\(inodes.peer)]"))
    return inodes
  }

  /// Whether a handle has been shut down for reading, here or by another process that has the socket of a TCP connection.
  /// Of the latter nothing is known once FIN has come, which the kernel records in the same way.
  func isShutForReading(_ handle: Handle) -> Bool {
    if handle.isShutForReading { return true }
    guard handle.isOpen, handle.kind.isTCP, handle.owner != nil || handle.sharedInode != nil,
      let inode = inode(of: handle.descriptor)
    else { return false }
    let found = internetSockets("socket:[\(inode)]") { $0.inode == UInt32(truncatingIfNeeded: inode) }.first
    guard let found, found.shut.contains(.receiving) else { return false }
    note("inet_diag, shutdown of \(handle.name)", "for reading")
    return !found.state.hasReceivedFIN && found.state != .closed
  }

  /// How many messages for an open socket the kernel has dropped.
  func dropped(_ handle: Handle) -> Int {
    let count = table.kernel.dropped(handle.descriptor)
    note("getsockopt SO_MEMINFO of \(handle.name)", "\(count) dropped")
    return count
  }

  /// The TCP listeners to which a connection to `address` may be given.
  func listeners(at address: SocketAddress) -> [ListedSocket] {
    internetSockets("tcp listeners at \(address)") { socket in
      guard socket.state == .listen, socket.family.hasPrefix("tcp"), let local = socket.endpoints.local else {
        return false
      }
      return AddressOwners.collide(local, address, isForIPv6Only: socket.isForIPv6Only == true)
    }
  }

  /// The inodes of the clients in the queue of a UNIX domain listener.
  func clients(of listener: ListedSocket) -> [UInt32] {
    let clients = table.kernel.clients(ofListener: listener.inode)
    note("unix_diag, queue of socket:[\(listener.inode)]", "\(clients)")
    return clients
  }

  /// The multicast groups of this machine, each with whether an open `handle` has joined it.
  func groups(of handle: Handle) -> [(group: MulticastGroup, isOwn: Bool)] {
    MulticastGroup.joined(handle.kind.domain).map { group in
      let isOwn = table.kernel.isMember(handle.descriptor, of: group)
      note(
        "getsockopt MCAST_MSFILTER of \(handle.name), \(group.address.host) on \(group.device)",
        isOwn ? "joined" : "not joined")
      return (group, isOwn)
    }
  }
}

extension [String] {
  /// `a`, `a and b`, `a, b and c`.
  func listed(by conjunction: String) -> String {
    count < 2 ? first ?? "" : dropLast().joined(separator: ", ") + " \(conjunction) \(self[count - 1])"
  }
}
