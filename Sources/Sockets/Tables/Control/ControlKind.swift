/// One row of the table of control messages. See `cmsg(3)`.
package struct ControlKind: Sendable {
  package let level: Int32
  package let type: Int32
  /// Such as `SCM_RIGHTS`.
  package let symbol: String
  /// The layout of its data.
  package let form: ControlForm
  /// Whether it can be sent.
  package let isSendable: Bool
  /// Whether its value differs each time, so that a recording must not expect it.
  package let varies: Bool
  /// One line for help.
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

  /// The kind with this `symbol`, in upper or lower case; nil if there is none.
  package static func named(_ symbol: some StringProtocol) -> ControlKind? {
    let wanted = symbol.uppercased()
    return all.first { $0.symbol == wanted }
  }

  /// The symbol of `level`, as strace spells it.
  package static func symbol(level: Int32) -> String { ConstantTable.controlLevels.symbol(level) }
}

extension ControlMessage {
  /// Its row of the table; nil if the table does not have it.
  package var kind: ControlKind? { ControlKind.all.first { $0.level == level && $0.type == type } }

  /// Its type's symbol, or the number.
  package var symbol: String { kind?.symbol ?? "\(type)" }

  package init(_ kind: ControlKind, _ bytes: [UInt8]) { self.init(level: kind.level, type: kind.type, bytes: bytes) }
}

/// The layout of a control message's data.
package enum ControlForm: Sendable, Equatable {
  /// An array of int: descriptors.
  case descriptors
  /// An int: a pidfd.
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
  /// A `struct sock_extended_err` and the address of the reporter (SO_EE_OFFENDER).
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
