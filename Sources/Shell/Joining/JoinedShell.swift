import Commands
import Glibc
import Reports
import Runner
import Sockets
import Text

/// The shell that a terminal has joined, as that terminal sees it.
final class JoinedShell {
  private let context: RunContext
  private let link: TerminalLink
  /// Shows what comes.
  var show: ([UInt8]) -> Void
  /// The prompt for the next line; nil while the shell runs one.
  private(set) var prompt: String?
  /// The role that this terminal has.
  private(set) var role = ""
  /// What came of the last line.
  private(set) var verdict = Verdict.held
  /// Why it is over, as an exit code; nil while it is not.
  private(set) var end: Verdict?
  /// What there is to say about that.
  private var farewell: String?
  private var serial = 0
  private var offers: Completion?

  /// Since when the shell is to do something that it has not begun; nil if there is nothing, or once that was told.
  private var unanswered: Int64?
  /// Whether it was told that Ctrl-C leaves a shell that does nothing.
  private var mayLeave = false

  /// How long the shell may take to begin, in nanoseconds, before that is told; and how long TAB waits for it.
  private static let answerTimeout: Int64 = 1_000_000_000

  var descriptor: Int32 { link.descriptor }

  init(_ descriptor: Int32, _ context: RunContext) {
    (link, self.context) = (TerminalLink(descriptor), context)
    show = { bytes in bytes.withUnsafeBufferPointer { context.output.write($0) } }
  }

  /// Asks for a role, and waits until the shell lets it have one.
  func join(_ hello: TerminalMessage.Hello) {
    let keys = Keyboard.now.interrupts
    link.send(.hello(hello))
    unanswered = monotonicNanoseconds()
    while prompt == nil, end == nil {
      pause(100)
      attend()
      if Keyboard.now.interrupts != keys { end = end ?? .interrupted }
      if prompt == nil, end == nil { tellOfSilence() }
    }
  }

  /// Says once that the shell has not begun yet what it was asked for.
  private func tellOfSilence() {
    guard let since = unanswered, monotonicNanoseconds() - since > Self.answerTimeout else { return }
    (unanswered, mayLeave) = (nil, true)
    context.complain(
      context.language.text(
        "waiting: the shell is busy with something else; Ctrl-C leaves it",
        korean: "셸이 다른 일을 하고 있어 기다립니다. Ctrl-C를 누르면 나갑니다"))
  }

  /// Has the shell run `line`, and shows what comes until the next one may. Ctrl-C and Ctrl-Z are passed on.
  /// - Parameter leaves: Whether Ctrl-C leaves the shell.
  func run(_ line: [UInt8], leaves: Bool = false) {
    prompt = nil
    // From before the line is sent: the shell may begin it before this goes on.
    var keys = Keyboard.now
    link.send(.line(line))
    (unanswered, mayLeave) = (monotonicNanoseconds(), false)
    while prompt == nil, end == nil {
      pause(Session.watchInterval)
      attend()
      let now = Keyboard.now
      tellOfSilence()
      if now.isOver || (leaves || mayLeave) && now.interrupts != keys.interrupts { return end = end ?? .interrupted }
      if now.interrupts != keys.interrupts {
        link.send(.key(.interrupt))
        unanswered = unanswered ?? monotonicNanoseconds()
      }
      if now.suspends != keys.suspends { link.send(.key(.suspend)) }
      keys = now
    }
  }

  /// Leaves a block that has not ended. Returns the prompt after that.
  func abandon() -> String {
    if isInBlock { link.send(.abandon) }
    prompt = "\(role)> "
    return "\(role)> "
  }

  var isInBlock: Bool { prompt.map { $0 != "\(role)> " } ?? false }

  func setWidth(_ width: Int?) { link.send(.width(width)) }

  /// What may stand where TAB was pressed.
  func complete(_ word: TypedWord) -> Completion {
    serial += 1
    offers = nil
    link.send(.complete(serial: serial, word))
    let start = monotonicNanoseconds()
    while offers == nil, end == nil, monotonicNanoseconds() - start < Self.answerTimeout {
      pause(100)
      attend()
    }
    return offers ?? .words([])
  }

  /// Takes what has come.
  func attend() {
    guard let messages = link.take() else {
      farewell = farewell ?? context.language.text("the shell is gone", korean: "셸이 사라졌습니다")
      return end = end ?? .couldNotRun
    }
    if !messages.isEmpty { (unanswered, mayLeave) = (nil, false) }
    for message in messages where end == nil { take(message) }
  }

  private func take(_ message: TerminalMessage) {
    switch message {
    case .welcome(let role): self.role = role
    case .began: break
    case .text(let bytes): show(bytes)
    case .ready(let prompt, let verdict): (self.prompt, self.verdict) = (prompt, verdict)
    case .offers(let serial, let offers): if serial == self.serial { self.offers = offers }
    case .refused(let text): (farewell, end) = (text, .couldNotRun)
    case .left: end = .held
    case .ended:
      (farewell, end) = (
        context.language.text(
          "the shell has ended, or is shared no more", korean: "셸이 끝났거나 더 이상 공유되지 않습니다"), .held
      )
    case .hello, .line, .key, .abandon, .width, .complete:
      (farewell, end) = (context.language.text("the shell is gone", korean: "셸이 사라졌습니다"), .couldNotRun)
    }
  }

  /// Says why it is over.
  func sayFarewell() { if let farewell { context.complain(farewell) } }

  private func pause(_ milliseconds: Int) {
    var entries = [link.descriptor, context.wakeup.descriptor].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    poll(&entries, 2, Int32(milliseconds))
    if entries[1].revents != 0 { context.wakeup.drain() }
  }
}
