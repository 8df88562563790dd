import SessionLanguage
import Sockets

/// All there is to know of one command. Help, completion, the manual, the check of a file before it runs
/// and the tests read this declaration; `run` makes the call.
package final class Command: Sendable {
  package let name: String
  package let group: Group
  package let parameters: [Parameter]
  /// One sentence for the list of commands.
  package let summary: String
  /// What a person must know beyond the summary.
  package let manual: String
  /// What the words mean that may stand behind its result, such as `srv:POLLIN`; nil when it gives none.
  package let gives: String?
  /// Whether it makes a call or collects one, of which a result can be expected.
  package let makesCall: Bool
  /// Session lines that hold when played in order; they are run as tests.
  package let examples: [String]
  /// How many words may stand behind the name.
  let wordCount: ClosedRange<Int>
  /// Understands the words and says what to do; makes no system call itself.
  package let run: @Sendable (Words, Table) throws(Diagnostic) -> Action

  package init(
    name: String, group: Group, parameters: [Parameter] = [], summary: String, manual: String = "", gives: String? = nil,
    makesCall: Bool? = nil, examples: [String] = [], run: @escaping @Sendable (Words, Table) throws(Diagnostic) -> Action
  ) {
    self.name = name
    self.group = group
    self.parameters = parameters
    self.summary = summary
    self.manual = manual
    self.gives = gives
    self.makesCall = makesCall ?? group.makesCalls
    self.examples = examples
    self.run = run
    wordCount = parameters.count { !$0.isOptional }...(parameters.contains(where: \.repeats) ? Int.max : parameters.count)
  }

  /// The headings of help, in its order; also the folders that the commands lie in.
  package enum Group: String, Sendable, CaseIterable {
    case opening = "Opening and closing"
    case connecting = "Connecting"
    case transfer = "Sending and receiving"
    case options = "Socket options"
    case waiting = "Calls that wait"
    case looking = "Looking"
    case housekeeping = "Sessions"

    /// Whether its commands make calls, where they do not say otherwise.
    var makesCalls: Bool { self != .looking && self != .housekeeping }
  }

  /// Whether words may stand behind its result: its own, or those of a call that it collects.
  package var mayGive: Bool { gives != nil || parameters.contains { $0.kind == .job } }

  /// Such as `listen HANDLE [BACKLOG]`.
  package var synopsis: String { ([name] + parameters.map(\.synopsis)).joined(separator: " ") }
}

/// A place for a word behind a command's name.
package struct Parameter: Sendable {
  /// The word for it in a synopsis, such as `BACKLOG`.
  package let name: String
  package let kind: Kind
  package let isOptional: Bool
  /// Whether it takes all words that are left.
  package let repeats: Bool

  /// What the word is, which tells how to complete it.
  package enum Kind: Sendable, Equatable {
    case handle, newHandle, address, integer, data, option, file, command, job, process, text
    /// A text in which a port may stand.
    case value
    /// Parts of a message to send, and room for one that is received.
    case message, messageRoom
    /// A handle with the events of poll(2) behind a colon, and one behind the letter of its set for select(2).
    case polled, selected
    /// Constants of a table, joined with `|`.
    case flags(ConstantTable)
    case choice([String])
  }

  package init(_ name: String, _ kind: Kind, optional: Bool = false, repeats: Bool = false) {
    self.name = name
    self.kind = kind
    self.isOptional = optional
    self.repeats = repeats
  }

  var synopsis: String { (isOptional ? "[\(name)]" : name) + (repeats ? "..." : "") }

  /// The handle that the command works on.
  package static let handle = Parameter("HANDLE", .handle)
  /// The name of a handle that the command makes.
  package static let newHandle = Parameter("NEW", .newHandle, optional: true)
  package static let address = Parameter("ADDRESS", .address)
  package static let data = Parameter("DATA", .data)
  package static let flags = flags(.messageFlags)

  static func flags(_ table: ConstantTable) -> Parameter { Parameter("FLAGS", .flags(table), optional: true) }
  package static let length = Parameter("LENGTH", .integer, optional: true)
}

/// What a command wants done; the runner does it.
package enum Action {
  case call(Invocation)
  /// System calls, made one after the other until one fails.
  case calls([Invocation])
  /// Lines to show.
  case report([String])
  /// Lines to show again and again.
  case watch(Watch)
  /// Something that is the session's to do.
  case request(Request)
}

