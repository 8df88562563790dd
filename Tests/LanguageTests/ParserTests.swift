import SessionLanguage
import Testing

@Suite struct ParserTests {
  @Test func aRoleStandsBeforeTheCommand() throws {
    let statement = try Parser.parse(Array("server> listen srv 5".utf8))
    #expect(statement.role == "server")
  }
}
