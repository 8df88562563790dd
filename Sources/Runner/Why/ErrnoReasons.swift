import Commands
import Glibc
import Sockets

extension Reason {
  /// One reason for each errno that the state of sockets explains.
  static let rows: [String: @Sendable (Context) -> String?] =
    [connections, limits, lookups].reduce(addresses) { $0.merging($1) { $1 } }

  private static let addresses: [String: @Sendable (Context) -> String?] = [
    "EADDRINUSE": { $0.isJoining ? "\($0.name) is a member of that group on that interface already" : $0.addressInUse },
    "EADDRNOTAVAIL": { $0.addressNotAvailable },
    "EAFNOSUPPORT": { context in
      context.otherFamily
        ?? context.call.address.flatMap {
          $0.familySymbol == context.handle?.kind.domain.symbol ? nil : context.family(of: $0)
        }
    },
    "EACCES": { $0.accessDenied },
    "ENODEV": { $0.noDevice },
    "ENXIO": { $0.noDevice },
    "ENETDOWN": { $0.downInterface },
    "ENOTTY": { context in "\(context.noun) does not support that request" },
    "ESRCH": { $0.noProcess },
    "EPERM": { $0.notPermitted },
    "ENETUNREACH": { $0.noNetwork },
    "EHOSTUNREACH": { $0.noHost },
    "ENOENT": { $0.nothingThere },
    "ENOTDIR": { $0.pathReason },
    "ELOOP": { $0.pathReason ?? $0.watchedInCircle },
    "EROFS": { $0.pathReason },
    "EPROTOTYPE": { $0.otherType },
    "ECONNREFUSED": { $0.refused },
  ]

  private static let connections: [String: @Sendable (Context) -> String?] = [
    "EINVAL": { $0.invalid },
    "ENOTCONN": { $0.notConnected },
    "EISCONN": { $0.alreadyConnected },
    "ECONNABORTED": { context in
      context.call.name == "connect"
        ? "the handshake that an earlier connect of \(context.name) began has failed since, and its error was taken already (SO_ERROR)"
        : context.situation.flatMap { $0.isOver ? $0.ending : nil } ?? context.handle?.endCause?.sentence
    },
    "EDESTADDRREQ": { context in
      "\(context.name) has no peer; give an address (sendto, sendmsg … to), or connect it first"
    },
    "ETOOMANYREFS": { _ in "too many descriptors are in flight: sent, and not received yet (ulimit -n)" },
    "EPIPE": { $0.brokenPipe },
    "ECONNRESET": { $0.reset },
    "ETIMEDOUT": { $0.unanswered },
    "EINPROGRESS": { $0.begun },
    "EALREADY": { context in "the handshake that an earlier call on \(context.name) began is still going on" },
    "EOPNOTSUPP": { $0.notSupported },
    "ENOPROTOOPT": { $0.noSuchOption },
    "EPROTO": { context in
      context.isJoining && context.isStream ? "groups are for datagrams, and \(context.name) carries a stream" : nil
    },
    "EFAULT": { $0.shortHeader },
    // ERESTARTSYS of <linux/errno.h>, which do_recvmmsg() of net/socket.c leaves in sk_err.
    "512": { _ in
      "512 is ERESTARTSYS, the kernel's own errno of a call that a signal interrupted; recvmmsg leaves it as the socket's "
        + "error when it is interrupted after its first message, and the next call on the socket returns it"
    },
  ]

  private static let limits: [String: @Sendable (Context) -> String?] = [
    "EINTR": {
      $0.isTimedOut ? "its time was up, and sockplay ended the call" : "a signal interrupted the call while it waited"
    },
    "EAGAIN": { $0.noPortToSendFrom ?? $0.wouldWait },
    "EMSGSIZE": { $0.tooLong },
    "EMFILE": { $0.noDescriptorLeft },
    "ENFILE": { _ in "the whole machine may open no more files (fs.file-max)" },
    "ENOBUFS": { $0.noBuffers },
    "ENOTSOCK": { context in "\(context.name) is not a socket (\(context.handle?.kind.word ?? "a file"))" },
    "EBADF": { $0.badDescriptor },
    "EBUSY": { $0.fullerThanAsked },
    "EEXIST": { $0.watchedAlready },
  ]
}

extension Reason.Context {
  /// What it takes to have another process's descriptor, see ptrace(2).
  var adoptionForbidden: String {
    let scope = observed.ptraceScope.map { ", and kernel.yama.ptrace_scope is \($0)" } ?? ""
    return
      "only a process that may trace another may take its descriptors: one of the same user, or one with CAP_SYS_PTRACE\(scope)"
  }

  /// Whose family `address` is of, where the socket is of another. An address that is shorter than those of the
  /// socket's family is EINVAL before its family is looked at.
  fileprivate func family(of address: SocketAddress) -> String {
    let whose =
      "\(name) is \(handle.map { "a \($0.kind.word) socket (\($0.kind.domain.symbol))" } ?? "of another family"),"
      + " and \(address) is of \(address.familySymbol)"
    guard errno.symbol == "EINVAL", let handle, handle.kind.isInternet else { return whose }
    let least = handle.kind.domain == .ipv6 ? 24 : 16
    return address.length < least
      ? whose + ": its length decides, \(address.length) bytes where at least \(least) are needed" : whose
  }

