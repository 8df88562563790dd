import Runner
import SessionLanguage
import Text

/// The lessons as a student sees them: chapter by chapter, with what is done and what is next.
struct CourseList {
  private let course: Course
  private let progress: CourseProgress
  private let done: Set<Int>
  private let language: Language

  init(_ course: Course, _ progress: CourseProgress, _ language: Language) {
    (self.course, self.progress, self.language) = (course, progress, language)
    done = progress.lessons
  }

  /// The lines in pages of at most `rows` rows, with room for the line that asks for Enter. A chapter stays together.
  func pages(rows: Int) -> [[String]] {
    var pages = [[String]()]
    for paragraph in paragraphs {
      if !pages[pages.count - 1].isEmpty, pages[pages.count - 1].count + paragraph.count > rows - 3 { pages.append([]) }
      pages[pages.count - 1] += paragraph
    }
    return pages
  }

  private var paragraphs: [[String]] {
    let next = next
    return [tour]
      + course.chapters.map { chapter in
        ["", String(title(chapter.title).drop { $0.isNumber || $0 == "." || $0 == " " })]
          + chapter.lessons.map { lesson in
            let mark = done.contains(lesson.number) ? "✓" : lesson.number == next?.number ? "→" : " "
            let digits = "\(lesson.number)".count < 2 ? " " : ""
            return "  \(mark) \(digits)\(title(lesson.title))"
          }
      } + [["", counted(next)]]
  }

  private var tour: [String] {
    let parts = course.tour, next = parts.first { !progress.isDone(part: $0.name) }?.number
    return [language.text("The tour, where you type: tour", korean: "둘러보기, 직접 입력하며 배웁니다: tour")]
      + parts.map { part in
        let mark = progress.isDone(part: part.name) ? "✓" : part.number == next ? "→" : " "
        return "  \(mark)  \(part.number). \(title(part.title))"
      }
  }

  /// The first lesson that has not been done after the last one that has.
  private var next: Course.Lesson? {
    let lessons = course.lessons, last = done.max() ?? 0
    return lessons.first { $0.number > last && !done.contains($0.number) }
      ?? lessons.first { !done.contains($0.number) }
  }

  private func title(_ prose: GuidedLesson.Prose) -> String { prose.text(in: language).first ?? "" }

  private func counted(_ next: Course.Lesson?) -> String {
    let all = course.lessons.count, seen = course.lessons.count { done.contains($0.number) }
    guard let next else {
      return language.text("All \(all) lessons are done.", korean: "수업 \(all)개를 모두 마쳤습니다.")
    }
    return language.text(
      "\(seen) of \(all) done. Next: learn \(next.number)",
      korean: "\(all)개 중 \(seen)개를 마쳤습니다. 다음: learn \(next.number)")
  }

  /// What is said after a lesson was played.
  func end(of lesson: Course.Lesson, isDone: Bool) -> [String] {
    let number = lesson.number
    guard isDone else {
      return [
        language.text(
          "Lesson \(number) was left. learn \(number) begins it again.",
          korean: "\(number)과를 그만두었습니다. 처음부터 다시 하려면: learn \(number)")
      ]
    }
    let quiz = language.text(
      "learn \(number) quiz asks before each call what it will return.",
      korean: "learn \(number) quiz는 호출마다 무엇을 반환할지 먼저 묻습니다.")
    guard let next else {
      return [
        language.text("That was lesson \(number), and now all are done.", korean: "\(number)과를 마쳤고, 이제 모두 마쳤습니다."),
        quiz,
      ]
    }
    return [
      language.text(
        "Lesson \(number) is done. Next: learn \(next.number)", korean: "\(number)과를 마쳤습니다. 다음: learn \(next.number)"
      )
        + "  (\(title(next.title)))", quiz,
    ]
  }
}
