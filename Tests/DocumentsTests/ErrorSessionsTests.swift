import Commands
import Foundation
import Sockets
import Support
import Testing

/// A session for each pair of a call and an errno, in Sessions/errors.
@Suite(.waits, .enabled(if: Namespace.isPossible, "this user may not make a namespace")) struct ErrorSessionsTests {
  @Test func thereAreSome() { #expect(Documents.errorSessions.count >= 30) }

  /// They are checked some at a time, so that no process has to play for long on a busy machine.
  private static let parts = stride(from: 0, to: Documents.errorSessions.count, by: 16).map {
    Array(Documents.errorSessions[$0..<min($0 + 16, Documents.errorSessions.count)])
  }

  @Test(arguments: parts) func anErrorSessionEndsInItsErrno(_ paths: [String]) throws {
    let ended = try Program.run(["check"] + paths, folder: Program.root)
    #expect(ended.code == 0 && ended.errors.isEmpty, "\(ended.errors)")
    #expect(ended.output == paths.map { "ok \($0)\n" }.joined() + "\(paths.count) passed, 0 failed, 0 skipped\n")
  }

  @Test(.enabled(if: UnprivilegedUser.isPossible, "the program is closed to another user"), arguments: parts)
  func anOrdinaryUserMayPlayThemAll(_ paths: [String]) throws {
    let paths = paths.map { Documents.url($0).path }
    let ended = try UnprivilegedUser.run(["check"] + paths)
    #expect(ended.code == 0, "\(ended.errors)")
    #expect(ended.output == paths.map { "ok \($0)\n" }.joined() + "\(paths.count) passed, 0 failed, 0 skipped\n")
  }

  /// Its name and its titles say what it shows, and one line in each language why that happens.
  @Test(arguments: Documents.errorSessions)
  func anErrorSessionIsShortAndSaysWhy(_ path: String) throws {
    let name = URL(filePath: path).deletingPathExtension().lastPathComponent.split(separator: "-").map(String.init)
    try #require(name.count == 2, "not CALL-ERRNO")
    let errno = try #require(Errno(symbol: name[1]), "not CALL-ERRNO")
    let lines = try Documents.text(path).components(separatedBy: "\n").filter { !$0.isEmpty }
    try #require(lines.count > 6 && lines.count < 25)
    // Where a filter answers in the kernel's place, the titles say so.
    let title = "\(name[0]): \(name[1])" + (lines.contains { $0.hasPrefix("inject ") } ? " (injected)" : "")
    #expect(lines[0] == "sockplay 1" && lines[1] == "## \(title)")
    #expect(lines[2] == "##ko \(title)" && lines[3].hasPrefix("# ") && lines[4].hasPrefix("#ko "))
    #expect(lines[5] == "@isolated" && lines.count { $0.hasPrefix("#") } == 4)
    #expect(lines.allSatisfy { $0.count <= 120 })
    let ending = "= \(errno.isLookup ? errno.rawValue : -1) \(name[1])"
    #expect(lines.contains { $0.contains(ending) && $0.hasPrefix("inject ") == title.hasSuffix("(injected)") })
  }

  /// It is of a call and an errno that `errors` knows.
  @Test(arguments: Documents.errorSessions)
  func errorsLeadsToTheSession(_ path: String) throws {
    let name = URL(filePath: path).deletingPathExtension().lastPathComponent.split(separator: "-").map(String.init)
    let page = try #require(
      (ErrorPage.all + ErrorPage.families).first { page in
        page.words.contains(name[0]) && page.errors.contains { $0.symbol == name[1] }
      })
    #expect(page.session(of: name[1], by: name[0])?.path.hasSuffix("/" + path) == true)
  }
}
