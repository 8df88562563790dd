import Foundation
import Support

/// The project's documents and sessions, as the tests find them.
enum Documents {
  /// README in both languages, where it is there, and all of docs, by their paths from the top of the project.
  static var markdown: [String] {
    (["README.md", "README.ko.md"] + files(in: "docs", ending: ".md")).filter {
      FileManager.default.fileExists(atPath: url($0).path)
    }
  }

  /// The sessions that need nobody else.
  static var sessions: [String] {
    files(in: "Sessions", ending: ".session") + files(in: "Sessions/tour", ending: ".session")
  }

  /// The sessions that show one errno of one call each.
  static var errorSessions: [String] { files(in: "Sessions/errors", ending: ".session") }

  /// Those that are played in a network of their own, and those that are not.
  static var isolatedSessions: [String] { sessions.filter(isIsolated) }
  static var openSessions: [String] { sessions.filter { !isIsolated($0) } }

  private static func isIsolated(_ path: String) -> Bool {
    (try? text(path).components(separatedBy: "\n").contains("@isolated")) ?? false
  }

  /// Those that can be played here.
  static var playableSessions: [String] { Namespace.isPossible ? sessions : openSessions }

  /// The sessions for a server or a client of one's own; by themselves they have one.
  static var peerSessions: [String] { files(in: "Sessions/peers", ending: ".session") }

  static func files(in folder: String, ending: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url(folder).path)) ?? []
    return names.filter { $0.hasSuffix(ending) }.sorted().map { "\(folder)/\($0)" }
  }

  static func url(_ path: String) -> URL { Program.root.appendingPathComponent(path) }

  static func text(_ path: String) throws -> String { try String(contentsOf: url(path), encoding: .utf8) }

  /// The fenced blocks of the document at `path`.
  static func blocks(_ path: String) throws -> [Block] {
    var blocks: [Block] = []
    var open: Block?
    for (index, line) in try text(path).components(separatedBy: "\n").enumerated() {
      if line.hasPrefix("```") {
        if let block = open { blocks.append(block) }
        open = open == nil ? Block(path: path, line: index + 2, language: String(line.dropFirst(3)), lines: []) : nil
      } else {
        open?.lines.append(line)
      }
    }
    return blocks
  }
}

/// A fenced block of a document.
struct Block: CustomStringConvertible, Sendable {
  let path: String
  /// Where its first line stands.
  let line: Int
  let language: String
  var lines: [String]

  var description: String { "\(path):\(line)" }
  var text: String { lines.joined(separator: "\n") + "\n" }
}
