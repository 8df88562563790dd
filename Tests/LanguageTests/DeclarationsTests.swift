@testable import SessionLanguage
import Testing

/// Statements of C that are no calls.
@Suite struct DeclarationsTests {
  @Test(arguments: [
    ("addr.sin_family = AF_INET;", "an address is typed where it is used"), ("p->fd = s;", "an address is typed"),
    ("port = 8080;", "type: let port 8080"), ("int on = x;", "type: let NAME VALUE"),
  ])
  func whatToTypeIsSaid(_ line: String, _ help: String) throws {
    let error = try #require(throws: Diagnostic.self) { try Parser.parse(Array(line.utf8)) }
    #expect(error.help?.contains(help) == true, "\(error)")
  }

  @Test func aResultIsNone() throws {
    let error = try #require(throws: Diagnostic.self) { try Parser.parse(Array("listen srv = ok;".utf8)) }
    #expect(error.title == "not a result")
  }
}
