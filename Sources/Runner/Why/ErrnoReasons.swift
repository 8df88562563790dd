import Commands
import Glibc
import Sockets

extension Reason {
  /// One reason for each errno that the state of sockets explains.
  static let rows: [String: @Sendable (Context) -> String?] = addresses.merging(connections) { $1 }.merging(limits) {
    $1
  }

  private static let addresses: [String: @Sendable (Context) -> String?] = [
    "EADDRINUSE": { $0.isJoining ? "\($0.name) is a member of that group on that interface already" : $0.addressInUse },
    "EADDRNOTAVAIL": { context in
      if context.isJoining { return context.notAMember }
      guard let address = context.call.address else { return nil }
      if context.call.name == "bind" { return "this machine does not have the address \(address.host)" }
      return context.sameConnection ?? "no local address and port are left for a connection with \(address)"
    },
    "EAFNOSUPPORT": { context in context.call.address.map { context.family(of: $0) } },
    "EACCES": { $0.accessDenied },
    "ENODEV": { context in
      if context.call.isAbout(["SO_BINDTODEVICE"]) { return "there is no interface with that name" }
      if let symbol = context.packetInfo { return "there is no interface with the number that \(symbol) names" }
      return context.call.address.map { "there is no interface for \($0)" }
    },
    "ENOTTY": { context in "\(context.noun) does not support that request" },
    "ESRCH": { context in
      let number =
        context.call.name == "fcntl" ? context.call.arguments.last?.number : context.call.arguments.first?.number
      return number.map { $0 < 0 ? "there is no process group \(-$0)" : "there is no process \($0)" }
    },
    "EPERM": { context in
      context.call.name == "pidfd_getfd"
        ? adoptionForbidden : Privilege.ofOption(context) ?? Privilege.ofControl(context) ?? context.sendingForbidden
    },
    "ENETUNREACH": { $0.noNetwork },
    "EHOSTUNREACH": { $0.noHost },
    "ENOENT": { context in
      context.call.address.map {
        context.call.name == "bind" ? "the directory of \($0) does not exist" : "there is no socket file at \($0)"
      }
    },
    "EPROTOTYPE": { $0.otherType },
    "ECONNREFUSED": { $0.refused },
  ]

  private static let connections: [String: @Sendable (Context) -> String?] = [
    "EINVAL": { $0.invalid },
    "ENOTCONN": { context in
      let consequence = context.call.name == "shutdown" ? context.handle?.shutHere.consequence : nil
      return "\(context.name) has no connection (\(context.state?.name ?? ""))"
        + (consequence.map { ", and Linux shuts it down all the same: \($0)" } ?? "")
    },
    "EISCONN": { context in
      if context.state == .listen { return "\(context.name) listens, and a listener cannot connect" }
      return context.state == .closed
        ? "\(context.name) had a connection, which is over; the socket still has its peer"
        : "\(context.name) is already connected to \(context.handle?.endpoints.peer?.description ?? "its peer")"
    },
    "ECONNABORTED": { context in
      context.call.name == "connect"
        ? "the handshake that an earlier connect of \(context.name) began has failed since, and its error was taken already (SO_ERROR)"
        : nil
    },
    "EDESTADDRREQ": { context in
      "\(context.name) has no peer; give an address (sendto, sendmsg … to), or connect it first"
    },
    "ETOOMANYREFS": { _ in "too many descriptors are in flight: sent, and not received yet (ulimit -n)" },
    "EPIPE": { $0.brokenPipe },
    "ECONNRESET": { context in
      if context.handle?.wasDisconnectedLocally == true {
        return "\(context.name) dropped its connection itself: connect \(context.name) unspec"
      }
      return context.isUNIX
        ? context.unixReset
        : "the other end of \(context.name) sent RST"
          + (context.handle?.resetCause?.clause ?? "")
    },
    "ETIMEDOUT": { context in
      if context.call.name == "connect", context.handle?.kind.isTCP != true { return "nobody answered in time" }
      return context.call.name == "connect"
        ? "no answer came to the SYN, which was sent again and again"
        : "the other end of \(context.name) no longer answers"
    },
    "EINPROGRESS": { context in
      (context.timeout ?? "the socket is non-blocking")
        + "; the handshake goes on by itself, and the state shows how it ends"
    },
    "EALREADY": { context in "the handshake that an earlier connect of \(context.name) began is still going on" },
    "EOPNOTSUPP": { context in
      if context.call.isAbout(["SO_PASSCRED", "SO_PASSSEC", "SO_PASSPIDFD", "SO_PASSRIGHTS"]) {
        return "a \(context.handle?.kind.word ?? "") socket has no such option: it is for UNIX domain sockets"
      }
      if context.call.name.hasSuffix("sockopt") {
        return "a \(context.handle?.kind.word ?? "") socket has no options of that level"
      }
      if context.isUNIX, context.isStream, context.isSending, context.call.address != nil {
        return
          "a unix socket sends to the socket that it is connected to: connect \(context.name) first, and send without an address"
      }
      if context.call.has("MSG_OOB") {
        return "\(context.noun) has no urgent data (MSG_OOB)" + (context.isStream ? "" : ": that is for streams")
      }
      return "\(context.noun) cannot \(context.call.name)"
    },
    "ENOPROTOOPT": { $0.noSuchOption },
  ]

