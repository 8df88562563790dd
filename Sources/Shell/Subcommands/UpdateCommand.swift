import ArgumentParser
import Commands
import Glibc
import Reports
import Runner
import SessionLanguage
import Sockets
import Text

/// `sockplay update`: session files whose lines expect what comes.
struct Update: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "update", abstract: "Play session files, and write what came where a line expects something else.",
    discussion: """
      What holds stays as it is, with every pattern, comment and blank. What came is written as in a recording: ports by
      the name of their handle, descriptors as fd. A file in which something cannot be written that way is left alone.
      Exit codes: 0 done, 2 a file does not parse, 3 a line could not be run, 4 a check failed that cannot be corrected,
      or --check found a file to change.
      """)

  @OptionGroup var common: Common

  @OptionGroup var time: PlayTime

  @Flag(help: "Change nothing, and say what would change.")
  var check = false

  @Flag(help: .hidden)
  var part = false

  @ArgumentParser.Argument(help: "Session files; with --check, folders of them as well.", completion: .sessions)
  var files: [String]

  func validate() throws {
    if common.capture != nil || !common.forms.isEmpty || common.keepGoing {
      throw ValidationError("update takes neither --capture nor --keep-going nor another form than text")
    }
  }

  func run() throws {
    let context = try RunContext(common, isQuiet: true, isPart: part)
    if part { throw Ended(code: context.exitCode(UpdatePlay(context: context).run(files[0]))) }
    time.begin()
    let paths = SessionFolder.edited(files, changing: !check, context)
    var worst = paths == nil ? Verdict.couldNotRun : .held
    for path in paths ?? [] {
      let verdict = update(path, context)
      worst = max(worst, verdict)
      if verdict == .interrupted || Keyboard.now.isTimeUp { break }
    }
    throw Ended(code: context.exitCode(worst))
  }

  private func update(_ path: String, _ context: RunContext) -> Verdict {
    do throws(FileProblem) {
      let edited = try EditedFile(path)
      if !check { try edited.target() }
      let text = MemoryFile()
      defer { text.close() }
      let writing = Output(descriptor: text.descriptor)
      edited.file.bytes.withUnsafeBufferPointer { writing.write($0) }
      if let problem = text.problem ?? writing.problem { throw FileProblem(errno: problem) }
      let verdict = Self.settle(path, text, context)
      return verdict == .held ? try finish(edited, Self.read(text), context) : verdict
    } catch {
      context.complain("cannot update \(path): \(error.text)")
      return .couldNotRun
    }
  }

  /// A line has fewer parts than that, and each play corrects one of each line.
  private static let mostPlays = 10

  /// Plays and corrects `text` until all of it holds.
  private static func settle(_ path: String, _ text: MemoryFile, _ context: RunContext) -> Verdict {
    let interrupts = Keyboard.now.interrupts
    let child = ChildPlay(context, nesting: context.common.nesting, lints: false)
    for _ in 0..<mostPlays {
      let before = read(text)
      lseek(text.descriptor, 0, SEEK_SET)
      let verdict = child.update(path, text, interrupts)
      if verdict != .checkFailed || read(text) == before { return verdict }
    }
    context.complain("\(path) is left alone: in each play something else comes; write patterns, such as * or 1..64")
    return .checkFailed
  }

  private static func read(_ text: MemoryFile) -> [UInt8] {
    var bytes: [UInt8] = []
    text.read { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// Says what is other in `text`, and gives the file that text.
  private func finish(_ edited: EditedFile, _ text: [UInt8], _ context: RunContext) throws(FileProblem) -> Verdict {
    let new = SessionFile.read(text).file
    guard new.count == edited.file.count else { throw FileProblem(text: "its corrected text is not whole") }
    let changed = (0..<new.count).filter { edited.file.text($0) != new.text($0) }
    guard !changed.isEmpty else { return .held }
    if !check { try edited.replace(with: text) }
    let name = TerminalEscape.prose(edited.name)
    for index in changed {
      let (before, after) = (edited.file.text(index), new.text(index))
      context.output.write("\(name):\(index + 1)\n  - \(Self.shown(before))\n  + \(Self.shown(after))\n")
    }
    context.output.write("\(name): \(Plural.count(changed.count, "line")) \(check ? "would change" : "changed")\n")
    return check ? .checkFailed : .held
  }

  private static func shown(_ line: [UInt8]) -> String { TerminalEscape.prose(String(decoding: line, as: UTF8.self)) }
}
