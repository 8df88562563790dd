import Commands
import Foundation
import Handles
import Support
import Testing

/// What the documents show, runs.
@Suite(.waits) struct MarkdownTests {
  private static let blocks = Documents.markdown.flatMap { (try? Documents.blocks($0)) ?? [] }
  private static let sessions = blocks.filter { $0.language == "session" }
  private static let consoles = blocks.filter { $0.language == "console" }.flatMap(ConsoleBlock.split)

  @Test func theDocumentsShowSessionsAndConsoles() {
    #expect(Self.sessions.count >= 5 && !Self.consoles.isEmpty)
  }

  @Test(arguments: sessions)
  func everySessionShownHolds(_ block: Block) throws {
    let ended = try Scratch.folder { folder in
      try Data(block.text.utf8).write(to: folder.appendingPathComponent("shown.session"))
      return try Program.run(["check", "shown.session"], folder: folder)
    }
    #expect(ended.code == 0, "\(block): \(ended.errors)")
  }

  /// A transition may come a little later than in the document, so some tries are granted.
  @Test(arguments: consoles)
  func everyConsoleShownLooksLikeThat(_ block: ConsoleBlock) throws {
    var got = ""
    for _ in 0..<10 {
      got = try block.run()
      if block.matches(got) { return }
    }
    Issue.record("\(block.block) shows\n\(block.block.text)\nbut this came:\n\(got)")
  }

  @Test func aConsoleThatShowsSomethingElseDoesNotMatch() throws {
    let lines = [
      "> socket a tcp", "socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3  errno 0  5 µs", "  a  fd 3  tcp  CLOSED",
    ]
    func block(_ lines: [String]) -> ConsoleBlock {
      ConsoleBlock(block: Block(path: "", line: 1, language: "console", lines: lines), arguments: [])
    }
    let got = try block(lines).run()
    #expect(block(lines).matches(got))
    #expect(block([lines[0], "…", lines[2]]).matches(got))
    #expect(!block(Array(lines.dropLast())).matches(got))
    #expect(!block([lines[0], lines[1], "  a  fd 3  udp  UNCONN"]).matches(got))
  }

  @Test(arguments: Documents.markdown)
  func everyFileNamedIsThere(_ path: String) throws {
    let text = try Documents.text(path)
    let folder = Documents.url(path).deletingLastPathComponent()
    for link in text.matches(of: /\]\(([^):#]+)\)/) {
      #expect(
        FileManager.default.fileExists(atPath: folder.appendingPathComponent(String(link.1)).path), "\(path): \(link.1)"
      )
    }
    for named in text.matches(of: /`((Sources|Tests|Sessions|Scripts|docs)\/[\w\/.-]+)`/)
    where !named.1.contains("GROUP") {
      #expect(FileManager.default.fileExists(atPath: Documents.url(String(named.1)).path), "\(path): \(named.1)")
    }
  }

  @Test func theCommandShownIsTheRealOne() throws {
    let shown = try #require(try Documents.blocks("docs/adding-a-command.md").first { $0.language == "swift" })
    #expect(shown.text == (try Documents.text("Sources/Commands/Connecting/Listen.swift")))
  }

  @Test func everyFieldIsInTheTable() throws {
    let text = try Documents.text("docs/session-format.md")
    for field in Field.all { #expect(text.contains("| `\(field.name)` | \(field.meaning) |")) }
  }
}
