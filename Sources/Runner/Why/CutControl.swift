import Commands
import Handles
import Sockets
import Text

/// A message of which not all control messages came (MSG_CTRUNC), see recv(2) and unix(7). The flag does not say why.
struct CutControl {
  private let name: String
  /// How many bytes there were for control messages.
  private let room: Int
  /// How many descriptors may be open; nil where no descriptors can come.
  private let limit: Int?
  /// Whether the message is still there.
  private let isPeek: Bool

  /// nil when all came, or the call of `step` did something else.
  init?(_ step: Step, in table: HandleTable) {
    guard step.outputs.contains(where: { $0.hasPrefix("msg_flags:") && $0.contains("MSG_CTRUNC") }),
      let call = step.result?.call, let handle = call.descriptor.flatMap({ table.owner(of: $0) }),
      let room = call.controlRoom
    else { return nil }
    (name, self.room, isPeek) = (handle.name, room, call.has("MSG_PEEK"))
    limit = handle.kind.domain == .unix && room > 0 ? Observations(table).descriptorLimit : nil
  }

  var sentence: String {
    let missing = limit == nil ? "control messages" : "control messages and descriptors"
    let small = room == 0 ? "there was no room for them" : "\(Plural.bytes(room)) of room were too small for them"
    let numbers = limit.map { ", or no number was free for a descriptor (RLIMIT_NOFILE is \($0))" } ?? ""
    return "not all \(missing) of \(name) came (MSG_CTRUNC): \(small)\(numbers)" + (isPeek ? "" : "; the rest is lost")
  }
}

extension Call {
  /// The room that it has for control messages.
  fileprivate var controlRoom: Int? {
    for argument in arguments {
      switch argument {
      case .messageOut(let buffer), .messagesOut(let buffer, _): return buffer.control
      default: continue
      }
    }
    return nil
  }
}
