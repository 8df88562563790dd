import Commands
import Handles
import Runner
import SessionLanguage
import Sockets

/// Makes a program of steps, one after the other.
struct ProgramBuilder {
  var program: Program
  /// Lines that no program can do, although lines after them need what they did.
  private(set) var problems: [ProgramProblem] = []
  let table: HandleTable
  /// Which handle each descriptor is, now and formerly.
  var owners: [Int32: Int] = [:]
  private var formerOwners: [Int32: Int] = [:]
  /// The last handle of each name.
  var byName: [String: Int] = [:]
  /// The calls in the background that nobody has collected yet, the last one last.
  private var waiting: [(name: String, place: Place, job: Int)] = []
  /// The bytes of each send that each handle has not received yet.
  var sends: [String: [Int]] = [:]

  /// Whether that has been said.
  private var isTooLong = false
  /// The most calls that a program may have.
  private static let mostCalls = 5000

  /// Why a language has no equal of a call; nil where it has one.
  private let refusal: (ProgramCall, ProgramManner) -> String?

  init(source: String, table: HandleTable, refusal: @escaping (ProgramCall, ProgramManner) -> String?) {
    program = Program(source: source)
    program.isIsolated = table.isIsolated
    (self.table, self.refusal) = (table, refusal)
  }

  // MARK: What people wrote

  mutating func add(note: Statement.Body) {
    switch note {
    case .heading(let title, _) where program.title == nil && program.items.isEmpty: program.title = title
    case .heading(let title, _): program.items.append(ProgramItem(comment: [], kind: .heading(title)))
    case .prose(let text, _): add(prose: text)
    default: break
    }
  }

  /// Lines that follow each other are one paragraph.
  private mutating func add(prose text: String) {
    guard case .prose(var paragraph)? = program.items.last?.kind else {
      return program.items.append(ProgramItem(comment: [], kind: .prose(text)))
    }
    // Held twice, the paragraph would be copied for each line.
    program.items[program.items.count - 1].kind = .remark
    paragraph += " " + text
    program.items[program.items.count - 1].kind = .prose(paragraph)
  }

  // MARK: Steps

  /// Looks at what a line of another role makes, whose addresses lines of this one may name.
  mutating func watch(_ step: Step) {
    for exchange in step.exchanges {
      var call = ProgramCall(call: exchange.call, answer: exchange.answer, what: step.what)
      for number in call.call.allDescriptors { call.descriptors[number] = owners[number] }
      take(exchange, &call, step)
      for handle in call.made { program.handles[handle].isOfAnother = true }
    }
    note(step)
  }

  mutating func add(_ step: Step) {
    guard program.items.count < Self.mostCalls else { return tooMany(step) }
    switch step.statement.body {
    case .directive(let directive): add(directive, step)
    case .check: remark(step.text)
    default: if step.exchanges.isEmpty { addWithoutCalls(step) } else { addCalls(step) }
    }
    note(step)
  }

  private mutating func tooMany(_ step: Step) {
    if isTooLong { return }
    isTooLong = true
    problems.append(ProgramProblem(step, "a program of more than \(Self.mostCalls) lines is for nobody to read"))
  }

  private mutating func add(_ directive: Directive, _ step: Step) {
    if case .isolated = directive { program.isIsolated = true }
    if let reason = ProgramProblem.reason(step.statement) { refuse(step, reason) }
  }

  private mutating func addWithoutCalls(_ step: Step) {
    guard let command = step.foundCommand else { return }
    if case .sleep(let milliseconds)? = step.request {
      return program.items.append(ProgramItem(comment: [step.text], kind: .sleep(milliseconds: milliseconds)))
    }
    if let reason = ProgramProblem.reason(step.statement) { return refuse(step, reason) }
    if command.group != .housekeeping || step.request != nil { remark(step.text) }
  }

