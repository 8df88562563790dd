import Handles
import Runner
import Sockets

// One step alone, as it is shown at a prompt.
extension ProgramBuilder {
  /// Makes handles of the descriptors that are open in the table, and of the one that `step` closed.
  mutating func adopt(before step: Step) {
    for handle in table.all where handle.isOpen {
      adopt(handle.name, handle.kind, handle.descriptor, handle.endpoints.local)
    }
    for exchange in step.exchanges {
      guard let number = exchange.call.descriptor, owners[number] == nil || step.subject != nil else { continue }
      guard let name = step.handleActedOn(by: exchange, in: table) else { continue }
      let handle = table.find(name)
      adopt(name, handle?.kind ?? .file, number, handle?.endpoints.local)
    }
    // What it made is not there before it.
    for change in step.changes where change.before == nil { owners[change.descriptor] = nil }
  }

  private mutating func adopt(_ name: String, _ kind: SocketKind, _ number: Int32, _ local: SocketAddress?) {
    var handle = ProgramHandle(name: name, kind: kind, local: local)
    handle.hasOwnPort = table.find(name).map { !$0.portWasChosen } ?? true
    (owners[number], byName[name]) = (program.handles.count, program.handles.count)
    program.handles.append(handle)
  }

  /// Adds the calls of `step`, whether they ran in the background or not.
  mutating func addAlone(_ step: Step) {
    adopt(before: step)
    for (index, exchange) in step.programCalls.enumerated() {
      let isLast = index == step.programCalls.count - 1
      var call = call(exchange, step, isLast: isLast)
      if exchange.answer == nil { call.check = .succeeds }
      resolve(&call, step)
      accept(call, .direct, step)
      program.items.append(ProgramItem(comment: [], asks: asks(call), kind: .call(call)))
      take(exchange, &call, step)
      if call.made.isEmpty, case .succeeds = call.check, let name = step.nameToMake { call.made = [add(name)] }
      program.items[program.items.count - 1].kind = .call(call)
    }
    for handle in program.handles.indices { program.handles[handle].isUsed = true }
  }

  /// A handle that a call was to make.
  private mutating func add(_ name: String) -> Int {
    program.handles.append(ProgramHandle(name: name, kind: .file))
    return program.handles.count - 1
  }
}

extension Step {
  /// The handle that its call was to make, which waits still or has failed.
  fileprivate var nameToMake: String? { invocation?.isOpening == true ? invocation?.jobName : nil }
}
