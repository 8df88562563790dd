import Commands
import Handles
import SessionLanguage
import Sockets

// `why`: the reason for the last failure, or a handle's situation, from live state.
extension Session {
  /// Keeps `step` for `why` if its call failed, waits, or had an unexpected result.
  func remember(_ step: Step) {
    let short = step.mayBeShort ? ShortSend(step, in: table) : nil
    if !step.failed, !step.isAtEnd, step.failure == nil, step.outcome == .done, short == nil { return }
    guard let exchange = step.result else { return }
    let isUnexpected = exchange.answer.map { $0.failed || $0.received.isEndOfFile && $0.result == 0 } ?? true
    guard isUnexpected || step.outcome != .done || step.failure != nil || short != nil else { return }
    let id = exchange.subject(in: table)
    step.complete()
    lastFailure = LastFailure(step: step, handle: id.map { $0.name }, short: short)
  }

  func why(_ name: String?, at span: Span?) throws(Diagnostic) -> [String] {
    for id in table.all { _ = table.refresh(id) }
    guard let name else { return whyLast }
    if let id = table.find(name) { return situation(id).lines }
    guard table.isGone(name) else { throw table.unknownHandle(name, at: span ?? 0..<0) }
    return ["\(name) is gone: it was closed, and the kernel holds nothing of it any more"]
  }

  private func situation(_ id: Handle) -> HandleStory {
    HandleStory(id: id, table: table, jobs: jobs.waiting.filter { $0.invocation.subject === id })
  }

  private var whyLast: [String] {
    guard let lastFailure, let exchange = lastFailure.step.result, exchange.answer != nil || job(exchange.call) != nil
    else {
      let none =
        lastFailure == nil
        ? "nothing has failed, and no call waits"
        : "nothing has failed since the last call that waited, and it has returned"
      return [none, "why HANDLE explains the state of a socket, and what comes next"]
    }
    let id = lastFailure.handle.flatMap { table.find($0) }
    let context = Reason.Context(lastFailure.step, id: id, in: table)
    let why =
      lastFailure.step.why ?? context.flatMap { Reason.explain($0) } ?? lastFailure.short?.sentence
      ?? endOfFile(exchange)
    var lines =
      [headline(lastFailure.step, lastFailure.step.failedExchange ?? exchange)] + (why.map { ["  why   \($0)"] } ?? [])
    if let short = lastFailure.short { lines += short.remedies.map { "  try   " + $0 } }
    if let context {
      lines += currentOwners(context, why).map { "  now   " + $0 } + Remedy.lines(context).map { "  try   " + $0 }
    }
    return lines + (id.map { situation($0).lines } ?? [])
  }

  /// The job of `call`, which was left waiting, while it has not been collected.
  private func job(_ call: Call) -> Job? { jobs.waiting.first { $0.invocation.call == call } }

  private func endOfFile(_ exchange: Exchange) -> String? {
    exchange.answer?.received.isEndOfFile == true ? "the other end has sent FIN: nothing more will come from it" : nil
  }

  private func headline(_ step: Step, _ exchange: Exchange) -> String {
    let line = step.command == nil ? "" : Cause(step.statement).text
    guard let answer = exchange.answer else {
      guard let job = job(exchange.call), job.hasReturned else { return "\(line): \(exchange.call.name) waits" }
      return "\(line): \(exchange.call.name) has returned: wait \(job.name)"
    }
    if answer.failed {
      return "\(line): \(exchange.call.name) failed with \(answer.errno.symbol) (\(answer.errno.text))"
    }
    return "\(line): \(exchange.call.name) returned \(answer.result)"
  }

  /// Who now has the address that was in use then.
  private func currentOwners(_ context: Reason.Context, _ why: String?) -> [String] {
    guard context.errno.symbol == "EADDRINUSE", context.id.map({ table.isInOtherNetworkNamespace($0) }) != true,
      let address = context.address,
      let kind = context.handle?.kind
    else { return [] }
    // For other families it is not known who has which address.
    guard kind.isInternet || kind.domain == .unix else { return [] }
    let holders = AddressOwners.of(address, kind, except: context.id, in: table)
    let shared = (kind.isInternet ? ["SO_REUSEADDR", "SO_REUSEPORT"] : []).compactMap { symbol in
      context.id.flatMap { table.option(symbol, of: $0) }.map {
        "\(symbol) of \(context.name) is \($0 == 0 ? "off" : "on")"
      }
    }
    // It asked for any port, and none was free.
    if address.asksForAnyPort { return [] }
    if holders.isEmpty, table.bound(to: address) == nil, !context.isFileThere {
      return ["nobody has \(address) any more: it is free"]
    }
    let sentences = holders.prefix(4).map(\.sentence).filter { why?.hasPrefix($0) != true }
    return sentences + (shared.isEmpty ? [] : [shared.joined(separator: ", ")])
  }
}

/// A step for `why`.
struct LastFailure {
  let step: Step
  /// The handle on which it worked; its descriptor may belong to another one when `why` is asked.
  let handle: String?
  /// How it sent less than it was given, if it did.
  let short: ShortSend?
}
