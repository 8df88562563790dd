import Reports
import Support
import Testing

/// What a terminal shows of a line that was typed in another one.
@Suite(.waits) struct ElsewhereTextTests {
  private func shown(_ lines: [String], _ line: String) throws -> String {
    let play = try Play(lines), output = Output.inMemory()
    let screen = ScreenReport(
      output: output, errors: output, style: Style(isColoured: false), width: 80, showsLines: false)
    let step = try play.run(line)
    screen.show(elsewhere: step, step.changes.filter { $0.name != step.subject })
    return String(decoding: output.takeKept(), as: UTF8.self)
  }

  private static let pair = ["socketpair a b"]

  @Test(arguments: [
    ("server> send a hi", "server> send a hi = 2\n* b     readable, 2 B\n"),
    ("send fd:900 x", "> send fd:900 x = -1 EBADF\n"),
    ("client> recv a 1 &", "client> recv a 1 & …\n"),
    ("recv a 1 MSG_DONTWAIT = -1 EAGAIN", "> recv a 1 MSG_DONTWAIT = -1 EAGAIN\n"),
    ("send a \"\\e[2J\"", "> send a \"\\e[2J\" = 4\n* b     readable, 4 B\n"), ("role client", "> role client\n"),
  ]) func whoDidWhatAndWhatCameOfIt(line: String, text: String) throws { #expect(try shown(Self.pair, line) == text) }

  @Test func ofACallThatHasReturnedItShowsTheLineThatBeganIt() throws {
    #expect(
      try shown(Self.pair + ["server> recv a 9 &", "close b"], "server> wait a") == "server> recv a 9 & = 0 EOF\n")
  }
}
