import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let close = Command(
    name: "close", group: .opening, parameters: [.handle],
    summary: "Close the descriptor; the kernel may hold the socket for a while.",
    manual: """
      The first end of a TCP connection to close sends FIN and goes through FIN_WAIT1 and FIN_WAIT2 to TIME_WAIT; the
      other goes to CLOSE_WAIT until it closes too. The handle stays in the table, without a descriptor, until
      the kernel forgets the socket. Bytes that were not read make close send RST instead.
      """,
    examples: ["socket a tcp = fd", "close a = 0 [a CLOSED]"]
  ) { (words, table) throws(Diagnostic) in
    let id = try words.openHandle(0)
    return .call(.close(id, table[id].descriptor))
  }
}

extension Invocation {
  /// close(2). The descriptor is gone whatever it returns, see its manual page on EINTR.
  static func close(_ id: HandleID, _ descriptor: Int32) -> Invocation {
    Invocation(
      Call("close", .descriptor(descriptor)), on: id,
      finish: { table, answer in
        if answer.errno.rawValue != EBADF { table.close(id) }
        return []
      },
      notes: { table, _ in
        guard let owner = table[id].owner, owner.isAlive else { return [] }
        return ["  \(owner) has the socket still: it lives on, and no FIN is sent"]
      },
      body: { _ in Int(Glibc.close(descriptor)) })
  }
}
