import Sockets

/// Which handle a socket of the machine is.
package struct HandleFinder {
  private var byInode: [UInt32: String] = [:]
  private var byNaming: [Naming: String] = [:]

  package init(_ table: Table) {
    for id in table.all {
      let handle = table[id]
      if handle.isOpen {
        byInode[table.kernel.inodes(handle.descriptor).own] = handle.name
      } else if handle.naming.hasPeer {
        byNaming[handle.naming] = handle.name
      }
    }
  }

  /// An open one by its inode, a closed one by its addresses.
  package func find(_ socket: ListedSocket) -> String? { socket.inode != 0 ? byInode[socket.inode] : byNaming[socket.naming] }
}
