import Sockets

/// Why a call has no equal in C.
enum CRefusal {
  /// nil where it has one.
  static func reason(_ call: ProgramCall) -> String? {
    if call.call.traits.contains(.isInjected) { return "the kernel has not made this call: its errno was injected" }
    if call.made.count > 0, call.call.arguments.contains(where: \.isSeveralMessages) {
      return "descriptors that come with one of several messages have no form in an exported program"
    }
    for argument in call.call.arguments {
      if case .selected(_, let members) = argument, members.contains(where: { call.descriptors[$0] == nil }) {
        return "how many descriptors select looks at depends on how many a process has had"
      }
      if let reason = reason(argument, call.call) { return reason }
    }
    return nil
  }

  /// The most bytes that are written out.
  private static let most = 16384

  private static func reason(_ argument: Argument, _ call: Call) -> String? {
    switch argument {
    case .address(let address) where !address.isExported: "the address \(address) has no form in an exported program"
    case .path(let path) where path.hasPrefix(Setting.folder): ProgramProblem.changesSettings
    case .symbol(let symbol) where symbol.hasPrefix("/"): "an exported program has no regular expressions"
    case .symbol(let symbol) where call.selects && symbol.contains("=-") && symbol.contains("tv_usec"):
      "the C library refuses a negative time itself, and makes no call"
    case .symbol(let symbol) where !hasForm(symbol, call): "\(symbol) has no form in an exported program"
    case .bytes(let bytes) where bytes.count > most && RepeatedBytes(bytes) == nil:
      "\(bytes.count) bytes are too many to be written out"
    case .bytes(let bytes) where isMark(call) && bytes.contains(0): "the mark has a NUL byte, where C's strings end"
    case .vectors(let buffers): buffers.compactMap { reason(.bytes($0), call) }.first
    case .message, .messages:
      argument.messages.flatMap { $0.buffers.map(Argument.bytes) + ($0.address.map { [.address($0)] } ?? []) }
        .compactMap { reason($0, call) }.first ?? reason(argument.messages.flatMap(\.control))
    case .messageOut(let room), .messagesOut(let room, _):
      room.control > CLocal.controlRoom ? "it has more room for control messages than an exported program" : nil
    default: nil
    }
  }

  private static func reason(_ control: [ControlMessage]) -> String? {
    if control.reduce(0, { $0 + $1.space }) > CLocal.controlRoom { return "its control messages are too long" }
    let unknown = control.first { $0.kind == nil }
    return unknown.map { "the control message \($0.symbol) has no name in C" }
  }

  /// Whether C has what a call shows as `symbol`.
  private static func hasForm(_ symbol: String, _ call: Call) -> Bool {
    switch call.shape {
    case .lookUp, .names, .limit, .capability, .signals: true
    case .request where symbol.hasPrefix("["), .offsets where symbol.hasPrefix("["): true
    default: symbol.hasPrefix("\"") || WrongPointer(inC: symbol) != nil || CSymbol.inC(symbol) != nil
    }
  }

  /// Why a language without pointers has no equal of a call.
  static func reasonWithoutPointers(_ call: ProgramCall) -> String? {
    call.isWrongInMemory ? "it passes a pointer or a length that is wrong on purpose" : reason(call)
  }

  private static func isMark(_ call: Call) -> Bool { CFunction.helper(call) == "recv_until" }
}

extension Call {
  /// Whether it has sets of descriptors, as select and pselect have.
  fileprivate var selects: Bool { arguments.contains { if case .selected = $0 { true } else { false } } }

  /// Whether poll or select is given another number than that of its descriptors.
  var countsByHand: Bool {
    var members: [Int32] = []
    for argument in arguments {
      if case .polled(let entries) = argument { return !arguments.contains(.integer(entries.count)) }
      if case .selected(_, let some) = argument { members += some }
    }
    return selects && arguments.first != .integer(members.max().map { Int($0) + 1 } ?? 0)
  }
}

extension Argument {
  fileprivate var isSeveralMessages: Bool { if case .messagesOut = self { true } else { false } }
}

extension SocketAddress {
  /// Whether a program can write it.
  fileprivate var isExported: Bool {
    switch self {
    case .ipv4, .ipv6, .unix, .unspecified, .packet, .netlink: true
    case .vsock, .other: false
    }
  }
}
