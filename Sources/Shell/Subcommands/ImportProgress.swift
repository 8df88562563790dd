import Glibc
import Imports
import Reports
import Text

/// Shows how far an import has come.
final class ImportProgress {
  private var line: ProgressLine
  private let name: String

  /// - Parameter name: That of the file.
  init(of name: String, _ errors: Output) {
    line = ProgressLine(errors, isShown: isatty(Output.standardError) == 1)
    self.name = TerminalEscape.prose(name)
  }

  func show(_ stage: ImportStage) { line.showInTime("\(name): \(stage.text) …", atOnce: !stage.isCounted) }

  /// Takes it away, before something else is written.
  func erase() { line.erase() }
}
