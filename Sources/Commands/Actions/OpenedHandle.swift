import Handles
import Sockets

/// A handle that a call makes of the descriptor that it returns.
package struct OpenedHandle: Equatable {
  let name: String
  let kind: SocketKind
  /// The flags joined to the type of socket(2), or those of accept4(2).
  var flags: Int32 = 0
  /// The listener whose options and port it inherits.
  var listener: Handle?

  func finish(_ table: HandleTable, _ answer: Answer) -> [Handle] {
    if answer.failed { return [] }
    let descriptor = Int32(answer.result)
    // A client that speaks no MPTCP gets a socket of TCP.
    let kind = listener?.kind.isMPTCP == true ? table.kernel.kind(descriptor) : kind
    let handle = table.add(name, kind, descriptor: descriptor, flags: flags)
    if let listener { table.recordAccepted(handle, from: listener) }
    return [handle]
  }
}
