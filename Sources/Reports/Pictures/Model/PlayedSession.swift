import Sockets
import Text

/// A session as it was played: all that a page or a picture of it needs, as texts and numbers.
struct PlayedSession: Sendable {
  /// The session file's name, without its folder.
  let source: String
  /// Its first heading.
  var title: BilingualText?
  var moments: [PlayedMoment] = []
  /// How many lines were played after those.
  var leftOut = 0
  /// What was written after the last line.
  var closing: [PlayedNote] = []
  /// The last line of the play: `24 of 24 held`.
  var outcome: BilingualText?
  /// What happened at its ends and between them.
  var ladder = LaneLadder()
  /// The states of each TCP socket, in the order in which they were made.
  var ways: [StateWay] = []

  /// What a picture says below its last row: how many lines it leaves out; nil where it has all.
  func remark(in language: Language) -> String? {
    guard leftOut > 0 else { return nil }
    return language.text(
      "\(Plural.count(leftOut, "more line")) not shown here.", korean: "\(leftOut)줄이 더 있지만 여기에는 없습니다.")
  }

  /// Its title, or else its file's name.
  var name: BilingualText { title ?? BilingualText(english: source) }
}

/// One line that was played, and all that came of it.
struct PlayedMoment: Sendable {
  /// Counted from 1.
  let number: Int
  /// What was written before it.
  var notes: [PlayedNote]
  /// The directives before it, as typed.
  var directives: [String]
  /// The number of its line in the file.
  let line: Int
  let role: String?
  /// The command as typed, without role and expectation.
  let typed: String
  /// What the line expects, such as `= 0 [srv LISTEN]`.
  let expected: String?
  /// Whether something came that the line does not expect, or it could not be run.
  let isBad: Bool
  /// The card as the screen shows it, with the colours of a terminal, and what happened until the next line.
  var card: String
  /// Its call, of several the one that decides.
  var call: PlayedCall?
  /// What it had to show besides its calls.
  var hasListing = false
  /// Whether it is a check of fields.
  var isCheck = false
  var data: [PlayedData] = []
  /// All handles after it, in the order in which they were made.
  var handles: [PlayedHandle] = []
}

/// What came of a call.
struct PlayedCall: Sendable {
  /// The C function's name.
  let name: String
  /// nil while it waits.
  let result: Int?
  /// The symbol of its errno, where it failed.
  let errno: String?
  let errnoText: String
  /// Whether its result is a descriptor.
  let isDescriptor: Bool
}

/// Bytes that a call sent or received.
struct PlayedData: Sendable {
  let isSent: Bool
  /// The C function's name.
  let call: String
  let count: Int
  /// The first of them.
  let bytes: [UInt8]
}

/// A handle as it was seen after a line.
struct PlayedHandle: Sendable, Equatable {
  let name: String
  /// -1 once closed.
  let descriptor: Int32
  let kind: String
  let state: String
  /// Its state before, where the line has changed that.
  let before: String?
  /// `127.0.0.1:40000 → 127.0.0.1:50000`
  let addresses: String
  /// Such as `unread 6`.
  let details: String
  /// Whether the line has changed anything of it.
  let isChanged: Bool
  /// Whether the card of the line says something of it.
  let isTold: Bool
  /// Whether nothing is left of it.
  let isGone: Bool
}

/// The way of one TCP socket through the states of RFC 9293.
struct StateWay: Sendable {
  let name: String
  var steps: [Step]

  struct Step: Sendable, Equatable {
    /// The number of the line after which it was seen.
    let moment: Int
    /// nil for the first state.
    let from: TCPState?
    let to: TCPState
  }
}
