import SessionLanguage

extension Command {
  static let record = Command(
    name: "record", group: .housekeeping,
    parameters: [
      Parameter("FILE", .file) { context in
        let words = [off, drop].filter { !context.word.isEmpty && $0.hasPrefix(context.word) }
        return words.isEmpty ? .files(after: "") : .words(words)
      },
      Parameter("FILE", .file, optional: true),
    ],
    forms: ["record FILE", "record >> FILE", "record off", "record drop"],
    summary: "Write what happens from now on to FILE, until record off.",
    korean: "지금부터 record off까지 일어나는 일을 FILE에 기록합니다.",
    manual: """
      record FILE begins a new file; an existing one is never overwritten. record >> FILE adds to the end of one.

      record off ends the recording, as do record stop and record end. Files of these names need quotes: record "off".

      record drop takes the last line out again, and, typed again, the one before it. What its call has done stays done here, and a play will not do it: when a line is recorded that needs it, such as one with a handle that it made, that is said.

      Every line is written when its step is done, so the file is complete at any moment. What the kernel chose (ports, descriptors) is written by name, so that the session can be played again.

      Recorded are calls, whatever came of them, checks that held, directives, headings and prose, and commands that only look or wait. Not recorded are lines that were refused, checks that did not hold, record, note (its text is), role (but each line has its role), share, source (its lines are), replay, the commands of the course (tour, hint, learn; what skip does is), clear, quit, and a sleep or wait that was interrupted.
      """
  ) { (arguments, _) throws(Diagnostic) in
    let first = arguments.plain(0)
    if first == appending { return try begin(arguments, 1, adds: true) }
    if first == ">", arguments.count == 2 {
      throw Diagnostic(
        "record takes the file without >", at: arguments.span(0), label: "not expected",
        help: "type: record \(arguments.plain(1) ?? "FILE")"
      ).inKorean(
        "record에는 >를 쓰지 않습니다", label: "필요 없습니다", help: "이렇게 적으세요: record \(arguments.plain(1) ?? "FILE")")
    }
    guard arguments.count == 1 else {
      throw Diagnostic(
        "record takes one word", at: arguments.span(1), label: "not expected",
        help: "there are record FILE, record >> FILE, record off and record drop; a name with spaces needs quotes")
    }
    if let first, ends.contains(first) { return .request(.record(.end)) }
    if first == drop { return .request(.record(.drop)) }
    return try begin(arguments, 0, adds: false)
  }

  private static let (off, drop, appending) = ("off", "drop", ">>")
  private static let ends = [off, "stop", "end"]
  /// Words that are hardly meant as names of files.
  private static let unlikelyNames = ends + [drop, appending, ">", "on", "start", "begin"]

  private static func begin(_ arguments: Arguments, _ index: Int, adds: Bool) throws(Diagnostic) -> Action {
    guard index < arguments.count else {
      throw .missing("FILE", at: arguments.span(index), example: "record >> lesson.session")
    }
    if let word = arguments.plain(index), unlikelyNames.contains(word) {
      let file = (adds ? "\(appending) " : "") + "\"\(word)\""
      throw Diagnostic(
        "\(word) is not taken for the name of a file", at: arguments.span(index),
        help: "record FILE begins a recording; for a file of this name write: record \(file)")
    }
    let path = try arguments.text(index)
    try arguments.table.permit(.record(path: path), at: arguments.span(index))
    return .request(.record(.begin(path: path, adds: adds)))
  }
}
