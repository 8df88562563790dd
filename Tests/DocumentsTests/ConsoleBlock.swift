import Foundation
import Support

/// What a document shows of a terminal: a `$ sockplay …` line or lines behind prompts, and what came of them.
struct ConsoleBlock: CustomStringConvertible, Sendable {
  let block: Block
  /// What stands behind `sockplay`.
  let arguments: [String]

  var description: String { block.description }

  /// The parts of BLOCK that run sockplay, one for each `$ ` line. Other programs' are left alone, and so is what
  /// shows no output.
  static func split(_ block: Block) -> [ConsoleBlock] {
    var parts: [ConsoleBlock] = []
    var arguments: [String]? = []
    var lines: [String] = []
    func end() {
      if let arguments, lines.contains(where: { !$0.isEmpty }) {
        parts.append(
          ConsoleBlock(
            block: Block(path: block.path, line: block.line, language: block.language, lines: lines),
            arguments: arguments))
      }
      lines = []
    }
    for line in block.lines {
      if line.hasPrefix("$ ") {
        end()
        let words = line.dropFirst(2).split(separator: " ").map(String.init)
        arguments = ["sockplay", "Scripts/run"].contains(words[0]) ? Array(words.dropFirst()) : nil
      } else {
        lines.append(line)
      }
    }
    end()
    return parts
  }

  /// The lines that are typed. One that is interrupted with ^C is run as one that must be.
  private var typed: [String] {
    var typed: [String] = []
    for line in block.lines {
      if Self.isPrompt(line) { typed.append(line.hasPrefix("> ") ? String(line.dropFirst(2)) : line) }
      if line.hasPrefix("^C"), let last = typed.popLast() { typed.append(last + " = -1 EINTR") }
    }
    return typed
  }

  /// Runs it, and returns what came, output first.
  func run() throws -> String {
    let input = arguments.isEmpty ? Array((typed.joined(separator: "\n") + "\n").utf8) : []
    let options = arguments.isEmpty && typed.contains { $0.hasSuffix("= -1 EINTR") } ? ["--keep-going"] : []
    let ended = try Program.run(arguments + options, input: input, folder: Program.root)
    return ended.output + ended.errors
  }

  /// Whether `output` is what the document shows, but for what varies: times, ports, late transitions. A line of dots
  /// stands for any lines.
  func matches(_ output: String) -> Bool {
    Self.matches(Self.essence(block.lines)[...], Self.essence(output.components(separatedBy: "\n"))[...])
  }

  private static func matches(_ shown: ArraySlice<String>, _ got: ArraySlice<String>) -> Bool {
    guard let first = shown.first else { return got.isEmpty }
    if first == "…" || first == "..." {
      return (got.startIndex...got.endIndex).contains { matches(shown.dropFirst(), got[$0...]) }
    }
    guard let line = got.first else { return false }
    // What is expected stands behind the command, and is not shown.
    guard line == first || isPrompt(first) && isPrompt(line) && first.hasPrefix(line) else { return false }
    return matches(shown.dropFirst(), got.dropFirst())
  }

  static func isPrompt(_ line: String) -> Bool { line.firstMatch(of: #/^([A-Za-z_][\w-]*)?> /#) != nil }

  private static func essence(_ lines: [String]) -> [String] {
    lines.map { line in
      line.replacing(/\s+/, with: " ").trimmingCharacters(in: .whitespaces)
        .replacing(/<?\d+(\.\d+)? (µs|ms|s)\b/, with: "TIME").replacing(/:\d{4,5}\b/, with: ":PORT")
        .replacing(/FIN_WAIT[12]/, with: "FIN_WAIT").replacing(/(LAST_ACK|gone).*$/, with: "gone")
    }.filter { line in
      !line.isEmpty && !line.hasPrefix("* ") && !line.hasPrefix("^C") && !line.contains(" blocked (")
        && !line.hasPrefix("  will block: ")
        && !line.hasPrefix("sockplay 0.")
    }
  }
}
