import Handles
import SessionLanguage
import Text

extension Command {
  static let run = Command(
    name: "run", group: .connecting, traits: [.takesHost, .onlyHere],
    parameters: [
      Parameter("as", .choice(["as"]), optional: true), Parameter("NAME", .text, optional: true),
      Parameter("PROGRAM", .file), Parameter("WORD", .text, optional: true, repeats: true),
    ],
    forms: ["run [as NAME] PROGRAM [WORD]...", "run off NAME"],
    summary: "Run a program beside the session, such as a server of yours.",
    korean: "세션과 함께 프로그램을 실행합니다.",
    manual: """
      PROGRAM is looked up as a shell does, and gets the words that follow it as they are; {NAME} is substituted. run on HOST
      PROGRAM runs it on that host: its sockets are there. What it writes is shown between steps, each line with NAME, or the
      program's own name. Its input stays open and empty. It ends with the session, or with run off NAME.
      A file may only do this if its player allows it: --allow programs.
      """,
    makesCall: false,
    examples: ["run as web python3 -u -m http.server --bind 127.0.0.1 0", "run off web"],
    names: { _ in [] }
  ) { (arguments, table) throws(Diagnostic) in
    if arguments.count == 2, try arguments.text(0) == "off" {
      return .request(.peer(.stop(try arguments.text(1), at: arguments.span(1))))
    }
    let wanted = try arguments.wantedProgram
    try table.permit(.run(program: wanted.words[0]), at: wanted.span)
    return .request(.peer(.run(wanted)))
  }
}

extension Arguments {
  /// What `[as NAME] PROGRAM [WORD]...` asks for; it has at least one word.
  fileprivate var wantedProgram: WantedProgram {
    get throws(Diagnostic) {
      let words = try (0..<count).map { (index) throws(Diagnostic) in try text(index) }
      guard words[0] == "as" else {
        return WantedProgram(words: words, name: programName(words[0]), span: span(0))
      }
      guard words.count > 2 else {
        throw .missing("PROGRAM", at: span(words.count - 1), example: "run as web python3 server.py")
      }
      guard Name.isValid(words[1]) else { throw .invalid("name", words[1], at: span(1), label: Name.rule) }
      return WantedProgram(words: Array(words.dropFirst(2)), name: words[1], span: span(2))
    }
  }

  /// The last part of its path, as far as that is a name.
  private func programName(_ program: String) -> String {
    let last = program.split(separator: "/").last ?? ""
    let name = String(last.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
    return Name.isValid(name) ? name : "program"
  }
}