  private mutating func addCalls(_ step: Step) {
    let isCollected = step.job != nil
    if case .waiting(_, let name) = step.outcome, !isCollected { return begin(step, name) }
    guard step.result?.answer != nil else { return remark(step.text) }
    if isCollected {
      guard let index = waiting.lastIndex(where: { $0.name == step.job && $0.place == step.origin?.place }) else {
        return remark(step.text)
      }
      return finish(step, waiting.remove(at: index).job)
    }
    // Asked again for a call that has returned, the same is shown again.
    guard step.foundCommand?.collectsJob != true else { return remark(step.text) }
    if step.leadsNowhereInside { return refuse(step, "a helper would have to pass a pointer that leads nowhere") }
    for (index, exchange) in step.programCalls.enumerated() {
      let isLast = index == step.programCalls.count - 1
      var call = call(exchange, step, isLast: isLast)
      // What was refused has been done all the same, and the lines after it are told by themselves.
      resolve(&call, step)
      accept(call, .direct, step)
      program.items.append(ProgramItem(comment: index == 0 ? [step.text] : [], asks: asks(call), kind: .call(call)))
      take(exchange, &call, step)
      program.items[program.items.count - 1].kind = .call(call)
    }
  }

  private mutating func begin(_ step: Step, _ name: String) {
    guard let exchange = step.exchanges.last else { return }
    var call = call(exchange, step, isLast: false)
    resolve(&call, step)
    accept(call, .background, step)
    for handle in call.descriptors.values { program.handles[handle].isShared = true }
    for case .of(let handle) in call.addresses { program.handles[handle].isShared = true }
    for case .port(let handle, _) in call.addresses { program.handles[handle].isShared = true }
    program.jobs += 1
    program.items.append(
      ProgramItem(comment: [step.text], asks: asks(call), kind: .begin(call, job: program.jobs)))
    waiting.append((name, step.place, program.jobs))
  }

  private mutating func finish(_ step: Step, _ job: Int) {
    let cancels = if case .cancel? = step.request { true } else { false }
    guard let exchange = step.programCalls.last else { return }
    var call = call(exchange, step, isLast: true)
    resolve(&call, step)
    accept(call, cancels ? .cancelled : .background, step)
    take(exchange, &call, step)
    if !cancels, let answer = exchange.answer { program.settle(job, at: answer.began + answer.nanoseconds) }
    program.items.append(ProgramItem(comment: [step.text], kind: .finish(call, job: job, cancels: cancels)))
  }

  private mutating func remark(_ text: String) {
    program.items.append(ProgramItem(comment: [text], kind: .remark))
  }

  private mutating func refuse(_ step: Step, _ reason: String) {
    guard !problems.contains(where: { $0.place == step.place }) else { return }
    problems.append(ProgramProblem(step, reason))
  }

  /// Refuses a call that the language has no equal of.
  mutating func accept(_ call: ProgramCall, _ manner: ProgramManner, _ step: Step) {
    if ProgramFunction.named(call.call.name) == nil {
      refuse(step, "there is no \(call.call.name) in a program that is exported")
    } else if let reason = refusal(call, manner) {
      refuse(step, reason)
    }
  }

  // MARK: Calls

  mutating func call(_ exchange: Exchange, _ step: Step, isLast: Bool) -> ProgramCall {
    var call = ProgramCall(call: exchange.call, answer: exchange.answer, what: step.what)
    call.check = isLast ? ProgramCheck(step, table) : .succeeds
    if isLast, step.isInterrupted { call.interruption = step.interruption }
    return call
  }

  /// Finds the names of what `call` is given.
  mutating func resolve(_ call: inout ProgramCall, _ step: Step) {
    if step.namesAPort(in: byName) {
      refuse(step, "its data name what the kernel chose, which is another in each run")
    }
    for number in call.call.allDescriptors {
      guard let handle = owners[number] ?? formerOwners[number] else { continue }
      if owners[number] == nil { call.usesClosed = true }
      if program.handles[handle].isOfAnother { refuse(step, "\(program.handles[handle].name) is of another role") }
      call.descriptors[number] = handle
      program.handles[handle].isUsed = true
    }
    call.kind = call.call.descriptor.flatMap { call.descriptors[$0] }.map { program.handles[$0].kind }
    for address in call.call.arguments.flatMap(\.addresses) {
      if namesAPort(address, step) {
        refuse(step, "its path names a port that the kernel chose, which is another in each run")
      }
      var source = source(of: address, step)
      if let handle = source.handle, program.handles[handle].isOfAnother {
        if address.isInternet, !program.handles[handle].hasOwnPort {
          refuse(
            step,
            "the kernel chose the port of \(program.handles[handle].name), which another program has: bind it to one")
        }
        source = .literal(address)
      }
      if let handle = source.handle, program.handles[handle].closedBy == nil { program.handles[handle].isUsed = true }
      call.addresses.append(source)
    }
  }

