import Sockets

/// Finds the handle of a listed socket.
package struct HandleFinder {
  private var byInode: [UInt32: String] = [:]
  private var byCookie: [UInt64: String] = [:]

  package init(_ table: HandleTable) {
    for handle in table.all {
      if handle.isOpen {
        byInode[table.kernel.inodes(handle.descriptor).own] = handle.name
      } else if handle.cookie != 0 {
        byCookie[handle.cookie] = handle.name
      }
    }
  }

  /// Finds an open one by its inode, a closed one by its cookie.
  package func find(_ socket: ListedSocket) -> String? {
    socket.inode != 0 ? byInode[socket.inode] : byCookie[socket.cookie]
  }
}
