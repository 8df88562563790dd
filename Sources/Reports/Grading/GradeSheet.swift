import Runner
import Text

/// What a submission gets for each part of its homework, and why.
struct GradeSheet {
  let name: String
  let parts: [Part]
  /// What went wrong before anything could be played; empty where something was.
  let general: [FileResult.Problem]

  /// A chapter that is worth points.
  struct Part {
    let name: String
    let most: Int
    let isEarned: Bool
    /// What went wrong in it.
    let problems: [FileResult.Problem]

    var points: Int { isEarned ? most : 0 }
  }

  /// Where no chapter says what it is worth, each with a heading is worth a point, or else the whole file.
  init(_ file: FileResult) {
    name = file.path
    let saysPoints = file.chapters.contains { $0.points > 0 }
    let problems = file.problemsByChapter
    let names = file.chapterNames
    parts = file.chapters.indices.compactMap { index in
      let chapter = file.chapters[index], isCounted = !chapter.title.isEmpty || file.chapters.count == 1
      let most = saysPoints ? chapter.points : isCounted ? 1 : 0
      guard most > 0 else { return nil }
      let isEarned = chapter.isFinished && chapter.state != .failed
      return Part(
        name: names[index], most: most, isEarned: isEarned,
        problems: isEarned ? [] : problems[index].filter { $0.line != nil })
    }
    general = file.problems.filter { $0.line == nil }
  }

  var points: Int { parts.reduce(0) { $0 + $1.points } }
  var most: Int { parts.reduce(0) { $0 + $1.most } }
  var text: String { "\(points)/\(most)" }

  /// What went wrong first.
  var firstProblem: FileResult.Problem? { general.first ?? parts.lazy.compactMap(\.problems.first).first }

  /// The same, for a student.
  var remark: String { firstProblem.map { $0.words ?? $0.title } ?? "" }
}
