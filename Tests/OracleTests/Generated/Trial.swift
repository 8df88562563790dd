import Foundation
import Handles
import Support

/// One play of generated lines, held against all that can judge it: the calls against strace's log, what is told of a
/// handle against what was told before, the recording against its own play, and the states against ss.
struct Trial {
  let lines: [String]
  /// Whether somebody without root's rights plays them.
  var isUnprivileged = false
  /// Whether they are typed at a prompt, too.
  var isAtPrompt = false
  /// How often the recording is checked.
  var checks = 3

  /// What is wrong, for people; empty when nothing is.
  func problems() throws -> [String] {
    try Scratch.folder { folder in
      chmod(folder.path, 0o777)
      let played = try played(in: folder)
      if !played.isEmpty { return played }
      let states = try states()
      return try states.isEmpty && isAtPrompt ? promptProblems(in: folder) : states
    }
  }

  /// How long a call may wait, and how long it takes a busy machine to make one that does not.
  static let head = ["@timeout 150ms"]
  private static let permissions = ["files", "network", "unix"].flatMap { ["--allow", $0] }
  private static let allowed = ["--keep-going", "--json"] + permissions

  private func played(in folder: URL) throws -> [String] {
    let recording = folder.appendingPathComponent("recording.session")
    let run = try StraceRun(
      input: Self.head + ["record \(recording.path)"] + lines, options: Self.allowed, inside: inside, folder: folder)
    let told = try Told(json: run.output)
    guard told.last == Self.head.count + 1 + lines.count, Self.codes.contains(run.code) else {
      return ["it ended with \(run.code) after \(line(told.last)): \(run.errors.suffix(500))"]
    }
    let folder = folder.resolvingSymlinksInPath().path
    let log = run.log.filter { !Self.isOwn($0) }
    let problems = Comparison(try ShownCalls(json: run.output), log, folder: folder).problems + told.problems
    if !problems.isEmpty { return problems }
    return try recordingProblems(recording)
  }

  /// The words that begin a command of whoever plays.
  var inside: [String] { isUnprivileged ? UnprivilegedUser.command : [] }

  /// How a play ends in which lines may fail, or be none.
  private static let codes: Set<Int32> = [0, 2, 3, 4]

  func recordingProblems(_ recording: URL) throws -> [String] {
    let words = inside + [Program.sockplay, "check", recording.path] + Self.permissions
    for turn in 0..<checks {
      let check = try Program.run(Array(words.dropFirst()), of: words[0])
      if check.code == 0 { continue }
      return [
        "the recording does not hold, check \(turn + 1): \(check.code) \(check.errors)\(check.output)",
        try String(contentsOf: recording, encoding: .utf8),
      ]
    }
    return []
  }

  /// Whether it is a look at the pipe that the lines come from, at the namespace of a shared socket, whose option takes
  /// its own length only, what became of the file that a recording is written to, or at the sessions that `errors` shows.
  private static func isOwn(_ call: Traced) -> Bool {
    call.name == "poll" && call.arguments.first?.hasPrefix("[{fd=0<") == true
      || call.arguments.contains("SO_NETNS_COOKIE")
      || call.arguments.first?.hasSuffix(">(deleted)") == true
      || call.arguments.first?.contains("/Sessions/errors/") == true
  }

  private func line(_ number: Int) -> String {
    let index = number - Self.head.count - 2
    return lines.indices.contains(index) ? lines[index] : "its first lines"
  }

  /// What ss says otherwise after some line.
  private func states() throws -> [String] {
    let driven = try Driven(Self.allowed, inside: inside)
    var depth = 0
    for line in Self.head + lines {
      let isInBlock = depth > 0
      depth += Self.depthChange(line, in: depth)
      // The steps of a block come when it is whole.
      if isInBlock || depth > 0 {
        try driven.type(line)
        continue
      }
      _ = try driven.step(line)
      let problems = try Agreement(driven: driven).problems(within: 3)
      if !problems.isEmpty { return ["after \(line): \(problems.joined(separator: "\n"))\n\(driven.threads)"] }
    }
    let code = try driven.end()
    return Self.codes.contains(code) ? [] : ["it ended with \(code)"]
  }

  private static func depthChange(_ line: String, in depth: Int) -> Int {
    line.hasPrefix("repeat ") ? 1 : line == "end" && depth > 0 ? -1 : 0
  }

  /// Whether each block of these lines has its end.
  private var isWhole: Bool { lines.reduce(0) { $0 + Self.depthChange($1, in: $0) } == 0 }

  /// The fewest of these lines with which something is still wrong.
  func shrunk() throws -> Trial {
    var lines = lines
    var size = max(1, lines.count / 2)
    while true {
      var start = 0
      while start < lines.count {
        let rest = Array(lines[..<start] + lines[min(start + size, lines.count)...])
        if try with(rest).fails() { lines = rest } else { start += size }
      }
      if size == 1 { return with(lines) }
      size /= 2
    }
  }

  /// Whether something is wrong, also where it is only sometimes.
  private func fails() throws -> Bool {
    for _ in 0..<3 where try isWhole && !problems().isEmpty { return true }
    return false
  }

  private func with(_ lines: [String]) -> Trial {
    Trial(lines: lines, isUnprivileged: isUnprivileged, isAtPrompt: isAtPrompt, checks: checks)
  }
}
