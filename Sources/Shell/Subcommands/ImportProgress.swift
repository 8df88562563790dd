import Glibc
import Imports
import Reports
import Sockets
import Text

/// Shows how far an import has come that takes longer than a second, twice a second.
final class ImportProgress {
  private var line: ProgressLine
  private let name: String
  private let began = monotonicNanoseconds()
  private var shown: Int64 = 0

  /// - Parameter name: That of the file.
  init(of name: String, _ errors: Output) {
    line = ProgressLine(errors, isShown: isatty(Output.standardError) == 1)
    self.name = TerminalEscape.prose(name)
  }

  func show(_ stage: ImportStage) {
    let now = monotonicNanoseconds()
    guard now - began > 1_000_000_000, !stage.isCounted || now - shown > 500_000_000 else { return }
    shown = now
    line.show("\(name): \(stage.text) …")
  }

  /// Takes it away, before something else is written.
  func erase() { line.erase() }
}
