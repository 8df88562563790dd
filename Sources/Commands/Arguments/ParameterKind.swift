import Handles
import SessionLanguage
import Sockets

extension Parameter {
  /// What a word is. How TAB completes it follows from that, unless the parameter says so itself.
  package enum Kind: Sendable, Equatable {
    /// A handle of the session, and the name of one that the command makes.
    case handle, newHandle
    /// The name of a variable that the command sets.
    case newVariable
    /// A call in the background, and one that may also be `any`: whichever returns first.
    case job, jobOrAny
    case address, data, integer, file, text
    /// A text that may contain a port.
    case value
    /// A kind of socket, or the arguments of socket(2) that make one.
    case kind
    /// A process of this machine, by its number.
    case process
    /// A socket option, or the level that it belongs to.
    case option
    /// Parts of a message to send, and room for one that is received.
    case message, messageOut
    /// A handle with the events of poll(2) after a colon, and one after the letter of its set for select(2).
    case polled, selected
    /// Constants of a table, joined with `|`.
    case flags(ConstantTable)
    case choice([String])
  }
}

extension Parameter.Kind {
  /// What TAB offers for a word of this kind.
  func completion(in context: CompletionContext) -> Completion {
    switch self {
    case .handle: .words(context.targets)
    case .job: .words(context.jobs)
    case .jobOrAny: .words(context.jobs + [JobName.any])
    case .address: context.addresses()
    case .data: context.word.hasPrefix("@") ? .files(after: "@") : .words(Literal.forms)
    case .file: .files(after: "")
    case .process: .words(Set(Processes.bySocket().values.joined().map { "\($0.pid)" }).sorted())
    case .option: .words(context.options)
    case .message: .words(context.messageParts)
    case .messageOut: .words(["control:", "SCM_RIGHTS:", "SCM_PIDFD:"] + ConstantTable.messageFlags.symbols)
    case .polled: .words(context.polled)
    case .selected: .words(["r:", "w:", "x:"].flatMap { set in context.targets.map { set + $0 } })
    case .flags(let constants): .words(constants.offers(for: context.word))
    case .choice(let choices): .words(choices)
    case .newHandle, .newVariable, .integer, .text, .value, .kind: .none
    }
  }
}

extension CompletionContext {
  fileprivate var messageParts: [String] {
    let control = ControlKind.all.filter(\.isSendable).map { $0.symbol + ":" }
    return ["to"] + control + ConstantTable.messageFlags.symbols + references
  }

  /// Handles, and after `HANDLE:` the events that it can be polled for.
  fileprivate var polled: [String] {
    let start = word.hasPrefix(Arguments.numberPrefix) ? Arguments.numberPrefix.endIndex : word.startIndex
    guard let colon = word[start...].firstIndex(of: ":") else {
      return table.names.flatMap { [$0, $0 + ":"] } + [Arguments.numberPrefix]
    }
    let events = String(word[word.index(after: colon)...])
    return ConstantTable.pollEvents.offers(for: events).map { word[...colon] + $0 }
  }
}
