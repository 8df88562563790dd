import Commands
import Sockets

// Arguments that the kernel does not take: values out of their range, addresses of the wrong sort, the wrong end of a pipe.
extension Reason.Context {
  /// Why a call was EINVAL whose arguments tell it.
  var invalidArgument: String? {
    switch call.name {
    case "setsockopt": return outOfRange ?? noGroup
    case "listen" where isUNIX && handle?.naming.local == nil: return "\(name) has no address: bind it first"
    case "ioctl" where state == .listen: return "\(name) listens: it has no data to count"
    case "splice": return pipes == 0 ? "splice moves bytes into a pipe or out of one, and neither of the two is one" : nil
    case "tee": return pipes < 2 ? "tee copies from one pipe to another, and not both are pipes" : nil
    case _ where call.isSending && call.address?.port == 0 && handle?.kind.isInternet == true && handle?.kind.type == .datagram:
      return "nothing can be sent to port 0"
    case _ where isUNIX && isStream && handle?.peer == nil && (state == .unconnected || state == .bound) && !call.isSending:
      return "\(name) has no connection"
    default: return nil
    }
  }

  /// The ends of pipes among the descriptors that a call moves bytes between.
  private var pipes: Int {
    call.arguments.compactMap(\.number).compactMap { table.owner(of: Int32(truncatingIfNeeded: $0)) }.count { table[$0].kind == .pipe }
  }

  private var outOfRange: String? {
    guard let (symbol, form, bytes) = setting, let range = SocketOption.named(symbol)?.range, let value = form.int(of: bytes),
      !range.contains(value)
    else { return nil }
    return "\(symbol) takes \(range.text)"
  }

  private var noGroup: String? {
    guard isJoining, let (_, form, bytes) = setting, let first = bytes.first else { return nil }
    switch form {
    case .membership, .sourceMembership: return first >> 4 == 14 ? nil : "a multicast group is an address of 224.0.0.0/4"
    case .membership6: return first == 0xff ? nil : "a multicast group is an address of ff00::/8"
    default: return nil
    }
  }

  /// The option that setsockopt was to set, and to what.
  private var setting: (symbol: String, form: OptionForm, bytes: [UInt8])? {
    guard let symbol = call.optionToSet, call.arguments.count > 3, case .option(let form, let bytes) = call.arguments[3] else { return nil }
    return (symbol, form, bytes)
  }

  /// Which end of a pipe was asked for what the other is there for.
  var wrongEnd: String? {
    guard let handle, handle.kind == .pipe else { return nil }
    return call.isSending ? "\(name) is the end that is read from" : "\(name) is the end that is written to"
  }
}