  /// Where `address` comes from: the handle that the line names, or the one that has it by the kernel's choice.
  private func source(of address: SocketAddress, _ step: Step) -> ProgramAddress {
    for name in step.references {
      guard let handle = byName[name], let local = program.handles[handle].local else { continue }
      if local.reachable == address { return .of(handle) }
      if local.isInternet, address.isInternet, local.port == address.port { return .port(of: handle, at: address) }
    }
    let chosen = program.handles.indices.last { handle in
      let known = program.handles[handle]
      return !known.hasOwnPort && address.port != 0 && known.local?.port == address.port
    }
    guard let chosen else { return .literal(address) }
    return program.handles[chosen].local?.reachable == address ? .of(chosen) : .port(of: chosen, at: address)
  }

  /// Whether `address` is a path with the port of a handle in it that the line of `step` names.
  private func namesAPort(_ address: SocketAddress, _ step: Step) -> Bool {
    guard case .unix(let path) = address else { return false }
    let text = String(decoding: path, as: UTF8.self)
    return step.references.contains { name in
      guard let handle = byName[name], let port = program.handles[handle].local?.port, port != 0 else { return false }
      return text.contains("\(port)")
    }
  }

  /// The handles whose addresses have to be asked for before `call`. One that is closed by now was asked before that.
  mutating func asks(_ call: ProgramCall) -> [Int] {
    var asks: [Int] = []
    for handle in call.addresses.compactMap(\.handle) {
      let now = program.handles[handle].local
      guard program.handles[handle].asked != now else { continue }
      program.handles[handle].asked = now
      program.handles[handle].isUsed = true
      if let item = program.handles[handle].closedBy {
        program.items[item].asks.append(handle)
      } else {
        asks.append(handle)
      }
    }
    return asks
  }

  /// Takes what `exchange` made and closed.
  mutating func take(_ exchange: Exchange, _ call: inout ProgramCall, _ step: Step) {
    guard let answer = exchange.answer, !answer.failed else { return }
    let traits = exchange.call.traits
    if traits.contains(.closes), let number = exchange.call.descriptor, let handle = owners.removeValue(forKey: number)
    {
      formerOwners[number] = handle
      program.handles[handle].closedBy = program.items.count - 1
    }
    if let address = exchange.call.address, !traits.contains(.connects), !traits.contains(.sends) {
      noteBound(address, call)
    }
    for change in step.changes where change.before == nil && owners[change.descriptor] == nil {
      guard change.descriptor >= 0 else { continue }
      var made = ProgramHandle(name: change.name, kind: change.kind, local: change.endpoints?.local)
      // A connection has its listener's port.
      if traits.contains(.accepts), let listener = exchange.call.descriptor.flatMap({ owners[$0] }) {
        made.hasOwnPort = program.handles[listener].hasOwnPort
      }
      call.made.append(program.handles.count)
      (owners[change.descriptor], byName[change.name]) = (program.handles.count, program.handles.count)
      program.handles.append(made)
    }
  }

  /// Remembers what a bind has taken.
  private mutating func noteBound(_ address: SocketAddress, _ call: ProgramCall) {
    if let handle = call.descriptors.values.first {
      if address.port != 0 { program.handles[handle].hasOwnPort = true }
      if program.handles[handle].isOfAnother { return }
    }
    guard case .unix(let path) = address, let first = path.first, first != 0 else { return }
    if !program.socketFiles.contains(path) { program.socketFiles.append(path) }
  }

  /// Remembers addresses that `step` has seen, and what is under way between handles.
  private mutating func note(_ step: Step) {
    for change in step.changes {
      guard let local = change.endpoints?.local, let handle = byName[change.name] else { continue }
      program.handles[handle].local = local
    }
    noteTransfer(step)
  }
}
