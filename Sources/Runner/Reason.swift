import Commands
import SessionLanguage
import Sockets

/// Why a call failed, from the state that the sockets are in. Nothing is said where nothing is known.
enum Reason {
  static func explain(_ step: Step, in table: Table) -> String? {
    guard let exchange = step.result, let answer = exchange.answer, answer.failed else { return nil }
    let subject = exchange.call.descriptor.flatMap { descriptor in table.all.first { table[$0].descriptor == descriptor } }
    let handle = subject.map { table[$0] }
    let context = Context(call: exchange.call, handle: handle, table: table)
    return rows[answer.errno.symbol]?(context)
  }

  struct Context {
    let call: Call
    let handle: Handle?
    let table: Table

    var name: String { handle?.name ?? "it" }
    var state: SocketState? { handle?.snapshot.state }
    var isStream: Bool { handle?.kind.type == .stream }
  }

  private static let rows: [String: @Sendable (Context) -> String?] = [
    "ECONNREFUSED": { context in
      guard let address = context.call.address else { return "an ICMP port unreachable came for what was sent before" }
      return "nothing listens on \(address)"
        + (context.isStream && context.handle?.kind.domain != .unix ? ", so its kernel answered the SYN with RST" : "")
    },
    "EADDRINUSE": { context in
      guard let address = context.call.address else { return nil }
      if let owner = context.table.bound(to: address) {
        return "\(context.table[owner].name) is bound to \(address) (\(context.table[owner].snapshot.state.name))"
      }
      return "another socket has \(address), or connections of an earlier one are still in TIME_WAIT"
    },
    "EINVAL": { context in
      switch (context.call.name, context.state) {
      case ("bind", .listen?): "\(context.name) is already bound to \(context.local) and listening"
      case ("bind", .bound?), ("bind", .established?): "\(context.name) is already bound to \(context.local)"
      case ("accept", _): "\(context.name) is not listening"
      case ("listen", .established?): "\(context.name) is already connected"
      default: nil
      }
    },
    "ENOTCONN": { context in "\(context.name) has no connection (\(context.state?.name ?? ""))" },
    "EISCONN": { context in "\(context.name) is already connected to \(context.handle?.naming.peer?.description ?? "its peer")" },
    "EDESTADDRREQ": { context in "\(context.name) has no peer; use sendto, or connect it first" },
    "EPIPE": { context in "\(context.name) cannot send any more: its connection is over, or was shut down for writing" },
    "ECONNRESET": { context in "the other end of \(context.name) sent RST" },
    "EINTR": { _ in "a signal interrupted the call while it waited" },
    "EAGAIN": { context in
      context.call.isSending
        ? "the kernel takes no more for \(context.name) at the moment, and the call was not to wait"
        : "\(context.name) has nothing at the moment, and the call was not to wait"
    },
    "EINPROGRESS": { _ in "the socket does not wait, so the handshake goes on by itself; its end can be seen in the state" },
    "EALREADY": { context in "the handshake that an earlier connect of \(context.name) began is still going on" },
    "EOPNOTSUPP": { context in "a \(context.handle?.kind.word ?? "") socket cannot \(context.call.name)" },
    "EMSGSIZE": { _ in "one datagram cannot hold so many bytes" },
    "EMFILE": { _ in "this process may open no more descriptors (ulimit -n)" },
    "EACCES": { context in context.call.address.map { $0.port > 0 && $0.port < 1024 ? "ports below 1024 are for root" : nil } ?? nil },
    "EADDRNOTAVAIL": { context in context.call.address.map { "this machine does not have the address \($0.host)" } },
    "EAFNOSUPPORT": { context in
      context.call.address.map {
        "\(context.name) is a \(context.handle?.kind.word ?? "") socket, and \($0) is of family \($0.familySymbol)"
      }
    },
    "ENETUNREACH": { context in context.call.address.map { "no route leads to \($0.host)" } },
    "ENOENT": { context in context.call.address.map { "there is no socket file at \($0)" } },
  ]
}

extension Reason.Context {
  fileprivate var local: String { handle?.naming.local?.description ?? "an address" }
}

extension Call {
  /// The descriptor it works on: the first argument, when it is a number.
  fileprivate var descriptor: Int32? {
    if case .integer(let number)? = arguments.first { return Int32(exactly: number) }
    return nil
  }

  /// Whether it hands bytes to the kernel.
  fileprivate var isSending: Bool { name.hasPrefix("send") || name.hasPrefix("write") }

  /// The address it was given.
  fileprivate var address: SocketAddress? {
    for case .address(let address) in arguments { return address }
    return nil
  }
}
