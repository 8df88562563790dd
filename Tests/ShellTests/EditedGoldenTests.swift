import Foundation
import Support
import Testing

/// Files before and after `sockplay fmt` and `sockplay update`.
@Suite(.waits) struct EditedGoldenTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
    "Edited")

  private static func names(_ command: String) -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return all.filter { $0.hasPrefix(command) && $0.hasSuffix(".before") }.map { String($0.dropLast(7)) }.sorted()
  }

  private func edit(_ name: String, _ command: String, _ body: (URL) throws -> Void = { _ in }) throws {
    try Scratch.folder { folder in
      let file = folder.appending(path: "a.session")
      try Data(contentsOf: Self.folder.appending(path: "\(name).before")).write(to: file)
      let ended = try Program.run([command, "a.session"], folder: folder)
      #expect(ended.code == 0 && ended.errors.isEmpty && !ended.output.isEmpty, "\(ended.errors)")
      let after = String(decoding: try Data(contentsOf: file), as: UTF8.self)
      try Golden.expect(after, at: Self.folder.appending(path: "\(name).after"))
      let again = try Program.run([command, "--check", "a.session"], folder: folder)
      #expect(again.code == 0 && again.output.isEmpty && again.errors.isEmpty, "\(again.output)\(again.errors)")
      try body(folder)
    }
  }

  @Test(arguments: names("fmt")) func aFileIsLaidOut(name: String) throws { try edit(name, "fmt") }

  @Test(Namespace.isNeeded, arguments: names("update")) func aFileExpectsWhatComes(name: String) throws {
    try edit(name, "update") { folder in
      for _ in 0..<5 {
        let ended = try Program.run(["check", "a.session"], folder: folder)
        #expect(ended.code == 0, "\(ended.errors)")
      }
    }
  }

  @Test func thereAreFilesOfBoth() {
    #expect(Self.names("fmt").count > 1 && Self.names("update").count > 1)
  }
}
