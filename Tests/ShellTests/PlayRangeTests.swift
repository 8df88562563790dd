import Foundation
import Support
import Testing

/// `replay --from PLACE --to LINE`: which lines are shown, and which are played.
@Suite(.waits) struct PlayRangeTests {
  private static let session = """
    sockplay 1
    ## The server
    ##ko 서버
    socket srv tcp = fd
    bind srv 127.0.0.1:0 = 0
    ## The client comes
    ##ko 클라이언트
    # It is a client.
    socket cli tcp = fd
    repeat 2
      getsockname cli = 0
    end
    ## The client goes
    close cli = 0
    ## 2 is the end

    """

  private func replay(
    _ options: [String], _ text: String = session, language: String = "en"
  ) throws -> Program.Ended {
    try Scratch.folder { folder in
      try Data(text.utf8).write(to: folder.appendingPathComponent("a.session"))
      return try Program.run(["replay", "--lang", language] + options + ["a.session"], folder: folder)
    }
  }

  private static func lines(_ ended: Program.Ended) -> [String] {
    ended.output.split(separator: "\n").map(String.init).filter { $0.hasPrefix("> ") || $0.hasSuffix(" held") }
  }

  /// What comes before is played, so the handles are there, and it counts.
  @Test(arguments: ["## The client comes", "the client c", "The Client  COMES", "##ko 클라이언트", "클", "6", "8", "9"])
  func thePlayIsShownFromAPlaceOn(place: String) throws {
    let ended = try replay(["--from", place])
    #expect(
      Self.lines(ended) == [
        "> socket cli tcp", "> getsockname cli", "> getsockname cli", "> close cli", "6 of 6 held",
      ], "\(ended.output)")
    let first = place == "9" ? "> socket cli tcp\n" : place == "8" ? "It is a client.\n" : "The client comes\n"
    #expect(ended.output.hasPrefix(first))
    #expect(ended.code == 0 && ended.errors.isEmpty)
  }

  @Test func aHeadingMayBeginWithADigit() throws {
    #expect(try replay(["--from", "## 2"]).output == "2 is the end\n\n6 of 6 held\n")
    #expect(try replay(["--from", "클라이언트"], language: "ko").output.hasPrefix("클라이언트\nIt is a client.\n"))
  }

  /// A line inside a repetition is the last in its first turn, and its end in the last one.
  @Test(arguments: [("5", 2, false), ("9", 3, false), ("11", 4, false), ("12", 5, false), ("14", 6, true)])
  func thePlayStopsAfterALine(to: String, count: Int, isWhole: Bool) throws {
    let ended = try replay(["--to", to])
    let end = "\(count) of \(count) held" + (isWhole ? "" : ", up to line \(to) of 15") + "\n"
    #expect(ended.output.hasSuffix("\n" + end), "\(ended.output)")
    #expect(ended.code == 0 && ended.errors.isEmpty)
  }

  @Test func bothTogether() throws {
    let ended = try replay(["--from", "9", "--to", "9"])
    #expect(Self.lines(ended) == ["> socket cli tcp"] && ended.output.hasSuffix("3 of 3 held, up to line 9 of 15\n"))
  }

  @Test func placesThatTheFileDoesNotHave() throws {
    var errors: [String] = []
    for options in [
      ["--from", "The end"], ["--from", "the client"], ["--from", "16"], ["--from", "0"], ["--to", "99"],
      ["--from", "## The client", "--to", "3"], ["--from", "9", "--to", "8"], ["--from", "\u{1b}[2J"], ["--from", ""],
    ] {
      let ended = try replay(options)
      #expect(ended.code == 1 && ended.output.isEmpty, "\(options)")
      errors.append(ended.errors)
    }
    errors.append(try replay(["--from", "끝"], language: "ko").errors)
    errors.append(try replay(["--from", "end"], "sockplay 1\nsocket a tcp\n").errors)
    try Golden.expect(errors.joined(separator: "\n"), "play-range-errors")
  }

  @Test func whatFailsBeforeIsShown() throws {
    let text = Self.session.replacing("127.0.0.1:0 = 0", with: "127.0.0.1:0 = 5")
    let ended = try replay(["--from", "9"], text)
    #expect(ended.code == 4 && ended.errors.contains("a.session:5:24") && ended.errors.contains("got 0"))
    #expect(ended.output == "1 of 2 held, up to line 5 of 15\n")
  }

  /// A file that is sourced has lines of its own.
  @Test func linesOfOtherFilesAreNotMeant() throws {
    try Scratch.folder { folder in
      try Data(Self.session.utf8).write(to: folder.appendingPathComponent("a.session"))
      try Data("sockplay 1\n\n\n\nsource a.session\nsocket late udp\n".utf8).write(
        to: folder.appendingPathComponent("b.session"))
      let ended = try Program.run(["replay", "--from", "6", "--to", "6", "b.session"], folder: folder)
      #expect(ended.output.hasPrefix("> socket late udp\n") && ended.output.hasSuffix("6 of 6 held\n"))
      let all = try Program.run(["replay", "--from", "5", "--to", "5", "b.session"], folder: folder)
      #expect(all.output.contains("> getsockname cli") && !all.output.contains("late"))
    }
  }

  @Test func programsGetOnlyWhatIsShown() throws {
    let ended = try replay(["--json", "--from", "9", "--to", "9"])
    #expect(ended.output.split(separator: "\n").count == 1 && ended.output.contains("\"line\":9,"))
  }

  @Test func thePaceNeedsNoTerminal() throws {
    let ended = try replay(["--pace", "10ms", "--from", "9"])
    #expect(Self.lines(ended).count == 5 && ended.code == 0)
  }

  @Test(arguments: [
    (["--step", "--quiz"], "--quiz and --step exclude each other"),
    (["--pace", "1s", "--lesson"], "--lesson and --pace exclude each other"),
    (["--pace", "soon"], "soon is not a time"), (["--to", "0"], "--to takes the number of a line"),
    (["--step", "--json"], "cannot be joined with --json"), (["--step"], "--step needs a terminal"),
    (["--from", "2", "a.session"], "--from takes one file"),
  ])
  func optionsThatExcludeEachOther(options: [String], error: String) throws {
    let ended = try replay(options)
    #expect(ended.code == 1 && ended.errors.contains(error), "\(ended.errors)")
  }

  /// At a terminal the quiet part says how far it is, once it takes longer than a second.
  @Test func theQuietPartShowsItsProgress() throws {
    try Scratch.folder { folder in
      let waits = (1...4).map { _ in "sleep 600ms\n" }.joined()
      try Data("sockplay 1\n\(waits)pause \"never waited for\"\nsocket a udp\n".utf8).write(
        to: folder.appendingPathComponent("a.session"))
      let pty = try Pty(["replay", "--from", "7", "a.session"], folder: folder)
      try pty.expect("a.session: line 4 of 7")
      try pty.expect("> socket a udp")
      try #expect(pty.end() == 0)
      #expect(!pty.screen.text.contains("line 4") && !pty.plain().contains("never waited for"))
    }
  }

  /// The prompt has the handles of the play, and the play goes on.
  @Test func atATerminalThePlayStopsAtAPrompt() throws {
    try Scratch.folder { folder in
      try Data(Self.session.utf8).write(to: folder.appendingPathComponent("a.session"))
      let pty = try Pty(["replay", "--to", "9", "a.session"], folder: folder)
      try pty.wait("the prompt") { $0.prompts == 1 }
      #expect(pty.plain().contains("stopped after line 9; continue goes on with the file"))
      try #expect(pty.run("handles").contains("cli"))
      try #expect(pty.run("retry").contains("no line has failed here"))
      try pty.type("continue\r")
      try pty.expect("6 of 6 held")
      try #expect(pty.end() == 0)
      let last = try Pty(["replay", "--to", "15", "a.session"], folder: folder)
      try last.wait("the prompt") { $0.prompts == 1 }
      try last.type("quit\r")
      try last.expect("6 of 6 held")
      try #expect(last.end() == 0)
    }
  }

  /// Its text is said once, in the line itself.
  @Test func aPauseSaysItsTextOnce() throws {
    try Scratch.folder { folder in
      try Data("sockplay 1\npause \"look with ss now\"\n".utf8).write(to: folder.appendingPathComponent("a.session"))
      let pty = try Pty(["replay", "a.session"], folder: folder)
      try pty.expect("press Enter to go on")
      try pty.type("\r")
      try #expect(pty.end() == 0)
      #expect(pty.plain().components(separatedBy: "look with ss now").count == 2)
    }
  }
}
