import Commands
import Glibc
import Reports
import Runner
import SessionLanguage
import Sockets
import Text

// What `capture` asks a console to do.
extension Console {
  /// Begins the file that `--capture` asks for.
  /// - Returns: Whether there is one, or none was asked for; otherwise that has been said.
  func beginCapture() -> Bool {
    guard let path = context.common.capture, nesting == 0 else { return true }
    do throws(Diagnostic) { try capture(path, nil) } catch {
      context.complain("\(error.title): \(error.label)")
      return false
    }
    return true
  }

  /// Begins a file at `path`, or ends the one that is written where that is nil.
  func capture(_ path: String?, _ span: Span?) throws(Diagnostic) {
    let before = captured
    if let before { reports.remove(before) }
    captured = nil
    guard let path else {
      if before == nil { session.report.take(.interim(["no segments are being written; capture FILE begins a file"])) }
      return
    }
    do throws(FileProblem) {
      let report = try CaptureReport(path: path)
      report.whenBroken = { [unowned self] problem in
        captured = nil
        context.complain("writing segments to \(path) ended: \(problem.text); what it holds so far is whole")
      }
      captured = report
      reports.add(report)
    } catch {
      throw Diagnostic(
        "cannot write to \(path)", at: span, label: error.text,
        help: error.errno?.rawValue == EEXIST
          ? "an existing file is never overwritten; choose another name" : "choose a file in a folder of your own")
    }
  }
}
