import Handles
import SessionLanguage
import Sockets
import Text

/// All there is to know of one command. Help, completion, the manual, the check of a file before it runs,
/// the recorder and the tests read this declaration; `run` makes the call.
package final class Command: Sendable {
  package let name: String
  package let group: Group
  package let traits: CommandTraits
  package let parameters: [Parameter]
  /// The lines that it may have, where its parameters do not say that; otherwise empty.
  let forms: [String]
  /// One sentence for the list of commands.
  package let summary: String
  /// The same sentence in Korean.
  package let korean: String
  /// What a person must know beyond the summary.
  package let manual: String
  /// The arguments of C that a line may give by hand, as `NAME:VALUE` at its end, which otherwise follow from its words.
  let byHand: [String]
  /// What the words mean that may come after its result, such as `srv:POLLIN`; nil when there are none.
  package let outputs: String?
  /// Whether it makes a call or collects one, so that a result can be expected.
  package let makesCall: Bool
  /// Session lines that hold when played in order; they are run as tests.
  package let examples: [String]
  /// How it is written as in C; nil when all its arguments are words as they stand.
  let inC: CForm?
  /// How many words may follow the name.
  let wordCount: ClosedRange<Int>
  /// The words of a line that name what it makes, where its parameters do not tell.
  let names: (@Sendable (CommandLine) -> [Word])?
  /// Understands the words and says what to do; makes no system call itself.
  package let run: @Sendable (Arguments, HandleTable) throws(Diagnostic) -> Action

  package init(
    name: String, group: Group, traits: CommandTraits = [], parameters: [Parameter] = [], forms: [String] = [],
    summary: String, korean: String, manual: String = "", byHand: [String] = [], outputs: String? = nil,
    makesCall: Bool? = nil, examples: [String] = [], inC: CForm? = nil,
    names: (@Sendable (CommandLine) -> [Word])? = nil,
    run: @escaping @Sendable (Arguments, HandleTable) throws(Diagnostic) -> Action
  ) {
    self.name = name
    self.group = group
    self.traits = traits
    self.parameters = parameters
    self.forms = forms
    self.summary = summary
    self.korean = korean
    self.manual = manual
    self.byHand = byHand
    self.outputs = outputs
    self.makesCall = makesCall ?? group.makesCalls
    self.examples = examples
    self.inC = inC
    self.names = names
    self.run = run
    wordCount =
      parameters.count { !$0.isOptional }...(parameters.contains(where: \.repeats) ? Int.max : parameters.count)
  }

  /// The headings of help, in its order; also the folders that the commands lie in.
  package enum Group: String, Sendable, CaseIterable {
    case opening = "Opening and closing"
    case connecting = "Connecting"
    case transfer = "Sending and receiving"
    case options = "Socket options"
    case waiting = "Calls that wait"
    case looking = "Looking"
    case network = "The network of an isolated session"
    case housekeeping = "Sessions"

    package func title(in language: Language) -> String { language.text(rawValue, korean: korean) }

    private var korean: String {
      switch self {
      case .opening: "열고 닫기"
      case .connecting: "연결하기"
      case .transfer: "주고받기"
      case .options: "소켓 옵션"
      case .waiting: "기다리는 호출"
      case .looking: "살펴보기"
      case .network: "격리된 세션의 네트워크"
      case .housekeeping: "세션"
      }
    }

    /// Whether its commands make calls, where they do not say otherwise.
    var makesCalls: Bool { self != .looking && self != .housekeeping }
  }

  /// Its one sentence in `language`.
  package func summary(in language: Language) -> String { language.text(summary, korean: korean) }

  /// Whether words may follow its result: its own, or those of a call that it collects.
  package var mayOutput: Bool { outputs != nil || collectsJob }

  /// Whether it is about a call that another line began.
  package var collectsJob: Bool { parameters.contains { $0.kind == .job || $0.kind == .jobOrAny } }

  /// What the word at `index` after the name is.
  package func parameter(at index: Int) -> Parameter? {
    if let repeated = parameters.firstIndex(where: \.repeats), index >= repeated { return parameters[repeated] }
    return index < parameters.count ? parameters[index] : nil
  }

  /// Such as `listen HANDLE [BACKLOG]`.
  package var synopsis: String {
    forms.isEmpty ? ([name] + parameters.map(\.synopsis)).joined(separator: " ") : forms.joined(separator: ", ")
  }
}
