import Commands
import Glibc
import Reports
import Runner
import SessionLanguage
import Text

// What the commands of the course ask a console to do.
extension Console {
  func fulfil(_ request: CourseRequest, _ step: Step, _ span: Span?) throws(Diagnostic) {
    switch request {
    case .tour: if mayGuide { try goOnWithTour() } else { try playTour() }
    case .tourPart(let number): try beginTour(number, span)
    case .tourFile(let path): try beginTour(resolve(path, step), span)
    case .leaveTour: try runningGuide(span).leave()
    case .hint: try runningGuide(span).help()
    case .skip: try runningGuide(span).skip()
    case .lessons: showLessons(of: try course())
    case .lesson(let number, let asks): try play(lesson: number, asks: asks, span)
    }
  }

  private var language: Language { session.table.language }

  private func course() throws(Diagnostic) -> Course {
    guard let course = Course() else {
      throw Diagnostic(
        "the folder Sessions is not here",
        help: "start sockplay in the folder of the project; replay FILE plays a session"
      ).inKorean("Sessions 폴더가 없습니다", help: "프로젝트 폴더에서 sockplay를 시작하세요. replay FILE은 파일 하나를 재생합니다")
    }
    return course
  }

  // MARK: The tour

  /// Whether a person types here, who can be waited for.
  private var mayGuide: Bool { session.isInteractive && isTyped && resumptions.isEmpty }

  private func runningGuide(_ span: Span?) throws(Diagnostic) -> Guide {
    guard let guide else {
      throw Diagnostic("there is no tour now", at: span, help: "tour begins it, or goes on with it").inKorean(
        "지금은 둘러보기가 아닙니다", help: "tour를 입력하면 시작하거나 이어서 합니다")
    }
    return guide
  }

  /// Goes on where it was left, in this session or an earlier one.
  private func goOnWithTour() throws(Diagnostic) {
    if let guide { return guide.showStep() }
    if let restingGuide { return begin(restingGuide, at: nil) }
    let parts = try course().tour, progress = CourseProgress()
    let next = parts.first { !progress.isDone(part: $0.name) } ?? parts[0]
    try begin(part: next, of: parts.count, at: progress.steps(ofPart: next.name), nil)
  }

  private func beginTour(_ number: Int, _ span: Span?) throws(Diagnostic) {
    let parts = try course().tour
    guard mayGuide, parts.indices.contains(number - 1) else {
      throw Diagnostic("the tour has \(parts.count) parts, for a person at a prompt", at: span)
        .inKorean("둘러보기는 \(parts.count)부로 되어 있고, 프롬프트에서 합니다")
    }
    try begin(part: parts[number - 1], of: parts.count, at: 0, span)
  }

  private func beginTour(_ path: String, _ span: Span?) throws(Diagnostic) {
    guard mayGuide else {
      throw Diagnostic("tour needs somebody at a prompt", at: span, help: "replay FILE plays a file")
    }
    let lesson = try guidedLesson(path, span)
    begin(Guide(lesson, part: nil, console: self), at: 0)
  }

  private func begin(part: Course.Lesson, of count: Int, at index: Int, _ span: Span?) throws(Diagnostic) {
    let lesson = try guidedLesson(part.path, span)
    begin(Guide(lesson, part: GuidedPart(name: part.name, number: part.number, count: count), console: self), at: index)
  }

  private func guidedLesson(_ path: String, _ span: Span?) throws(Diagnostic) -> GuidedLesson {
    let file = try load(path, span)
    do throws(SessionFile.Problem) { return try GuidedLesson(file) } catch {
      throw Diagnostic(
        "\(path) is not for the tour", at: span, label: "line \(error.number): \(error.diagnostic.title)",
        help: error.diagnostic.notes.first?.text)
    }
  }

  /// - Parameter index: How many steps have been done in an earlier session; nil in this one.
  private func begin(_ new: Guide, at index: Int?) {
    if let guide { reports.remove(guide) }
    (guide, restingGuide) = (new, nil)
    reports.add(new)
    if let index { new.start(at: index) } else { new.showStep() }
  }

  /// Takes the guide away: for now, or for good.
  func endGuide(isDone: Bool) {
    guard let guide else { return }
    reports.remove(guide)
    (restingGuide, self.guide) = (isDone ? nil : guide, nil)
  }

  /// Plays all parts, where nobody types.
  private func playTour() throws(Diagnostic) {
    let interrupts = Keyboard.now.interrupts
    for (index, part) in try course().tour.enumerated() {
      let play = FilePlay(context, interrupts: interrupts, nesting: nesting + 1)
      try require(play.play(part.path, tourPart: index), part.path, nil)
    }
  }

  // MARK: Lessons

  private func showLessons(of course: Course) {
    let list = CourseList(course, CourseProgress(), language)
    for (index, page) in list.pages(rows: RunContext.height ?? .max).enumerated() {
      if index > 0, !PauseKey.wait("", context, session) { return }
      session.report.take(.interim(Listing(page)))
    }
  }

  private func play(lesson number: Int, asks: Bool, _ span: Span?) throws(Diagnostic) {
    let course = try course(), lessons = course.lessons
    guard let lesson = lessons.first(where: { $0.number == number }) else {
      throw Diagnostic("there is no lesson \(number)", at: span, help: "learn lists the lessons").inKorean(
        "\(number)과는 없습니다", help: "learn을 입력하면 수업이 모두 나옵니다")
    }
    try checkNesting(lesson.path, span)
    let isWatched = isatty(0) == 1 && isatty(1) == 1 && isTyped
    let manner: PlayManner = asks && isWatched ? .quiz : isWatched ? .lesson : .plain
    let interrupts = session.interruptsAtStart ?? Keyboard.now.interrupts
    let verdict = FilePlay(context, interrupts: interrupts, nesting: nesting + 1, manner: manner).play(lesson.path)
    guard isWatched, verdict == .held || verdict == .interrupted else { return try require(verdict, lesson.path, span) }
    if verdict == .held { CourseProgress().add(lesson: number) }
    let end = CourseList(course, CourseProgress(), language).end(of: lesson, isDone: verdict == .held)
    session.report.take(.lesson(LessonText(.prose, end)))
  }
}
