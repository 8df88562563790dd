import ArgumentParser
import Commands
import Glibc
import Imports
import Packets
import Reports
import Runner
import SessionLanguage
import Sockets
import Text

/// Makes a session of what another program has written.
struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Make a session of a log of strace, or of a capture.",
    discussion: """
      A log of strace -f becomes a session that makes the calls of one process. Its peer is the real one, whose address is \
      {ADDRESS}: --var ADDRESS=HOST:PORT plays it with another. A pcap or pcapng file becomes one that sends and receives what \
      one side of a connection did.
      Exit codes: 0 done, 2 no session can be made of it, 3 a file could not be read or written.
      """)

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Write to a new FILE instead of the standard output.", valueName: "FILE"))
  var output: String?

  @Option(help: ArgumentHelp("Of a log: the process whose calls are wanted.", valueName: "N"))
  var pid: Int?

  @Option(help: ArgumentHelp("Of a capture: the connection, as the list of them counts.", valueName: "N"))
  var stream: Int?

  @Option(help: "Of a capture: the side that the session plays, client or server.")
  var side = Side.client

  @Option(name: .customLong("lang"), help: "The language of errors: en or ko. Otherwise that of the locale.")
  var language: Language?

  @ArgumentParser.Argument(help: "A log of strace, or a capture of tcpdump or Wireshark; - is standard input.")
  var file: String

  func run() throws {
    var common = try Common.parse([])
    common.language = language
    let context = try RunContext(common, isQuiet: true, writesProgram: true)
    throw Ended(code: context.exitCode(imported(context)))
  }

  private func imported(_ context: RunContext) -> Verdict {
    let progress = ImportProgress(of: name, context.errors)
    var bytes: [UInt8] = []
    do throws(FileProblem) {
      try FileBytes.read(TypedPath.bytes(of: EditedFile.readable(file)), limit: StraceLog.limit) {
        bytes.append(contentsOf: $0)
      }
    } catch {
      context.complain("cannot read \(file): \(error.text)")
      return .couldNotRun
    }
    do throws(ImportProblem) {
      let text = try session(bytes, progress, context)
      progress.erase()
      return write(text, context)
    } catch {
      progress.erase()
      show(error, bytes, context)
      return .unreadable
    }
  }

  private func session(_ bytes: [UInt8], _ progress: ImportProgress, _ context: RunContext) throws(ImportProblem)
    -> [UInt8]
  {
    guard let capture = try? CaptureFile(reading: bytes) else {
      let log = StraceLog(bytes, observer: progress.show)
      progress.show(.descriptors)
      return try StraceImport(log, pid: pid).session(name: name, observer: progress.show)
    }
    if let problem = capture.problem { context.complain("\(name): \(problem)") }
    do throws(ImportProblem) {
      return try CaptureImport(capture, stream: stream, isClient: side == .client).session(
        name: name, observer: progress.show)
    } catch {
      progress.erase()
      if stream == nil { Self.list(capture, context) }
      throw error
    }
  }

  /// Shows which streams there are.
  private static func list(_ capture: CaptureFile, _ context: RunContext) {
    let rows = CaptureImport.table(of: capture)
    guard rows.count > 2 else { return }
    for line in Table(rows).lines { context.errors.write(line + "\n") }
  }

  /// The name of the file without its folders.
  private var name: String { EditedFile.readable(file).split(separator: "/").last.map(String.init) ?? file }

  private func show(_ problem: ImportProblem, _ bytes: [UInt8], _ context: RunContext) {
    let diagnostic = problem.diagnostic.translated(to: context.language)
    guard let number = problem.line else {
      let helps = diagnostic.notes.map(\.text).filter { !$0.isEmpty }
      context.complain(([diagnostic.title] + helps).joined(separator: "; "))
      return
    }
    let line = bytes.split(separator: 0x0a, omittingEmptySubsequences: false).dropFirst(number - 1).first ?? []
    context.errors.write(
      DiagnosticText.render(
        diagnostic, at: Place(source: file, number: number), line: Array(line.prefix(2000))[...],
        style: context.style(for: 2), width: context.errorWidth))
  }

  private func write(_ text: [UInt8], _ context: RunContext) -> Verdict {
    guard let output else {
      text.withUnsafeBufferPointer(context.output.write)
      return .held
    }
    return FilePlay(context).write(String(decoding: text, as: UTF8.self), to: output)
  }
}

/// A side of a connection.
enum Side: String, ExpressibleByArgument, CaseIterable { case client, server }
