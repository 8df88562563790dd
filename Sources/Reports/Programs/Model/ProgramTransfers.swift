import Runner
import Sockets

extension ProgramBuilder {
  /// Notes how many bytes are under way, and whether a receive takes those of several sends: they may come one by one.
  mutating func noteTransfer(_ step: Step) {
    guard let exchange = step.result, let answer = exchange.answer, !answer.failed else { return }
    if exchange.call.traits.contains(.sends), let other = step.counterpart?.handle, answer.result > 0 {
      sends[other, default: []].append(answer.result)
    }
    guard exchange.call.traits.contains(.receives), let name = step.subject, var left = sends[name],
      var count = answer.received.data?.count, count > 0, !exchange.call.has("MSG_PEEK"), !exchange.call.has("MSG_OOB")
    else { return }
    let (total, isSeveral) = (count, count > left.first ?? count)
    while count > 0, let first = left.first {
      left[0] -= min(first, count)
      count -= min(first, count)
      if left[0] == 0 { left.removeFirst() }
    }
    sends[name] = left
    guard isSeveral, let handle = byName[name], program.handles[handle].kind.isStream,
      case .call(var call)? = program.items.last?.kind
    else { return }
    call.arrival = total
    program.items[program.items.count - 1].kind = .call(call)
  }
}
