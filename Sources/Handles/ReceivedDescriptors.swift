import Sockets

// Descriptors that this session did not make: they came over SCM_RIGHTS, or out of another process.
extension HandleTable {
  /// Takes DESCRIPTOR up under NAME. Others have its socket too: OWNER, from whom it was taken, or handles of this
  /// session, whose twin it then is.
  package func adopt(_ name: String, descriptor: Int32, isNonblocking: Bool, from owner: Processes.Owner? = nil)
    -> HandleID
  {
    let kind = kernel.kind(descriptor)
    let known = kind.isSocket ? open(onInode: kernel.inode(descriptor)) : nil
    let id = add(name, kind, descriptor: descriptor)
    self[id].owner = owner
    self[id].isShared = true
    // It may have had an address and options for long.
    self[id].isBound = true
    if kind.isTCP { mayLinger = true }
    if owner == nil { noteShared(id) }
    if let known { noteDuplicate(id, of: known) }
    noteNonblocking(id, isNonblocking)
    return id
  }

  /// Whether the calls on a handle return EAGAIN in place of waiting. O_NONBLOCK belongs to the open socket, so whoever
  /// else has it may have set it or taken it away: then the kernel is asked.
  package func isNonblocking(_ id: HandleID) -> Bool {
    let handle = self[id]
    return handle.isShared ? kernel.isNonblocking(handle.descriptor) : handle.isNonblocking
  }

  /// Whether a handle's socket belongs to another network namespace than those that this session makes: then what the
  /// kernel tells of the machine's sockets, routes and settings says nothing of it.
  package func isInOtherNetworkNamespace(_ id: HandleID) -> Bool {
    let handle = self[id]
    return handle.isShared && handle.isOpen && handle.kind.isSocket
      && kernel.isInOtherNetworkNamespace(handle.descriptor)
  }

  /// The open handle on the socket of that INODE, which a socket has for itself alone. They are all asked, because few
  /// descriptors come from elsewhere and each other handle would have to be asked when it is made.
  private func open(onInode inode: UInt64?) -> HandleID? {
    guard let inode else { return nil }
    return all.first { self[$0].isOpen && self[$0].kind.isSocket && kernel.inode(self[$0].descriptor) == inode }
  }
}
