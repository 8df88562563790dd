import Sockets

/// A value that a check or a substitution reads.
package enum Value: Sendable, Equatable, CustomStringConvertible {
  case number(Int)
  case text(String)
  case state(SocketState)

  package var description: String {
    switch self {
    case .number(let number): "\(number)"
    case .text(let text): text
    case .state(let state): state.name
    }
  }
}

/// The name by which checks look up the cable between the hosts: `? cable.dropped == 1`.
package let cableName = "cable"

/// A field of a handle, for `{srv.port}` and `? conn.unread == 0`.
package struct Field: Sendable {
  package let name: String
  package let meaning: String
  /// nil if the handle has none now.
  package let read: @Sendable (Handle, any Kernel) -> Value?

  package init(name: String, meaning: String, read: @escaping @Sendable (Handle, any Kernel) -> Value?) {
    self.name = name
    self.meaning = meaning
    self.read = read
  }

  /// All fields, in the order of the manual.
  package static let all: [Field] = [
    state,
    Field(name: "fd", meaning: "the descriptor; -1 once closed") { handle, _ in .number(Int(handle.descriptor)) },
    Field(name: "number", meaning: "the number of the descriptor, also once it is closed") { handle, _ in
      .number(Int(handle.number))
    },
    Field(name: "addr", meaning: "the local address and port") { handle, _ in
      handle.endpoints.local.map { .text("\($0)") }
    },
    Field(name: "port", meaning: "the local port") { handle, _ in handle.endpoints.local.map { .number($0.number) } },
    Field(name: "host", meaning: "the local host") { handle, _ in handle.endpoints.local.map { .text($0.host) } },
    Field(name: "peer", meaning: "the other end's address and port") { handle, _ in
      handle.endpoints.peer.map { .text("\($0)") }
    },
    Field(name: "peerhost", meaning: "the other end's host") { handle, _ in
      handle.endpoints.peer.map { .text($0.host) }
    },
    Field(
      name: "unread",
      meaning:
        "bytes that came and that nobody has read, up to an urgent byte (SIOCINQ); a FIN does not count; on netlink, memory used by unread messages"
    ) {
      handle, _ in .number(handle.snapshot.unread)
    },
    Field(
      name: "unsent",
      meaning:
        "bytes sent or to be sent, and not acknowledged (SIOCOUTQ without a FIN); on a UNIX domain socket, memory used by unread data"
    ) {
      handle, _ in .number(handle.snapshot.unsent)
    },
    Field(
      name: "ready",
      meaning: "what poll(2) reports now: R to read, W to write, X urgent data, E an error, - none of them"
    ) {
      handle, kernel in handle.readiness(kernel).map { .text($0) }
    },
    Field(name: "queue", meaning: "connections in the accept queue") { handle, _ in .number(handle.snapshot.queue) },
    Field(name: "backlog", meaning: "listen's limit of queue; Linux takes one more") { handle, _ in
      .number(handle.snapshot.backlog)
    },
    Field(name: "left", meaning: "milliseconds that the kernel will go on holding it") { handle, _ in
      .number(handle.snapshot.millisecondsLeft)
    },
    Field(name: "kind", meaning: "what it is, such as tcp") { handle, _ in .text(handle.kind.word) },
    Field(name: "rtt", meaning: "smoothed round-trip time, in microseconds") { handle, kernel in
      tcp(handle, kernel, \.roundTrip)
    },
    Field(name: "rto", meaning: "retransmission timeout, in microseconds") { handle, kernel in
      tcp(handle, kernel, \.retransmissionTimeout)
    },
    Field(name: "retransmits", meaning: "retransmission timeouts in a row without an answer") { handle, kernel in
      guard handle.kind.isTCP, handle.isOpen, let info = kernel.tcpInfoBytes(handle.descriptor) else { return nil }
      return TCPField.named("tcpi_retransmits")?.read(info).map { .number($0) }
    },
    Field(name: "retrans", meaning: "segments retransmitted over the connection's life") { handle, kernel in
      tcp(handle, kernel, \.retransmissions)
    },
    Field(name: "cwnd", meaning: "congestion window, in segments") { handle, kernel in
      tcp(handle, kernel, \.congestionWindow)
    },
    Field(name: "mss", meaning: "largest segment it may send, in bytes") { handle, kernel in
      tcp(handle, kernel, \.segmentSize)
    },
  ]

  /// The one field that a handle always has: a handle that is gone is CLOSED.
  package static let state = Field(name: "state", meaning: "the kernel's state, such as ESTABLISHED") { handle, _ in
    .state(handle.snapshot.state)
  }

  /// The field with this `name`, which may also be a C name of TCP_INFO, such as `tcpi_snd_cwnd`, or a socket option in
  /// capitals.
  package static func named(_ name: String) -> Field? {
    all.first { $0.name == name } ?? TCPField.named(name).map(Self.init)
      ?? SocketOption.named(name).flatMap { option in
        name == option.symbol && option.access != .writeOnly ? Self(option) : nil
      }
  }

  private init(_ field: TCPField) {
    self.init(name: field.name, meaning: field.meaning) { handle, kernel in
      guard handle.isOpen, handle.kind.isTCP else { return nil }
      return kernel.tcpInfoBytes(handle.descriptor).flatMap(field.read).map { .number($0) }
    }
  }

  private init(_ option: SocketOption) {
    self.init(name: option.symbol, meaning: option.meaning) { handle, kernel in
      guard let bytes = handle.value(of: option, kernel) else { return nil }
      return option.form.number(of: bytes).map { .number($0) } ?? .text(option.form.text(bytes))
    }
  }

  private static func tcp(_ handle: Handle, _ kernel: any Kernel, _ field: KeyPath<TCPInfo, Int>) -> Value? {
    guard handle.isOpen, handle.kind.isTCP else { return nil }
    return kernel.tcpInfo(handle.descriptor).map { .number($0[keyPath: field]) }
  }
}
