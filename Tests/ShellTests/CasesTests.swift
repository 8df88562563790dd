import Foundation
import Support
import Testing

/// Sessions that went wrong once, each with what is right.
@Suite(.waits) struct CasesTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
    "Cases")

  @Test(arguments: Case.all) func itIsRight(_ played: Case) throws {
    let server = try played.server.map(PythonPeer.init)
    defer { server?.end() }
    let variables = try server.map { ["--var", "port=\(try $0.line())"] } ?? []
    let ended = try Self.play(played, variables)
    let shown = ended.output + ended.errors
    #expect(ended.code == played.code, "\(shown)")
    for text in played.says { #expect(shown.contains(text), "\(text)\n\(shown)") }
    for text in played.hides { #expect(!shown.contains(text), "\(text)\n\(shown)") }
  }

  /// A session file is played by its command, anything else as lines on a pipe.
  private static func play(_ played: Case, _ variables: [String]) throws -> Program.Ended {
    let isFile = played.file.hasSuffix(".session")
    let words = isFile ? played.command + [played.file] : ["--keep-going"] + variables + played.command
    let input = isFile ? Data() : try Data(contentsOf: folder.appendingPathComponent(played.file))
    return try Program.run(
      ["-c", played.limits + "exec \"$0\" \"$@\"", Program.sockplay] + words, of: "/bin/sh", input: Array(input),
      folder: folder)
  }

  @Test func eachFileIsPlayed() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(Set(Case.all.map(\.file)) == Set(files))
  }
}
