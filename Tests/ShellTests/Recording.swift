import Foundation
import Support
import Testing

/// What was recorded, played again.
enum Recording {
  /// How often it is checked.
  private static let times = Soak.count("TIMES", usual: 100)
  /// How many programs share that, at the same time, as they mostly wait.
  private static let programs = min(times, 10)

  /// The recording of `lines`, which come from a pipe. It holds `times` times in a row.
  /// - Parameter lead: Lines before the recording begins.
  static func of(_ lines: [String], after lead: [String] = [], times: Int) throws -> [Substring] {
    try Scratch.folder { folder in
      let input = (lead + ["record a.session"] + lines).map { $0 + "\n" }.joined()
      let run = try Program.run(["--keep-going", "--allow", "files"], input: Array(input.utf8), folder: folder)
      let text = try String(contentsOf: folder.appendingPathComponent("a.session"), encoding: .utf8)
      try #require(text.split(separator: "\n").count > lines.count, "\(run.errors)\(text)")
      let words = ["check", "--jobs", "1"] + Array(repeating: "a.session", count: times)
      let ended = try Program.run(words, folder: folder)
      try #require(ended.code == 0, "\(ended.errors)\n\(run.errors)\n\(text)")
      return text.split(separator: "\n")
    }
  }

  /// Sees that the file `name` of `folder` holds each time.
  static func check(_ name: String, _ folder: URL) throws {
    let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    let ends = try concurrently(programs) { try play(text, name, folder, program: $0, times: (times + $0) / programs) }
    let held = ends.map { $0.output.split(separator: "\n").count { $0 == "ok \(name)" } }.reduce(0, +)
    try #require(
      held == times && ends.allSatisfy { $0.code == 0 },
      "\(held) of \(times) held: \(ends.map(\.errors).joined())\n\(text)")
  }

  /// Checks `text` several times. Each program has a folder of its own for what it binds to, and a name as long as that
  /// of `folder` where the recording has that.
  private static func play(_ text: String, _ name: String, _ folder: URL, program: Int, times: Int) throws
    -> Program.Ended
  {
    let title = folder.lastPathComponent, own = folder.appendingPathComponent("\(program)")
    try FileManager.default.createDirectory(at: own, withIntermediateDirectories: false)
    try text.replacing(title, with: title.dropLast() + "\(program)").write(
      to: own.appendingPathComponent(name), atomically: false, encoding: .utf8)
    return try Program.run(["check", "--jobs", "1"] + Array(repeating: name, count: times), folder: own, limit: 600)
  }
}
