@testable import SessionLanguage
import Testing

/// What is said of a `&` in the wrong place is right.
@Suite struct BackgroundPlaceTests {
  @Test(arguments: [
    ("recv d 5 within 50ms &", "recv d 5 & within 50ms"), ("recv d 5 = blocks &", "recv d 5 & = blocks"),
    ("recv d 5 = blocks & within 1s", "recv d 5 & = blocks  within 1s"), ("accept srv & q", "accept srv q &"),
    ("recv d 5 = 3 &", "recv d 5 & = 3"),
    ("accept srv & q = blocks", "accept srv q & = blocks"),
  ])
  func theLineToTypeIsSaid(_ line: String, _ typed: String) throws {
    let error = try #require(throws: Diagnostic.self) { try Parser.parse(Array(line.utf8)) }
    #expect(error.title == "not an expectation" && error.help?.split(separator: ";").first == "type: \(typed)")
    guard case .command(let command) = try Parser.parse(Array(typed.utf8)).body else { return }
    #expect(command.inBackground)
  }

  /// What follows is another command, or the rest of a text.
  @Test(arguments: ["send cli hello & recv conn", "close conn & close cli", "send cli fish & chips and salt"])
  func wordsThatAreNoPartOfTheCommandAreNotMoved(_ line: String) throws {
    let error = try #require(throws: Diagnostic.self) { try Parser.parse(Array(line.utf8)) }
    #expect(error.help == "write one command a line; text with & needs quotes")
  }

  @Test func otherWordsAreToldAsTheyAre() throws {
    let error = try #require(throws: Diagnostic.self) { try Parser.parse(Array("recv d & = 5 x y z =".utf8)) }
    #expect(error.help?.contains("&") == false)
  }
}