/// Lines that are made anew every second.
package struct Watch {
  /// How often; nil until a person ends it with Ctrl-C.
  package let count: Int?
  /// Where the line says so.
  package let span: Span
  package let lines: () -> [String]
}

/// One system call, ready to be made on any thread.
package final class Invocation {
  package let call: Call
  /// Until when it may have to wait.
  package let wait: Wait
  package let body: Call.Body
  /// The handle it works on, which is shown first.
  package let subject: HandleID?
  /// Whether it only moves bytes, so that no state can be expected to change on success. The same invocation may be made
  /// many times.
  package let isTransfer: Bool
  /// A handle that has a share in it though no connection tells: the listener connected to, the receiver
  /// of a datagram.
  package let bystander: HandleID?
  /// The handle that its result is the descriptor of.
  let opens: Opening?
  /// Takes the answer into the table. Returns the handles it made.
  package let finish: ((Table, Answer) -> [HandleID])?
  /// What the call gave besides its result and data, in words that a session can insist on, such as `srv:POLLIN`.
  package let gives: ((Table, Answer) -> [String])?
  /// What there is to say of the answer beyond the call and its changes; made only where somebody looks.
  package let notes: ((Table, Answer) -> [String])?
  /// What the table has lost as soon as the call waits, though it has not returned: close(2) takes the descriptor first.
  package let leaves: ((Table) -> Void)?
  /// The name that a background job goes by, when it is not the subject's.
  package let makes: String?
  /// Names of handles that the call may make besides, kept for it while it waits.
  package let promises: [String]

  package init(
    _ call: Call, on subject: HandleID?, wait: Wait = .never, isTransfer: Bool = false, bystander: HandleID? = nil,
    opens: Opening? = nil, makes: String? = nil, promises: [String] = [], finish: ((Table, Answer) -> [HandleID])? = nil,
    gives: ((Table, Answer) -> [String])? = nil, notes: ((Table, Answer) -> [String])? = nil, leaves: ((Table) -> Void)? = nil,
    body: @escaping Call.Body
  ) {
    self.call = call
    self.wait = wait
    self.body = body
    self.subject = subject
    self.isTransfer = isTransfer
    self.bystander = bystander
    self.opens = opens
    self.makes = makes ?? opens?.name
    self.promises = promises
    self.finish = finish ?? opens?.finish
    self.gives = gives
    self.notes = notes
    self.leaves = leaves
  }

  /// Whether its result is the descriptor of a handle that it makes.
  package var isOpening: Bool { if case nil = opens { false } else { true } }

  /// The other end's address, where the call that was answered with ANSWER tells as much as getpeername(2) would on a TCP socket.
  package func peer(of answer: Answer) -> SocketAddress? {
    if isOpening { return answer.received.address }
    // Others than these may lead elsewhere than they say: a wildcard, a link's address without its scope, a service behind a balancer.
    guard call.name == "connect", !answer.failed, case .ipv4(let host, _)? = call.address, host >> 24 == 127 else { return nil }
    return call.address
  }
}

/// A handle that a call makes of the descriptor that it returns.
package struct Opening: Equatable {
  let name: String
  let kind: SocketKind
  /// What stands joined to the type of socket(2), or in accept4(2).
  var flags: Int32 = 0
  /// The listener whose options it inherits.
  var listener: HandleID?

  fileprivate func finish(_ table: Table, _ answer: Answer) -> [HandleID] {
    if answer.failed { return [] }
    let options = listener.flatMap { table.slots[$0]?.optionsSet } ?? [:]
    let id = table.add(name, kind, descriptor: Int32(answer.result), flags: flags)
    if !options.isEmpty { table[id].optionsSet = options }
    return [id]
  }
}

/// What only the session can do.
package enum Request: Sendable, Equatable {
  case quit
  case record(path: String?)
  case source(path: String)
  case replay(path: String)
  /// For so many milliseconds.
  case sleep(Int)
  case pause(String)
  case role(String?)
  case jobs
  /// The reason for the last failure, or of a handle's state.
  case why(String?)
  case wait(JobName)
  case cancel(JobName)
  case foreground(JobName?)
}

/// A job as a person names it: by its number, or by the handle that it makes or works on.
package struct JobName: Sendable, Equatable {
  package let text: String
  package let span: Span

  package init(text: String, span: Span) {
    self.text = text
    self.span = span
  }
}
