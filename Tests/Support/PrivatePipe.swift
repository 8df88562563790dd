import Foundation

/// A pipe whose ends no other program inherits, so that closing one of them is seen as the end of file though
/// other tests start programs at the same moment.
package struct PrivatePipe {
  package let reading: FileHandle
  package let writing: FileHandle

  package init() {
    var ends: [Int32] = [-1, -1]
    precondition(pipe(&ends) == 0)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    reading = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
    writing = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
  }
}
