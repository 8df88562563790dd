import Foundation
import Fuzzing
import SessionLanguage
import Support
import Testing

/// What `sockplay fmt` makes of the sessions.
@Suite struct LaidOutSessionsTests {
  private static let paths = Documents.sessions + Documents.peerSessions + Documents.errorSessions

  private func bytes(_ path: String) throws -> [UInt8] { Array(try Documents.text(path).utf8) }

  @Test(arguments: paths) func everySessionMeansTheSameLaidOut(_ path: String) throws {
    let problem = FuzzedText.problem(laidOut: try bytes(path))
    #expect(problem == nil)
  }

  @Test(arguments: paths) func everySessionIsLaidOut(_ path: String) throws {
    let text = try Documents.text(path)
    let file = SessionFile.read(Array(text.utf8)).file, laidOut = file.laidOut()
    #expect(file.bytes == Array(text.utf8))
    #expect(String(decoding: laidOut.text, as: UTF8.self) == text)
  }
}
