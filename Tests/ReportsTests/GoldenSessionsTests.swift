import Foundation
import Support
import Testing

/// The folder says the verdict; each session stands beside what `check` says of it.
@Suite(.waits) struct GoldenSessionsTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
    "Sessions")

  private static func sessions(_ verdict: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(verdict).path)) ?? []).filter {
      $0.hasSuffix(".session")
    }.sorted()
  }

  private func check(_ name: String, in verdict: String, exits code: Int32) throws {
    let folder = Self.folder.appendingPathComponent(verdict)
    let ended = try Program.run(["check", name], folder: folder)
    #expect(ended.code == code)
    #expect(ended.output == (code == 0 ? "ok \(name)\n" : ""))
    let errors = folder.appendingPathComponent(name.replacing(".session", with: ".err"))
    if code == 0 { #expect(ended.errors == "") } else { try Golden.expect(masked(error(ended.errors)), at: errors) }
  }

  /// Without the cards before the error: when the kernel does what they show is its own choice.
  private func error(_ text: String) -> Substring {
    text[(text.firstRange(of: "error: ")?.lowerBound ?? text.startIndex)...]
  }

  /// What the kernel chose and how long it took is not for a file to know.
  private func masked(_ text: Substring) -> String {
    String(text).replacing(/(127\.0\.0\.1|\[::1\]):[1-9]\d*/) { "\($0.1):PORT" }.replacing(
      /after \d+ ms/, with: "after N ms"
    )
    .replacing(
      /\d+(\.\d)? µs/, with: "N µs")
  }

  @Test(arguments: sessions("holds")) func itHolds(name: String) throws { try check(name, in: "holds", exits: 0) }
  @Test(arguments: sessions("fails")) func itFails(name: String) throws { try check(name, in: "fails", exits: 4) }
  @Test(arguments: sessions("broken")) func itIsBroken(name: String) throws { try check(name, in: "broken", exits: 2) }

  @Test func everyFolderHasSessionsAndNoErrorWithoutOne() throws {
    for verdict in ["holds", "fails", "broken"] {
      let names = Self.sessions(verdict)
      #expect(names.count > 4)
      let errors = try FileManager.default.contentsOfDirectory(atPath: Self.folder.appendingPathComponent(verdict).path)
        .filter {
          $0.hasSuffix(".err")
        }
      #expect(Set(errors.map { $0.replacing(".err", with: ".session") }).isSubset(of: names))
    }
  }
}
