import Sockets

/// Why a call has no equal in C.
enum CRefusal {
  /// nil where it has one.
  static func reason(_ call: ProgramCall) -> String? {
    if call.call.traits.contains(.isInjected) { return "the kernel has not made this call: its errno was injected" }
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
    case .symbol(let symbol) where symbol.hasPrefix("/"): "a C program has no regular expressions like sockplay's"
    case .symbol("NULL") where ProgramFunction.named(call.name)?.takesNull != true: wrongPointer
    case .symbol(WrongPointer.forbidden.inC): wrongPointer
    case .symbol(let symbol) where CSymbol.inC(symbol) == nil: "\(symbol) has no form in an exported program"
    case .bytes(let bytes) where bytes.count > most && RepeatedBytes(bytes) == nil:
      "\(bytes.count) bytes are too many to be written out"
    case .bytes(let bytes) where isMark(call) && bytes.contains(0): "the mark has a NUL byte, where C's strings end"
    case .filled where call.arguments.count > 1: "it gives the room for what the kernel writes by hand"
    case .message, .messages, .messageOut, .messagesOut, .vectors, .vectorsOut, .rest:
      "messages and lists of buffers have no form in an exported program"
    default: nil
    }
  }

  private static let wrongPointer = "it passes a pointer that leads nowhere, which a compiler refuses or warns of"

  private static func isMark(_ call: Call) -> Bool { CFunction.helper(call) == "recv_until" }
}

extension Call {
  /// Whether poll or select is given another number than that of its descriptors.
  var countsByHand: Bool {
    var members: [Int32] = []
    for argument in arguments {
      if case .polled(let entries) = argument { return !arguments.contains(.integer(entries.count)) }
      if case .selected(_, let some) = argument { members += some }
    }
    let isSelect = arguments.contains { if case .selected = $0 { true } else { false } }
    return isSelect && arguments.first != .integer(members.max().map { Int($0) + 1 } ?? 0)
  }
}

extension SocketAddress {
  /// Whether a program can write it.
  fileprivate var isExported: Bool {
    switch self {
    case .ipv4, .ipv6, .unix, .unspecified: true
    case .packet, .netlink, .vsock, .other: false
    }
  }
}
