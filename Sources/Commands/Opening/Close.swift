import Glibc
import Handles
import SessionLanguage
import Sockets

extension Command {
  static let close = Command(
    name: "close", group: .opening, parameters: [.handle],
    summary: "Close the descriptor; the kernel may hold the socket a while.",
    korean: "디스크립터를 닫습니다. 커널은 소켓을 잠시 더 둘 수 있습니다.",
    manual: """
      The end of a TCP connection that closes first sends FIN and goes through FIN_WAIT1 and FIN_WAIT2 to TIME_WAIT; the
      other end goes to CLOSE_WAIT until it closes too. The handle stays in the table, without a descriptor, until
      the kernel forgets the socket. If there are unread bytes, close sends RST instead of FIN.
      With SO_LINGER on and a time, close waits until the other end has acknowledged all that was sent, or the time is up. The
      descriptor is gone from the start: a signal ends the wait, the result is 0 all the same, and the kernel goes on sending.
      """,
    examples: ["socket a tcp = fd", "close a = 0 [a CLOSED]"],
    inC: CForm(.handle(0), alsoCalled: ["closesocket"])
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    guard let handle = target.handle else { return .call(.close(target)) }
    table.recordIdentity(handle)
    if let time = table.lingerTime(handle) { return .call(.close(target, wait: .lingering(seconds: time))) }
    let last = arguments.cachedInvocation {
      handle.kind.isSocket && $0.onBlocked == nil && $0.subject == handle && $0.call.descriptor == handle.descriptor
    }
    return .call(last ?? .close(target))
  }
}

extension Invocation {
  /// close(2). The descriptor is gone whatever it returns, see its manual page on EINTR.
  static func close(_ target: Target, wait: Wait = .never) -> Invocation {
    let (descriptor, handle) = (target.descriptor, target.handle)
    // What may wait has lost its descriptor by then.
    let mayBlock = wait != .never || handle?.kind.isSocket == false
    return Invocation(
      Call("close", .closes, .descriptor(descriptor)), on: target, wait: wait,
      finish: { table, answer in
        if answer.errno.rawValue != EBADF, let handle { table.close(handle) }
        return []
      },
      notes: { table, answer in
        guard let handle else { return [] }
        if handle.isAwaited {
          return ["  a call that waits on it still has \(handle.whatLives), which lives until that call returns"]
        }
        if handle.livesOn, !handle.duplicates.contains(where: \.isOpen) {
          let who =
            handle.owner.flatMap { $0.isAlive ? "\($0)" : nil } ?? "another process, or a message in flight,"
          return [
            "  \(who) still has \(handle.whatLives): it lives on\(handle.kind.isTCP && handle.endpoints.hasPeer ? ", and no FIN is sent" : "")"
          ]
        }
        guard case .lingering(let seconds) = wait else { return [] }
        return table.lingered(handle, seconds, answer.nanoseconds)
      },
      onBlocked: mayBlock ? { table in handle.map { table.close($0) } } : nil,
      body: { _ in Int(Glibc.close(descriptor)) })
  }
}

extension Handle {
  /// What outlives a descriptor of it.
  fileprivate var whatLives: String {
    kind.isSocket ? "the socket" : kind == .pipe ? "this end of the pipe" : "the file"
  }
}
