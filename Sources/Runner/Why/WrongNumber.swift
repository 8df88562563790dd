import Handles
import Sockets
import Text

// Descriptors from which only numbers can be read, or to which only numbers can be written: eventfd(2),
// timerfd_create(2), signalfd(2).
extension Reason.Context {
  /// Why reading or writing them failed with EINVAL, where the arguments show it.
  var wrongNumber: String? {
    guard let handle else { return nil }
    switch handle.kind {
    case .epoll: return Self.noBytes(in: name)
    case .eventfd: return isSending ? wrongAddition : tooFew(8, of: "the counter")
    case .timerfd where !isSending: return tooFew(8, of: "the count")
    case .signalfd where !isSending: return tooFew(128, of: "a structure")
    case .timerfd, .signalfd, .pidfd:
      return "\(name) is a \(handle.kind.word), which cannot be \(isSending ? "written to" : "read from")"
    default: return nil
    }
  }

  private func tooFew(_ least: Int, of what: String) -> String? {
    guard let asked = call.length, asked < least else { return nil }
    return "\(name) returns \(what) of \(least) bytes, and \(call.name) asked for \(asked)"
  }

  private var wrongAddition: String? {
    let count = call.dataCount
    guard count == 8 else { return "\(name) takes a number of 8 bytes, and \(call.name) has \(Plural.bytes(count))" }
    let isMost = call.arguments.lazy.compactMap(\.passed).first?.allSatisfy { $0 == 0xff }
    return isMost == true ? "2^64-1 cannot be added: the counter of \(name) goes up to 2^64-2" : nil
  }
}
