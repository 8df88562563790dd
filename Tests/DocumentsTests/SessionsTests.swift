import Foundation
import Support
import Testing

/// What lies in Sessions/ is played as it is.
@Suite(.waits) struct SessionsTests {
  @Test func thereAreSessionsAndATour() {
    #expect(Documents.sessions.count >= 10 && Documents.sessions.contains("Sessions/tour/01-first-connection.session"))
    #expect(!Documents.peerSessions.isEmpty)
  }

  @Test(arguments: Documents.sessions)
  func everySessionChecks(_ path: String) throws {
    let ended = try Program.run(["check", path], folder: Program.root)
    #expect(ended.code == 0 && ended.output == "ok \(path)\n" && ended.errors.isEmpty, "\(ended.errors)")
  }

  @Test(arguments: Documents.sessions)
  func everySessionReplaysWithItsProse(_ path: String) throws {
    let ended = try Program.run(["replay", path], folder: Program.root)
    #expect(ended.code == 0 && ended.errors.isEmpty, "\(ended.errors)")
    let shown = Set(ended.output.components(separatedBy: "\n"))
    for line in try Documents.text(path).components(separatedBy: "\n") where line.hasPrefix("#") {
      let note = line.drop { $0 == "#" }.drop { $0 == " " }
      #expect(shown.contains(String(note)), "not shown: \(note)")
    }
  }

  @Test(arguments: Documents.peerSessions)
  func sessionsForOutsidePeersParse(_ path: String) throws {
    #expect(try Program.run(["check", "--syntax", path], folder: Program.root).code == 0)
  }

  @Test(arguments: Documents.sessions + Documents.peerSessions)
  func everySessionTeaches(_ path: String) throws {
    let lines = try Documents.text(path).components(separatedBy: "\n")
    #expect(lines[0] == "sockplay 1" && lines[1].hasPrefix("## "), "it begins with its title")
    let prose = lines.filter { $0.hasPrefix("# ") }
    #expect(prose.count >= 5 && prose.allSatisfy { $0.count <= 100 })
  }

  /// Ports that people choose are taken on somebody's machine; those of peers are given from outside.
  @Test(arguments: Documents.sessions)
  func noSessionNeedsAPortOfItsOwn(_ path: String) throws {
    for line in try Documents.text(path).components(separatedBy: "\n") {
      #expect(!line.contains(/(bind|connect|sendto) .*:[1-9]\d*( |$)/), "\(line)")
    }
  }
}