  private static let limits: [String: @Sendable (Context) -> String?] = [
    "EINTR": {
      $0.isTimedOut ? "its time was up, and sockplay ended the call" : "a signal interrupted the call while it waited"
    },
    "EAGAIN": { $0.wouldWait },
    "EMSGSIZE": { $0.tooLong },
    "EMFILE": { _ in "this process may open no more descriptors (ulimit -n)" },
    "ENFILE": { _ in "the whole machine may open no more files (fs.file-max)" },
    "ENOTSOCK": { context in "\(context.name) is not a socket (\(context.handle?.kind.word ?? "a file"))" },
    "EBADF": { context in
      if context.call.name == "pidfd_getfd" {
        return "the process has no descriptor \(context.call.arguments[1].number ?? -1) open"
      }
      return context.handle == nil ? "no descriptor with that number is open" : context.wrongEnd
    },
  ]

  /// What it takes to have another process's descriptor, see ptrace(2).
  private static var adoptionForbidden: String {
    let scope = Setting.ptraceScope.map { ", and kernel.yama.ptrace_scope is \($0)" } ?? ""
    return
      "only a process that may trace another may take its descriptors: one of the same user, or one with CAP_SYS_PTRACE\(scope)"
  }
}

extension Reason.Context {
  /// Whose family `address` is of, where the socket is of another.
  fileprivate func family(of address: SocketAddress) -> String {
    "\(name) is \(handle.map { "a \($0.kind.word) socket (\($0.kind.domain.symbol))" } ?? "of another family"),"
      + " and \(address) is of \(address.familySymbol)"
  }

  fileprivate var invalid: String? {
    if let address = call.address, let handle, address.familySymbol != handle.kind.domain.symbol,
      address != .unspecified
    {
      return family(of: address)
    }
    return switch (call.name, state) {
    case ("bind", .listen?): "\(name) is already bound to \(local) and listening"
    case ("bind", .bound?), ("bind", .established?): "\(name) is already bound to \(local)"
    case ("accept", _), ("accept4", _): "\(name) is not listening"
    case ("listen", .established?): "\(name) is already connected"
    case ("setsockopt", let state?)
    where call.arguments.contains(.symbol("IPV6_V6ONLY")) && state != .closed && state != .unconnected:
      "IPV6_V6ONLY must be set before bind: \(name) has an address already"
    case _ where call.has("MSG_OOB") && !isSending: noUrgentByte
    default: invalidArgument
    }
  }

  private var noUrgentByte: String {
    id.flatMap { table.option("SO_OOBINLINE", of: $0) } == 1
      ? "SO_OOBINLINE is on for \(name): its urgent byte is among the others"
      : "no urgent byte has come for \(name), or it was read"
  }

  fileprivate var otherType: String? {
    guard let address = call.address, let handle else { return nil }
    let owner = table.bound(to: address).map {
      "\($0.name), a \($0.kind.word) socket, is bound to \(address)"
    }
    return "\(name) is a \(handle.kind.word) socket; \(owner ?? "the one at \(address) is of another type")"
  }

  fileprivate var accessDenied: String? {
    guard let address = call.address else {
      return call.name == "socket" ? "this kind of socket is for root (CAP_NET_RAW)" : Privilege.ofOption(self)
    }
    if case .unix = address {
      return
        "the file or a directory of \(address) may not be \(call.name == "bind" ? "made" : "written to") by user \(geteuid())"
    }
    let first = Setting.named("net.ipv4.ip_unprivileged_port_start")?.number ?? 1024
    if call.name == "bind" {
      return Int(address.port) < first && address.port > 0
        ? "ports below \(first) are for root (CAP_NET_BIND_SERVICE)" : nil
    }
    return needsBroadcast
      ? "\(address.host) is a broadcast address, and SO_BROADCAST is off on \(name)"
      : forbiddingRoute ?? "a rule of the routing, a firewall or a BPF program forbids packets to \(address.host)"
  }

  /// ECONNRESET of a UNIX domain connection, see unix_release_sock in net/unix/af_unix.c: the kernel says no more.
  fileprivate var unixReset: String {
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
    switch state {
    case .listen?: return "\(name) listens: a listener has no other end to send to"
    case .finWait1?, .finWait2?, .closing?, .lastAck?, .timeWait?:
      return "\(name) was shut down for writing (\(state!.name)): it has sent FIN, and nothing may follow that"
    case .established? where !isUNIX, .closeWait?: return "\(name) was shut down for writing"
    case _ where hasNoConnection:
      return "\(name) has no connection" + (situation?.failedHandshake.map { ": " + $0 } ?? "")
    case .closed?: return situation?.ending
    default: return isUNIX ? closedEnd : nil
    }
  }

  /// Of a UNIX domain connection: which end closed the way from here to there.
  private var closedEnd: String {
    guard let peer = handle?.peer, peer.isOpen else {
      return handle?.snapshot.shut == .sending
        ? "\(name) was shut down for writing, or its other end for reading" : "the other end of \(name) is closed"
    }
    return peer.isShutForReading
      ? "the other end, \(peer.name), was shut down for reading: it takes no more data"
      : "\(name) was shut down for writing"
  }

  private var situation: HandleStory? { id.map { HandleStory(id: $0, table: table, jobs: []) } }
}
