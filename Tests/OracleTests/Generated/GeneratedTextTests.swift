import Foundation
import Fuzzing
import SessionLanguage
import Support
import Testing

/// Random sessions as text that tools change, a few in each run of the tests; `Scripts/soak format` and `update` take
/// thousands.
@Suite(.waits) struct GeneratedTextTests {
  private static let first = Soak.count("FROM", usual: 1)

  private static func seeds(_ kind: String, usual: Int) -> [UInt64] {
    (first..<first + Soak.count(kind, usual: usual)).map(UInt64.init)
  }

  /// The lines of a random session, with blanks, expectations and line ends as careless people write them.
  private func carelessText(_ seed: UInt64) -> [UInt8] {
    var random = SeededGenerator(seed: seed)
    let end = ["\n", "\r\n"].randomElement(using: &random) ?? "\n"
    let lines = GeneratedSession(seed: seed).lines.map { line in
      let expected = [
        "", "", " = 0", "   =  -1  EINVAL ( x )", "\t[a LISTEN]  within 2s", " = 1..5 /a  b/ -> {x} [b  CLOSED]",
      ]
      let isPlain = ["repeat", "end", "?", "#", "@", "let"].contains { line.hasPrefix($0) } || line.contains(" = ")
      let indentation = ["", "", "  ", "\t"].randomElement(using: &random) ?? ""
      return indentation + line + (isPlain ? "" : expected.randomElement(using: &random) ?? "")
        + (["", "", " \t"].randomElement(using: &random) ?? "")
    }
    return Array((["sockplay 1", "", "# a   b "] + lines).joined(separator: end).utf8)
  }

  /// `Scripts/soak parser` does the same with lines that a fuzzer makes.
  @Test func aRandomSessionMeansTheSameLaidOut() {
    var read = 0
    for seed in Self.seeds("LAYOUTS", usual: 100) {
      let text = carelessText(seed)
      let (file, problems) = SessionFile.read(text)
      if problems.isEmpty { read += 1 }
      if file.bytes != text { Issue.record("seed \(seed): other bytes are printed than were read") }
      if let problem = FuzzedText.problem(laidOut: text) { Issue.record("seed \(seed): \(problem)") }
    }
    #expect(read > Self.seeds("LAYOUTS", usual: 100).count / 2)
    if read > 100 { print("\(read) random sessions mean the same laid out") }
  }

  /// What a recording expects comes again, so nothing is changed; and what is wrong is corrected once.
  @Test func aRecordingIsUpdatedOnce() throws {
    let seeds = Self.seeds("UPDATES", usual: 1)
    // Most of the time they wait.
    let results = try concurrently(seeds, workers: min(seeds.count, 8)) { try Self.update($0) }
    let (held, corrected) = (results.count { $0 != .changed }, results.count { $0 == .corrected })
    if seeds.count > 1 { print("\(held) recordings stay as they are, \(corrected) wrong ones are changed once") }
    #expect(corrected > 0)
  }

  private enum Updated { case changed, uncorrected, corrected }

  /// Updates the recording of the session of `seed`, as it is and with wrong results.
  private static func update(_ seed: UInt64) throws -> Updated {
    try Scratch.folder { folder in
      let file = folder.appendingPathComponent("r.session")
      let lines = ["@timeout 150ms", "record \(file.path)"] + GeneratedSession(seed: seed).lines
      let allowed = ["files", "network", "unix"].flatMap { ["--allow", $0] }
      _ = try Program.run(
        allowed + ["--keep-going"], input: Array(lines.joined(separator: "\n").utf8), folder: folder)
      let recorded = try Data(contentsOf: file)
      let update = { try Program.run(["update"] + allowed + [file.path], folder: folder, limit: 300) }
      let first = try update()
      let kept = try Data(contentsOf: file)
      if first.code != 0 || !first.output.isEmpty || kept != recorded {
        Issue.record("seed \(seed): a recording was changed: \(first.output)\(first.errors)")
        return .changed
      }
      let wrong = String(decoding: recorded, as: UTF8.self).replacing(#/ = 0 (?!EOF)/#, with: " = 7 ")
        .replacing(" = fd", with: " = -1 EPERM")
      try Data(wrong.utf8).write(to: file)
      guard try update().code == 0 else { return .uncorrected }
      let once = try Data(contentsOf: file), again = try update(), twice = try Data(contentsOf: file)
      if again.code != 0 || !again.output.isEmpty || twice != once {
        Issue.record("seed \(seed): it was changed once more: \(again.output)\(again.errors)")
      }
      return .corrected
    }
  }
}
