import Foundation
import Support
import Testing

@testable import Reports

/// `--report-json`. That it is what docs/check.schema.json describes, CheckSchemaTests looks.
@Suite struct SuiteJSONDocumentTests {
  @Test func aSuiteIsWrittenAsItWas() throws {
    let text = SuiteJSONDocument.text(of: SuiteSamples.suite)
    // A line for each file, so that a difference can be read.
    try Golden.expect(text.replacing("{\"path\"", with: "\n{\"path\""), "suite.json")
  }

  @Test(arguments: SuiteSamples.strangeTexts.indices) func everyCharacterComesBack(_ index: Int) throws {
    let text = SuiteSamples.strangeTexts[index]
    let document = Data(SuiteJSONDocument.text(of: SuiteSamples.strange(text)).utf8)
    let read = try #require(try JSONSerialization.jsonObject(with: document) as? [String: Any])
    let file = try #require((read["files"] as? [[String: Any]])?.first)
    #expect(file["reason"] as? String == text && file["left"] as? [String] == [text])
    #expect((file["chapters"] as? [[String: Any]])?.first?["name"] as? String == text)
  }
}