  fileprivate var invalid: String? {
    if let length = wrongLength { return length }
    if let address = call.address, let handle, address.familySymbol != handle.kind.domain.symbol,
      address != .unspecified
    {
      return family(of: address)
    }
    return switch (call.name, state) {
    case ("bind", .listen?): "\(name) is already bound to \(local) and listening"
    case ("bind", .bound?), ("bind", .established?): "\(name) is already bound to \(local)"
    case ("accept", _), ("accept4", _): takesNone
    case ("listen", .established?): "\(name) is already connected"
    case ("listen", let state?) where handle?.kind.isTCP == true && ![.closed, .bound, .listen].contains(state):
      "\(name) is in \(state.name), and only a socket without a connection can listen"
    case ("setsockopt", let state?)
    where call.arguments.contains(.symbol("IPV6_V6ONLY")) && state != .closed && state != .unconnected:
      "IPV6_V6ONLY must be set before bind: \(name) has an address already"
    case _ where call.has("MSG_OOB") && !isSending: noUrgentByte
    default: invalidArgument ?? negativeLength
    }
  }

  /// Flags that accept4 does not have.
  var unknownFlags: String? {
    guard call.name == "accept4", case .symbol(let flags)? = call.arguments.last else { return nil }
    let unknown = flags.split(separator: "|").filter { $0 != "SOCK_NONBLOCK" && $0 != "SOCK_CLOEXEC" }
    return unknown.isEmpty ? nil : unknown.joined(separator: "|")
  }

  /// EINVAL of accept and accept4. The flags are looked at first, see __sys_accept4_file in net/socket.c.
  private var takesNone: String {
    if let unknownFlags {
      return "accept4 has no flags but SOCK_NONBLOCK and SOCK_CLOEXEC, and was given \(unknownFlags)"
    }
    guard state == .listen else { return "\(name) is not listening" }
    if isUNIX, handle?.isShutForReading == true {
      return "\(name) was shut down for reading, and no connection waits in its queue"
    }
    return negativeLength
      ?? "\(name) listens now; it did not when the call returned, or it was shut down for reading"
  }

  private var noUrgentByte: String {
    handle.flatMap { observed.option("SO_OOBINLINE", of: $0) } == 1
      ? "SO_OOBINLINE is on for \(name): an urgent byte comes among the others, and MSG_OOB finds none"
      : "no urgent byte has come for \(name), or it was read, or a recv without MSG_OOB has gone past it"
  }

  fileprivate var otherType: String? {
    guard let address = call.address, let handle else { return nil }
    let owner = observed.bound(to: address).map {
      "\($0.name), a \($0.kind.word) socket, is bound to \(address)"
    }
    return "\(name) is a \(handle.kind.word) socket; \(owner ?? "the one at \(address) is of another type")"
  }

  /// ECONNRESET of a UNIX domain connection, see unix_release_sock in net/unix/af_unix.c: the kernel says no more.
  var unixReset: String {
    "the other end of \(name) was closed before it had read all, or its listener before it had accepted the connection"
  }

  /// Whether it is a TCP socket that never had one.
  var hasNoConnection: Bool {
    handle?.kind.isTCP == true && handle?.endpoints.peer == nil && (state == .closed || state == .bound)
  }

  fileprivate var brokenPipe: String? {
    if handle?.kind == .pipe {
      return "nobody can read what \(name) writes: all descriptors of the pipe's other end are closed"
    }
    if handle?.kind.isInternet == true, !isStream { return "\(name) was shut down for writing" }
    let state = state
    switch state {
    case .listen?: return "\(name) listens: a listener has no other end to send to"
    case .finWait1?, .finWait2?, .closing?, .lastAck?, .timeWait?:
      let isHeld = situation?.isFINHeld == true
      return "\(name) was shut down for writing (\(state?.name ?? "")): "
        + (isHeld
          ? "its FIN comes after what has not left yet, and nothing may follow that"
          : "it has sent FIN, and nothing may follow that")
    case .established? where !isUNIX, .closeWait?: return "\(name) was shut down for writing"
    case _ where hasNoConnection:
      return "\(name) has no connection" + (situation?.failedHandshake.map { ": " + $0 } ?? "")
    case .closed?:
      return handle?.shutHere.contains(.sending) == true && situation?.isOver != true
        ? "\(name) was shut down for writing" : situation?.ending
    default: return isUNIX ? closedEnd : nil
    }
  }

  /// Of a UNIX domain socket: which end closed the way from here to there.
  private var closedEnd: String {
    guard let handle, !handle.shutHere.contains(.sending) else { return "\(name) was shut down for writing" }
    let other = call.address.flatMap { observed.bound(to: $0) } ?? (call.address == nil ? handle.peer : nil)
    if let other, other.isOpen, other.isShutForReading {
      return "the other end, \(other.name), was shut down for reading: it takes no more data"
    }
    if let address = call.address { return "the socket at \(address) was shut down for reading: it takes no more data" }
    // The kernel still knows a peer that is closed, but no inode of it.
    if handle.isOpen, observed.inodes(of: handle).peer == 0 { return "the other end of \(name) is closed" }
    return handle.isShared
      ? "\(name) was shut down for writing, or its other end for reading"
      : "the other end of \(name) was shut down for reading: it takes no more data"
  }

  var situation: HandleStory? { handle.map { HandleStory(handle: $0, observed: observed, jobs: []) } }
}
