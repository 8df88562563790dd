import Commands
import Glibc
import Handles
import Runner
import SessionLanguage
import Sockets

// Which lines of a recording change nothing for those after them, so that they can be left out.
extension Step {
  /// Whether it changed nothing, so that a play does not need its line: its calls failed, or it only looked.
  func changedNothing(in table: HandleTable) -> Bool {
    guard exchanges.allSatisfy({ $0.failedWithoutEffect(in: table) }), job == nil, changes.allSatisfy(\.isSame) else {
      return false
    }
    switch statement.body {
    case .check: return true
    case .command(let line):
      guard let command = try? Command.find(line.name, at: 0..<0) else { return false }
      // One that makes no call may have set something, such as let.
      return !exchanges.isEmpty || command.group == .looking || command.group == .waiting
    default: return false
    }
  }
}

extension Exchange {
  fileprivate func failedWithoutEffect(in table: HandleTable) -> Bool {
    guard let answer, answer.failed else { return false }
    // After ENOTCONN from shutdown, a datagram socket is shut down all the same.
    if answer.errno.rawValue == ENOTCONN { return !call.traits.isDisjoint(with: [.sends, .receives]) }
    guard answer.errno.mayHaveBeenPending else { return true }
    // The error of a connect that waited for its own handshake was not pending before.
    let handle = call.descriptor.flatMap { table.owner(of: $0) }
    return call.traits.contains(.connects) && handle.map { !$0.isNonblocking } ?? false
  }
}

extension Errno {
  /// Whether it may be an error that the network reported earlier, and that the kernel returns once: a play that leaves
  /// its line out gets it at a later call.
  fileprivate var mayHaveBeenPending: Bool {
    [
      ECONNRESET, ECONNREFUSED, ECONNABORTED, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN, EPIPE, EPROTO,
      EINPROGRESS, EALREADY, EMSGSIZE,
    ].contains(rawValue)
  }
}
