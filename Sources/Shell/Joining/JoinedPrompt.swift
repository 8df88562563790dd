import Commands
import Glibc
import Reports
import Runner
import SessionLanguage
import Text

/// The prompt of a terminal that has joined a shell.
final class JoinedPrompt: LineOwner {
  private let context: RunContext
  private let shell: JoinedShell
  private let history = History()
  private lazy var editor = LineEditor(self, context, besides: shell.descriptor)
  private var line = LineAbove()
  private var width = RunContext.width

  init(_ shell: JoinedShell, _ context: RunContext) {
    (self.shell, self.context) = (shell, context)
    shell.show = { [unowned self] bytes in line.above { bytes.withUnsafeBufferPointer { context.output.write($0) } } }
  }

  /// Runs until the person leaves, or the shell is gone.
  func run() {
    Keyboard.ignoreQuit()
    Keyboard.endWithTerminal()
    DisplayWidth.beginLocale()
    Completer.install { [shell] in shell.complete($0) }
    history.load()
    defer { history.save() }
    while shell.end == nil, !Keyboard.now.isOver, context.output.problem == nil {
      guard let prompt = shell.prompt, let text = editor.read(after: prompt), !editor.isAtEnd else { return }
      take(text)
    }
  }

  private func take(_ text: [UInt8]) {
    EnteredText(text).run(context, after: { shell.prompt ?? "" }) { line in
      history.add(Array(line))
      shell.run(Array(line))
      return shell.end == nil
    } skip: {
      _ = shell.abandon()
    }
  }

  // MARK: While a line is typed

  func typing(_ isTyping: Bool) {
    line.isTyping = isTyping
    if isTyping { history.save() }
  }

  func measure() {
    let now = RunContext.width
    if now != width { shell.setWidth(now) }
    width = now
  }

  func attend() -> Bool {
    shell.attend()
    if shell.end != nil { editor.stop() }
    return false
  }

  func abandon() -> String { shell.abandon() }

  func leave() -> Bool {
    guard shell.isInBlock, !Keyboard.now.isOver else { return true }
    _ = shell.abandon()
    return false
  }
}
