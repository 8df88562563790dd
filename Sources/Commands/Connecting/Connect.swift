import Glibc
import Handles
import SessionLanguage
import Sockets

extension Command {
  static let connect = Command(
    name: "connect", group: .connecting,
    parameters: [.handle, Parameter("ADDRESS", .address) { $0.addresses(or: ["unspec"]) }],
    summary: "Connect a socket to the other end's address.",
    korean: "상대방의 주소로 연결을 요청합니다.",
    manual: """
      On TCP this is the handshake: connect returns when the other end's kernel has answered, even if nobody has accepted yet.
      On UDP nothing is sent; the kernel only remembers the address. {srv} is the address of the handle srv.
      The address unspec (AF_UNSPEC) removes the peer: a UDP socket then takes datagrams from any sender again, and a TCP
      connection ends with RST.
      """,
    byHand: ["addrlen"],
    examples: [
      "socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0", "socket cli tcp = fd", "connect cli {srv} = -1 ECONNREFUSED",
      "listen srv 5 = 0", "connect cli {srv} = 0 [cli ESTABLISHED]", "connect cli unspec = 0 [cli CLOSED]",
    ],
    inC: CForm(.handle(0), .address(1))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let descriptor = target.descriptor
    let passed = try arguments.passedAddress(1, .reached, of: target)
    guard !passed.isByHand, let address = passed.address else {
      return .call(.connecting(target, descriptor, to: passed, wait: .unknown))
    }
    let isDisconnecting = address == .unspecified
    let listener = isDisconnecting ? target.handle?.peer : table.bound(to: address)
    let wait = isDisconnecting ? .never : target.handle.map { table.waitToConnect($0, to: listener) } ?? .never
    let last = arguments.cachedInvocation {
      $0.subject == target.handle && $0.wait == wait && $0.alsoAffects == listener && $0.call.descriptor == descriptor
        && $0.call.address == address
    }
    return .call(last ?? .connecting(target, descriptor, to: passed, wait: wait, alsoAffects: listener))
  }
}

extension Invocation {
  /// connect(2).
  fileprivate static func connecting(
    _ target: Target, _ descriptor: Int32, to passed: PassedAddress, wait: Wait, alsoAffects: Handle? = nil
  ) -> Invocation {
    Invocation(
      Call("connect", .connects, [.descriptor(descriptor)] + passed.arguments), on: target, wait: wait,
      alsoAffects: alsoAffects,
      finish: { table, answer in
        guard let handle = target.handle, let address = passed.address else { return [] }
        // The errno of a handshake that has failed before is the answer to the next call, whatever its address is.
        let isOfEarlier = handle.awaitsHandshake
        if !answer.failed || answer.errno.isUnderWay { table.forgetTermination(handle) }
        if !answer.failed { table.recordFormerPeer(handle) }
        if answer.failed, answer.errno.isUnreached { table.recordUnreached(handle) }
        if answer.failed, answer.errno.isUnderWay || answer.errno.isAboutTheTarget && !isOfEarlier {
          table.recordTarget(handle, address)
        } else if answer.failed, answer.errno.rawValue != ECONNABORTED {
          // ECONNABORTED only says that the errno of an earlier handshake has already been read.
          table.forgetHandshake(handle)
        }
        if !answer.failed, address != .unspecified { table.recordConnect(handle, address) }
        if !answer.failed, address == .unspecified { table.recordDisconnect(handle, by: .connect) }
        return []
      }, body: { _ in passed.withSockaddr { Int(Glibc.connect(descriptor, $0, $1)) } })
  }
}

extension Errno {
  /// Whether a connect that failed with it had asked the other end. With ENETUNREACH it asked nobody, and a port that the
  /// socket had is its own still.
  fileprivate var isUnreached: Bool {
    [ECONNREFUSED, ECONNRESET, ETIMEDOUT, EHOSTUNREACH].contains(rawValue)
  }

  /// Whether it says that no connection with the address of the connect can be had.
  fileprivate var isAboutTheTarget: Bool { isUnreached || rawValue == ENETUNREACH }
}

extension Errno {
  /// Whether the handshake goes on though the call has returned.
  fileprivate var isUnderWay: Bool { rawValue == EINPROGRESS || rawValue == EINTR }
}

extension HandleTable {
  /// Whether connecting may have to wait: not for datagrams, and not for a listener here that has room in its queue,
  /// because over loopback the handshake is done before connect returns, unless an option such as IP_MINTTL drops its
  /// segments. A listener of another host is reached over the cable, which takes its time.
  func waitToConnect(_ handle: Handle, to listener: Handle?) -> Wait {
    if handle.kind.type != .stream, handle.kind.type != .sequenced { return .never }
    guard handle.kind.isTCP, let listener, listener.isOpen, listener.network == handle.network,
      listener.optionsSet.isEmpty, handle.optionsSet.isEmpty
    else { return .unknown }
    let seen = kernel.observe(listener.descriptor, listener.kind)
    return seen.state == .listen && seen.queue <= seen.backlog ? .never : .unknown
  }
}
