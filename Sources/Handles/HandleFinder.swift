import Sockets

/// Finds the handle of a listed socket.
package struct HandleFinder {
  private var byInode: [UInt32: String] = [:]
  private var byNaming: [Endpoints: String] = [:]

  package init(_ table: HandleTable) {
    for id in table.all {
      let handle = table[id]
      if handle.isOpen {
        byInode[table.kernel.inodes(handle.descriptor).own] = handle.name
      } else if handle.endpoints.hasPeer {
        byNaming[handle.endpoints] = handle.name
      }
    }
  }

  /// Finds an open one by its inode, a closed one by its addresses.
  package func find(_ socket: ListedSocket) -> String? {
    socket.inode != 0 ? byInode[socket.inode] : byNaming[socket.endpoints]
  }
}
