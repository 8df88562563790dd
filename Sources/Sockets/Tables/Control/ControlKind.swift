/// One row of the table of control messages: all there is to know of it. See `cmsg(3)`.
package struct ControlKind: Sendable {
  package let level: Int32
  package let type: Int32
  /// Such as `SCM_RIGHTS`.
  package let symbol: String
  /// What its data look like in memory.
  package let form: ControlForm
  /// Whether one may send it.
  package let isSendable: Bool
  /// Whether it is another each time, so that a recording must not insist on it.
  package let varies: Bool
  /// One line for people.
  package let meaning: String

  init(
    _ level: Int32, _ type: Int32, _ symbol: String, _ form: ControlForm, sent: Bool = false, varies: Bool = false,
    _ meaning: String
  ) {
    self.level = level
    self.type = type
    self.symbol = symbol
    self.form = form
    isSendable = sent
    self.varies = varies
    self.meaning = meaning
  }

  /// The kind of that SYMBOL, in any case; nil when there is none such.
  package static func named(_ symbol: some StringProtocol) -> ControlKind? {
    let wanted = symbol.uppercased()
    return all.first { $0.symbol == wanted }
  }

  /// The symbol of LEVEL, as strace spells it.
  package static func symbol(level: Int32) -> String { ConstantTable.controlLevels.symbol(level) }
}

extension ControlMessage {
  /// Its row of the table; nil for what the table does not have.
  package var kind: ControlKind? { ControlKind.all.first { $0.level == level && $0.type == type } }

  /// Its type's symbol, or the number.
  package var symbol: String { kind?.symbol ?? "\(type)" }

  package init(_ kind: ControlKind, _ bytes: [UInt8]) { self.init(level: kind.level, type: kind.type, bytes: bytes) }
}

/// What the data of a control message look like in memory.
package enum ControlForm: Sendable, Equatable {
  /// Ints that are descriptors.
  case descriptors
  /// An int that is a descriptor of a process.
  case process
  /// A `struct ucred`.
  case credentials
  /// An int.
  case number
  /// A byte, which may be sent as an int.
  case byte
  /// Two bytes.
  case short
  /// A `struct in_pktinfo`.
  case packetInfo
  /// A `struct in6_pktinfo`.
  case packetInfo6
  /// A `struct sock_extended_err` and the address of who reported it.
  case error
  /// A `struct timeval`.
  case microseconds
  /// A `struct timespec`.
  case nanoseconds
  /// A `struct scm_timestamping`: three of them.
  case stamps
  /// A `struct sockaddr`.
  case address
}
