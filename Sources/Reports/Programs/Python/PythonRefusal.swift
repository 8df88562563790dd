import Sockets

/// Why a call has no equal in Python.
enum PythonRefusal {
  /// nil where it has one.
  static func reason(_ call: ProgramCall, _ manner: ProgramManner) -> String? {
    guard let form = ProgramFunction.named(call.call.name)?.python else {
      return "Python's socket module has no \(call.call.name)"
    }
    // It tries whether the kernel knows SOCK_CLOEXEC, see init_sockobject in Modules/socketmodule.c.
    if case .socket = form, call.answer?.errno == Errno(symbol: "EINVAL") {
      return "Python makes a socket anew where the kernel says EINVAL"
    }
    if form.needsSocket, call.kind?.isSocket == false { return "Python has this call for sockets only" }
    if manner == .cancelled { return "Python makes a call in a thread again when a signal has interrupted it" }
    if let reason = CRefusal.reasonWithoutPointers(call) { return reason }
    if call.usesClosed, !form.needsSocket || call.kind?.isSocket != true {
      return "a socket of Python is an object, and has no number once it is closed"
    }
    if call.call.allDescriptors.contains(where: { call.descriptors[$0] == nil }) {
      return "a socket of Python is an object, and a number alone is none"
    }
    if !call.made.isEmpty, call.call.shape == .passing, case .background = manner {
      return "Python makes an object of each descriptor that comes, which a thread cannot hand over here"
    }
    if call.call.countsByHand { return "it gives the number of descriptors by hand" }
    if form.needsEpoll, call.kind != .epoll { return "Python has this call for epoll only" }
    if case .epollCreate = form, call.call.arguments.first != .integer(0) { return "Python's epoll takes no flags" }
    if form.needsOption, !call.call.arguments.contains(where: \.isOption) { return "it gives the value by hand" }
    for argument in call.call.arguments {
      switch argument {
      case .symbol(let symbol) where hasPlainSymbols(call) && !PythonSymbol.isKnown(symbol):
        return "Python has no name for \(symbol)"
      case .polled(let entries) where Set(entries.map(\.descriptor)).count < entries.count:
        return "Python polls no descriptor twice"
      case .option(.filter, _): return "a filter is passed by a pointer, which Python has not"
      case .address(let address) where !address.isInternet && !address.isUnix && !address.isNetlink:
        return "Python has no form for the address \(address)"
      case .address(let address) where call.kind.map({ !address.isOf($0.domain) }) ?? false:
        return "Python passes no address of another family than that of its socket"
      default: continue
      }
    }
    return nil
  }
}

extension PythonRefusal {
  /// Whether constants are what its symbols are.
  private static func hasPlainSymbols(_ call: ProgramCall) -> Bool {
    [.plain, .option, .passing].contains(call.call.shape)
  }
}

extension Argument {
  /// Whether it is the value of a socket option, or room for one.
  fileprivate var isOption: Bool {
    switch self {
    case .option, .optionOut: true
    default: false
    }
  }
}

extension SocketAddress {
  fileprivate var isNetlink: Bool { if case .netlink = self { true } else { false } }

  fileprivate var isUnix: Bool { if case .unix = self { true } else { false } }

  /// Whether sockets of `domain` have such addresses.
  fileprivate func isOf(_ domain: Domain) -> Bool {
    switch self {
    case .ipv4: domain == .ipv4
    case .ipv6: domain == .ipv6
    case .unix: domain == .unix
    case .netlink: domain == .netlink
    default: false
    }
  }
}
