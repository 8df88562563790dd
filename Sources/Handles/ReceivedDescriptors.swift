import Sockets

// Descriptors that this session did not make: received over SCM_RIGHTS, or taken from another process.
extension HandleTable {
  /// Adds a handle for `descriptor`, whose socket others have, too.
  /// - Parameter owner: The process from which it was taken; nil if it was received. If the socket is one of this
  ///   session's, the new handle is a duplicate.
  package func adopt(_ name: String, descriptor: Int32, isNonblocking: Bool, from owner: Processes.Owner? = nil)
    -> Handle
  {
    let kind = kernel.kind(descriptor)
    let known = kind.isSocket ? open(onInode: kernel.inode(descriptor)) : nil
    let handle = add(name, kind, descriptor: descriptor)
    handle.owner = owner
    handle.isShared = true
    // It may already have an address and options.
    handle.isBound = true
    if kind.isTCP { mayLinger = true }
    // Others may send its FIN.
    recordIdentity(handle)
    recordShared(handle)
    if let known { recordDuplicate(handle, of: known) }
    recordNonblocking(handle, isNonblocking)
    return handle
  }

  /// Whether calls on a handle return EAGAIN instead of waiting. O_NONBLOCK belongs to the open socket, so anybody who
  /// shares it may have set or cleared it: then the kernel is asked.
  package func isNonblocking(_ handle: Handle) -> Bool {
    handle.isShared ? kernel.isNonblocking(handle.descriptor) : handle.isNonblocking
  }

  /// Whether a handle's socket belongs to another network namespace than the one that the session is in: then the
  /// sockets, routes and settings that the kernel lists here say nothing about it.
  package func isInOtherNetworkNamespace(_ handle: Handle) -> Bool {
    if hasHosts { return handle.network != kernel.asked }
    return handle.isShared && handle.isOpen && handle.kind.isSocket
      && kernel.isInOtherNetworkNamespace(handle.descriptor)
  }

  /// The open handle whose socket has this `inode`. All handles are asked now: few descriptors come from elsewhere, and
  /// otherwise every handle would have to be asked when it is made.
  private func open(onInode inode: UInt64?) -> Handle? {
    guard let inode else { return nil }
    return all.first { $0.isOpen && $0.kind.isSocket && kernel.inode($0.descriptor) == inode }
  }
}
