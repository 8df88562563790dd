import Foundation
import Support

/// A session that was exported as a program, which was built and run under strace.
struct ExportedProgram {
  let language: String
  /// The session's calls.
  let shown: ShownCalls
  /// The program's.
  let log: [Traced]

  /// How the names of files end.
  private static let ends = ["c": "c", "python": "py", "swift": "swift"]

  /// What went wrong before there were calls to compare.
  struct Failure: Error, CustomStringConvertible { let description: String }

  /// Why there is no program.
  struct Refusal: Error { let reason: String }

  /// - Parameter session: A session file.
  init(of session: URL, in language: String) throws {
    self.language = language
    (shown, log) = try Scratch.folder { folder in
      let source = folder.appendingPathComponent("program." + (Self.ends[language] ?? language))
      try Self.export(session, language, source)
      let replay = try Program.run(["replay", "--json", session.path], limit: 180)
      guard replay.code == 0 else {
        throw Failure(description: "\(session.lastPathComponent) does not hold: \(replay.errors)")
      }
      let command = try Self.build(source, language, folder)
      let isIsolated = try String(contentsOf: session, encoding: .utf8).contains("\n@isolated\n")
      return (
        try ShownCalls(json: replay.output),
        try Self.run(command, inside: isIsolated ? Namespace.ownNetwork : [], folder)
      )
    }
  }

  private static func export(_ session: URL, _ language: String, _ source: URL) throws {
    let export = try Program.run(["export", language, session.path, "-o", source.path], limit: 180)
    switch export.code {
    case 0: break
    // A line that no program can do is shown with the reason below it.
    case 3 where export.errors.contains("no program can do this line"):
      throw Refusal(reason: export.errors.firstMatch(of: /\^ (.*)/).map { String($0.1) } ?? export.errors)
    default: throw Failure(description: "export ended with \(export.code): \(export.errors)")
    }
  }

  /// The words that run the program.
  private static func build(_ source: URL, _ language: String, _ folder: URL) throws -> [String] {
    if language == "python" {
      let python = try program("python3")
      try make(["-m", "py_compile", source.path], of: python)
      return [python, source.path]
    }
    let binary = folder.appendingPathComponent("program").path
    if language == "swift" {
      try make(["-swift-version", "6", "-warnings-as-errors", "-o", binary, source.path], of: try program("swiftc"))
      return [binary]
    }
    try make(["-Wall", "-Wextra", "-Werror", "-pthread", "-o", binary, source.path], of: try program("cc"))
    return [binary]
  }

  private static func make(_ arguments: [String], of program: String) throws {
    let made = try Program.run(arguments, of: program)
    if made.code != 0 { throw Failure(description: made.errors) }
  }

  private static func program(_ name: String) throws -> String {
    if let path = Program.find(name) { return path }
    throw Failure(description: "\(name) is missing: Scripts/packages gcc python3")
  }

  /// What is watched besides the calls of a session under strace.
  private static let traced =
    "prlimit64,capset,memfd_create,eventfd2,timerfd_create,timerfd_settime,signalfd4,?epoll_create"

  private static func run(_ command: [String], inside: [String], _ folder: URL) throws -> [Traced] {
    let log = folder.appendingPathComponent("log")
    let strace = ["-f", "-y", "-s", "8192", "-e", "trace=\(StraceRun.traced),\(Self.traced)", "-o", log.path]
    // A shell begins with no signal blocked, other than the threads of a test may.
    let shell = ["/bin/sh", "-c", #"exec "$@""#, "sh"]
    let words = (inside.isEmpty ? shell : inside) + [try program("strace")] + strace + command
    let ended = try Program.run(Array(words.dropFirst()), of: words[0], folder: folder, limit: 120)
    guard ended.code == 0 else {
      throw Failure(description: "the program ended with \(ended.code): \(ended.errors)")
    }
    return Traced.read(try String(contentsOf: log, encoding: .utf8))
  }
}
