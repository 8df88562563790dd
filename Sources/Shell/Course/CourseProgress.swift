import Commands
import Glibc

/// What a student has done of the course. Lines are only ever added to its file, each with one write(2), so nothing is lost
/// when two shells add some at once, or one is killed.
struct CourseProgress {
  private let file = StateFile("progress")

  /// The words of its lines: `lesson 8`, `tour 01-first-connection 5`, `tour 01-first-connection done`.
  private static let (lesson, tour, done) = ("lesson", "tour", "done")

  /// The numbers of the lessons that were played to their end.
  var lessons: Set<Int> {
    Set(lines.filter { $0.count == 2 && $0[0] == Self.lesson }.compactMap { Int($0[1]) })
  }

  /// Whether the part of the tour was gone through to its end at least once.
  func isDone(part: String) -> Bool { lines.contains([Self.tour, part, Self.done]) }

  /// How many steps of the part have been done since it was last begun.
  func steps(ofPart part: String) -> Int {
    let last = lines.last { $0.count == 3 && $0[0] == Self.tour && $0[1] == part }
    return last.flatMap { Int($0[2]) } ?? 0
  }

  func add(lesson number: Int) { add("\(Self.lesson) \(number)") }
  func add(part: String, steps: Int) { add("\(Self.tour) \(part) \(steps)") }
  func add(donePart part: String) { add("\(Self.tour) \(part) \(Self.done)") }

  private var lines: [[String]] {
    guard let file else { return [] }
    return TextLines.of(file.path).map { line in
      String(decoding: line, as: UTF8.self).split(separator: " ").map(String.init)
    }
  }

  private func add(_ line: String) {
    guard let descriptor = file?.open(O_RDWR | O_APPEND) else { return }
    defer { close(descriptor) }
    // A full disk may have left half a line.
    var last = UInt8(ascii: "\n")
    let end = lseek(descriptor, 0, SEEK_END)
    if end > 0 { pread(descriptor, &last, 1, end - 1) }
    let bytes = Array(((last == UInt8(ascii: "\n") ? "" : "\n") + line + "\n").utf8)
    _ = write(descriptor, bytes, bytes.count)
  }
}
