import Foundation
import Testing

/// What a report drew, held against the file that says how it must look.
package enum Golden {
  /// Compares `text` with the file `name` in the folder Snapshots next to `file`. With SOCKPLAY_REWRITE_SNAPSHOTS=1 in
  /// the environment the file is written anew, and that run fails once, so that nobody forgets to look at it.
  package static func expect(
    _ text: String, _ name: String, file: String = #filePath, location: SourceLocation = #_sourceLocation
  ) throws {
    try expect(
      text, at: URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Snapshots/\(name).txt"),
      location: location)
  }

  /// As above, with the file at URL.
  package static func expect(_ text: String, at url: URL, location: SourceLocation = #_sourceLocation) throws {
    let name = url.lastPathComponent
    let known = (try? Data(contentsOf: url)).map { String(decoding: $0, as: UTF8.self) }
    guard known != text else { return }
    if ProcessInfo.processInfo.environment["SOCKPLAY_REWRITE_SNAPSHOTS"] == "1" {
      try Data(text.utf8).write(to: url)
      Issue.record("\(name) was rewritten: look at the difference, and run again", sourceLocation: location)
    } else {
      Issue.record(
        "\(name) differs\n--- expected\n\(known ?? "(no such file)")\n--- got\n\(text)", sourceLocation: location)
    }
  }
}
