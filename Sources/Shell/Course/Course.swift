import Commands
import Runner
import SessionLanguage
import Sockets

/// The folder Sessions as a course: the tour, and the lessons chapter by chapter.
struct Course {
  private let folder: String
  private static let tour = "tour"

  /// nil where the program does not have it.
  init?() {
    guard let tour = SessionLibrary.folder(Self.tour), !SessionLibrary.files(at: tour).isEmpty else { return nil }
    folder = String(tour.dropLast(Self.tour.count + 1))
  }

  /// A lesson, or a part of the tour.
  struct Lesson {
    let number: Int
    let path: String
    let title: GuidedLesson.Prose

    /// The name of its file, without its ending.
    var name: String { String(path.split(separator: "/").last?.dropLast(".session".count) ?? "") }
  }

  struct Chapter {
    let title: GuidedLesson.Prose
    let lessons: [Lesson]
  }

  /// The parts of the tour, in order.
  var tour: [Lesson] {
    SessionLibrary.files(at: "\(folder)/\(Self.tour)").enumerated().map { lesson($0.element, number: $0.offset + 1) }
  }

  /// The lessons by their numbers, which their files begin with.
  var lessons: [Lesson] {
    SessionLibrary.files(at: folder).compactMap { path in
      let name = path.split(separator: "/").last ?? ""
      return Int(name.prefix(while: \.isNumber)).map { lesson(path, number: $0) }
    }
  }

  /// The lessons under the headings of the file chapters.txt, each of which has the number of its first lesson.
  var chapters: [Chapter] {
    let heads = Self.headings(of: folder + "/chapters.txt"), lessons = lessons
    let starts = heads.map { $0.text(in: .english).first.flatMap(Self.number) ?? 0 }
    return heads.indices.map { index in
      let end = index + 1 < starts.count ? starts[index + 1] : .max
      return Chapter(
        title: heads[index], lessons: lessons.filter { (starts[index]..<end).contains($0.number) })
    }
  }

  private func lesson(_ path: String, number: Int) -> Lesson {
    Lesson(number: number, path: path, title: Self.headings(of: path, most: 1).first ?? GuidedLesson.Prose())
  }

  /// The number that a heading begins with, as in `8. Echo`.
  private static func number(_ heading: String) -> Int? { Int(heading.prefix(while: \.isNumber)) }
}

extension Course {
  /// The headings of a file, each in all its languages.
  private static func headings(of path: String, most: Int = .max) -> [GuidedLesson.Prose] {
    var headings: [GuidedLesson.Prose] = []
    for line in TextLines.of(path) {
      guard case .heading(let text, let language)? = (try? Parser.parse(line))?.body else { continue }
      if language == .english {
        if headings.count == most { break }
        headings.append(GuidedLesson.Prose())
      }
      if !headings.isEmpty { headings[headings.count - 1].add(text, language) }
    }
    return headings
  }
}
