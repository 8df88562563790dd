import Commands
import Glibc
import Handles
import Reports
import Runner
import SessionLanguage
import Sockets
import Text

// What `record` asks a console to do.
extension Console {
  func startRecording(_ path: String, adds: Bool, _ span: Span?) throws(Diagnostic) {
    stopRecording()
    do throws(FileProblem) {
      let recorder = try Recorder(
        path: path, adds: adds, after: gap, table: session.table, timeout: session.timeout,
        watchesWire: session.wire != nil)
      recorder.whenBroken = { [unowned self] problem in
        stopRecording()
        hasLostRecording = true
        // What another program has done to it is not known.
        let rest = problem.errno == nil ? "" : "; what it holds so far is whole"
        context.complain("recording to \(path) ended: \(problem.text)\(rest)")
      }
      recorder.whenNeeded = { [unowned self] line in
        context.complain("the line just recorded needs one that was taken out: \(line)")
      }
      recorder.whenChanged = { [unowned self] name, line, wasTakenOut in
        let why = wasTakenOut ? "was taken out" : "was not recorded"
        // As it was typed: the recording has it in columns.
        let typed = line.split(separator: " ").joined(separator: " ")
        context.complain(
          "the line just recorded uses \(name), and a line that \(why) has changed it (\(typed)): a play may give "
            + "another result")
      }
      recorder.whenMadeAgain = { [unowned self] name in
        context.complain(
          "\(path) makes \(name) before this recording, too: a play can make it again only where it was closed by then")
      }
      recorder.whenNeeding = { [unowned self] words in
        let allowed = words.map { "--allow \($0)" }.joined(separator: " ")
        context.complain(
          "a file may do the line just recorded only with \(allowed), so the recording says "
            + "@needs \(words.joined(separator: " ")); to check it: sockplay check \(allowed) \(path)")
      }
      self.recorder = recorder
      endGap()
      reports.add(recorder)
      warnOfHandles(besides: recorder.namesBefore)
    } catch {
      throw Diagnostic("cannot record to \(path)", at: span, label: error.text, help: Self.help(error, path))
    }
  }

  private static func help(_ problem: FileProblem, _ path: String) -> String {
    var status = stat()
    let isLink = lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK && stat(path, &status) != 0
    let isOther = !isLink && stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    return switch problem.errno?.rawValue {
    case EEXIST where isLink: "it is a symbolic link to a file that does not exist; choose another name"
    case EEXIST where isOther, ENXIO, EISDIR: "it is not an ordinary file; choose another name"
    case EEXIST: "an existing file is never overwritten; choose another name, or add to it: record >> \(path)"
    case ENOENT where path.isEmpty: "the name of the file is empty"
    case ENOENT where path.hasSuffix("/"): "that is the name of a folder; a file in it: record \(path)lesson.session"
    case ENOENT: "make the folder first"
    case ENAMETOOLONG: "choose a shorter name"
    case EFBIG: "the size of a file is limited (ulimit -f)"
    case ENOSPC, EDQUOT: "make room, or choose a file on another disk"
    case nil: "choose another file"
    default: "choose a file in a folder of your own"
    }
  }

  func endRecording() {
    if recorder == nil { session.report.take(.interim(["nothing is being recorded; record FILE begins a recording"])) }
    if recorder != nil, session.isInteractive { session.showLeftovers(of: "") }
    let path = recorder?.path
    recorder?.end()
    guard recorder != nil else { return }
    stopRecording()
    if let path { beginGap(path) }
  }

  /// Sees from now on what the recording to `path` lacks.
  private func beginGap(_ path: String) {
    endGap()
    let gap = RecordingGap(path: path, table: session.table)
    self.gap = gap
    reports.add(gap)
  }

  private func endGap() {
    if let gap { reports.remove(gap) }
    gap = nil
  }

  private func stopRecording() {
    if let recorder { reports.remove(recorder) }
    recorder = nil
  }

  /// Takes the last line out of the recording.
  func dropLine(_ span: Span?) throws(Diagnostic) {
    guard let recorder else {
      throw Diagnostic("nothing is being recorded", at: span, help: "record FILE begins a recording")
    }
    let dropped: Recorder.Dropped
    do throws(FileProblem) { dropped = try recorder.drop() } catch {
      throw Diagnostic("cannot change \(recorder.path)", at: span, label: error.text)
    }
    switch dropped {
    case .line(let line, let staysDone):
      let rest = staysDone ? ["what it did stays done here; a play will not do it"] : []
      session.report.take(.interim(Listing(["taken out: \(line)"] + rest)))
    case .nothing: throw Diagnostic("there is nothing to take out", at: span, label: "no line has been recorded yet")
    case .tooFarBack:
      throw Diagnostic(
        "there is nothing to take out", at: span, label: "only of the last \(Recorder.mostDroppable) lines",
        help: "record to a new file, or edit \(recorder.path) after record off")
    }
  }

  /// `verdict`, or that of a recording that ended before it was to, if that is worse.
  func judge(_ verdict: Verdict) -> Verdict {
    hasLostRecording ? max(verdict, .couldNotRun) : verdict
  }

  /// A recording cannot make handles that already exist.
  /// - Parameter made: The names that the file makes before.
  private func warnOfHandles(besides made: Set<String>) {
    let names = session.table.all.filter { $0.isOpen && !made.contains($0.name) }.map(\.name)
    guard !names.isEmpty else { return }
    context.complain("made before the recording, and missing when it is played: \(names.joined(separator: ", "))")
  }
}
