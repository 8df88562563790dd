import Runner
import SessionLanguage
import Testing

/// How the steps of a lesson are read from a session file.
@Suite struct GuidedLessonTests {
  private func lesson(_ lines: String) throws -> GuidedLesson {
    let (file, problems) = SessionFile.read(Array("sockplay 1\n\(lines)\n".utf8))
    #expect(problems.isEmpty)
    return try GuidedLesson(file)
  }

  @Test func proseBeforeLinesIsTheTaskAndRightAfterThemTheRemark() throws {
    let lesson = try lesson(
      """
      ## Title
      ##ko 제목
      # Hello.
      #ko 안녕하세요.

      ## First
      # Do it.
      #ko 하세요.
      server> socket srv tcp = fd [srv CLOSED]
      ? srv.unread == 0
      # Look.

      # Now this.
      bind srv 127.0.0.1:0 = 0
      listen srv 5 = 0 [srv LISTEN]

      ## The end
      # Goodbye.
      """)
    #expect(lesson.title.text(in: .korean) == ["제목"] && lesson.opening.text(in: .korean) == ["안녕하세요."])
    #expect(lesson.steps.count == 2 && lesson.names == ["srv"])
    let first = lesson.steps[0], second = lesson.steps[1]
    #expect(first.heading.text(in: .english) == ["First"] && first.task.text(in: .korean) == ["하세요."])
    #expect(first.remark.text(in: .korean) == ["Look."])
    #expect(first.conditions == ["? srv.state == CLOSED", "? srv.unread == 0"])
    #expect(second.task.text(in: .english) == ["Now this."] && second.lines.count == 2)
    #expect(lesson.closing.task.text(in: .english) == ["Goodbye."])
  }

  /// In a file without blank lines, prose between lines asks for the next ones.
  @Test func proseBetweenLinesIsATask() throws {
    let lesson = try lesson("# One.\nsocket a udp = fd\n# Two.\nclose a = 0\n# Done.")
    #expect(lesson.steps.map { $0.task.text(in: .english) } == [["One."], ["Two."]])
    #expect(lesson.steps.map { $0.remark.text(in: .english) } == [[], ["Done."]])
  }

  /// What depends on a turn is no goal.
  @Test func aBlockBelongsToItsStep() throws {
    let lesson = try lesson("# Repeat.\nrepeat 2\n  socket a{i} udp = fd [a{i} UNCONN]\nend\n? a1.fd > 0")
    #expect(
      lesson.steps.count == 1 && lesson.steps[0].lines.count == 3 && lesson.steps[0].conditions == ["? a1.fd > 0"])
  }

  @Test(arguments: ["@isolated\nsocket a udp", "# Nothing to type."]) func someFilesAreNoLessons(lines: String) {
    #expect(throws: SessionFile.Problem.self) { try lesson(lines) }
  }

  @Test func theLearnersNames() {
    var names = LessonNames()
    (names["srv"], names["a"]) = ("server", "x")
    #expect(names.applied(to: "accept srv srv2 {srv} a") == "accept server srv2 {server} x")
    #expect(names.applied(to: #"send srv "srv""#) == #"send server "srv""#)
    #expect(names.applied(to: "a word of srv, {srv}.", isProse: true) == "a word of server, {server}.")
  }
}
