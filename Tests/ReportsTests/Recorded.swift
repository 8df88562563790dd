import Foundation
@testable import Reports
import Runner
import SessionLanguage
import Support
import Testing

/// Plays `lines` and returns their recording, without its header. `<srv.port>` in a line is typed as
/// the number that it is.
func recorded(_ lines: [String], role: String? = nil, isInteractive: Bool = true) throws -> [String] {
  try Scratch.folder { folder in
    let play = Play(isInteractive: isInteractive)
    play.session.role = role
    let recorder = try Recorder(path: folder.appendingPathComponent("r").path, table: play.table)
    for line in lines {
      let line = line.replacing(#/<(\w+)\.port>/#) { match in
        "\(play.table.find(String(match.1))?.endpoints.local?.port ?? 0)"
      }
      if let step = try? play.run(line) { try recorder.record(step) }
    }
    let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: recorder.path)), as: UTF8.self)
    #expect(SessionFile.read(Array(text.utf8)).problems.isEmpty)
    #expect(
      Play(timeout: 5000).file(String(text.dropFirst("sockplay 1\n".count))) == .held,
      "it cannot be played again:\n\(text)")
    return text.split(separator: "\n").dropFirst().map { String($0.replacing(#/ +/#, with: " ")) }
  }
}
