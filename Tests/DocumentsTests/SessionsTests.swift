import Foundation
import Support
import Testing

/// What lies in Sessions/ is played as it is.
@Suite(.waits) struct SessionsTests {
  @Test func thereAreSessionsAndATour() {
    #expect(Documents.sessions.count >= 10 && Documents.sessions.contains("Sessions/tour/01-first-connection.session"))
    #expect(!Documents.peerSessions.isEmpty && !Documents.isolatedSessions.isEmpty && !Documents.openSessions.isEmpty)
  }

  @Test(arguments: Documents.openSessions + Documents.peerSessions) func everySessionChecks(_ path: String) throws {
    try check(path)
  }

  @Test(Namespace.isNeeded, arguments: Documents.isolatedSessions)
  func everyIsolatedSessionChecks(_ path: String) throws { try check(path) }

  private func check(_ path: String) throws {
    let ended = try Program.run(["check", path], folder: Program.root)
    #expect(ended.code == 0 && ended.output == "ok \(path)\n" && ended.errors.isEmpty, "\(ended.errors)")
  }

  @Test(arguments: Documents.openSessions + Documents.peerSessions, ["en", "ko"])
  func everySessionReplaysWithItsProse(_ path: String, language: String) throws { try replay(path, language) }

  @Test(Namespace.isNeeded, arguments: Documents.isolatedSessions, ["en", "ko"])
  func everyIsolatedSessionReplaysWithItsProse(_ path: String, language: String) throws { try replay(path, language) }

  /// A reader sees the prose of the language asked for, and none of the other.
  private func replay(_ path: String, _ language: String) throws {
    let ended = try Program.run(["replay", "--lang", language, path], folder: Program.root)
    #expect(ended.code == 0 && ended.errors.isEmpty, "\(ended.errors)")
    let shown = Set(ended.output.components(separatedBy: "\n"))
    for (english, korean) in try Prose.pairs(Prose.blocks(path)) {
      let (own, other) = language == "ko" ? (korean, english) : (english, korean)
      #expect(shown.contains(own), "not shown: \(own)")
      #expect(own == other || !shown.contains(other), "shown in the other language: \(other)")
    }
  }

  /// Ports that people choose are taken on somebody's machine, unless the session has a network of its own.
  @Test(arguments: Documents.openSessions + Documents.peerSessions)
  func noSessionNeedsAPortOfItsOwn(_ path: String) throws {
    for line in try Documents.text(path).components(separatedBy: "\n") {
      #expect(!line.contains(/(bind|connect|sendto) .*:[1-9]\d*( |$)/), "\(line)")
    }
  }
}
