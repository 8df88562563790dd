import Glibc
import Runner
import Text

/// What came of all files of a `check`.
package struct SuiteResult: Sendable {
  /// In the order in which they were to be played.
  package var files: [FileResult]
  /// How long it took, in nanoseconds.
  package var nanoseconds: Int64 = 0
  /// Why it ended before all files were played; nil if it did not.
  package var interruption: String?
  /// Which of several machines' files these are, such as `2/3`; nil for all.
  package let shard: String?
  /// When it began, as in RFC 3339: `2026-11-29T22:00:00Z`.
  package let timestamp: String
  /// Whether the files are submissions, against which one session file was played.
  package var isGrading = false

  /// - Parameter began: When it began, in seconds since the beginning of 1970.
  package init(files: [FileResult], shard: String?, began: Int) {
    self.init(files: files, shard: shard, began: Self.text(began))
  }

  init(files: [FileResult], shard: String?, began timestamp: String) {
    (self.files, self.shard, self.timestamp) = (files, shard, timestamp)
  }

  package var summary: Summary {
    files.reduce(into: Summary()) { summary, file in
      if let verdict = file.verdict { summary.count(verdict, tries: file.tries) } else { summary.countUnplayed() }
    }
  }

  /// Whether there are submissions that cannot be graded, because of the session file or of this machine.
  package var lacksMarks: Bool { isGrading && count(.skipped) > 0 }

  package func count(_ outcome: FileResult.Outcome) -> Int { files.count { $0.outcome == outcome } }

  /// `1 of 3 files not played, 1 not to its end`; nil if all were played.
  package var notPlayed: String? {
    let (unplayed, cut) = (count(.notPlayed), count(.interrupted))
    guard unplayed + cut > 0 else { return nil }
    let end = cut > 0 ? ", \(cut) not to \(cut == 1 ? "its end" : "their ends")" : ""
    return "\(unplayed) of \(Plural.count(files.count, "file")) not played\(end)"
  }

  private static func text(_ began: Int) -> String {
    var (seconds, parts) = (time_t(began), tm())
    gmtime_r(&seconds, &parts)
    var text = [CChar](repeating: 0, count: 32)
    let count = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
    return String(decoding: text[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

extension Int64 {
  /// Nanoseconds as seconds with three digits after the point: `0.012`.
  var inSeconds: String {
    let milliseconds = Swift.max(0, self) / 1_000_000
    return "\(milliseconds / 1000)." + "\(milliseconds % 1000)".padded(to: 3)
  }
}
