import Foundation
import Support
import Testing

/// What --report-json writes is what docs/check.schema.json describes. Needs Debian's python3-jsonschema.
@Suite(.waits) struct CheckSchemaTests {
  private static let files = [
    "a.session": "## One\nsocket a tcp = fd", "b.session": "## One\nsocket a tcp = -1 EPERM\n## Two\nclose a",
    "c.session": "@needs var:x\nsocket a tcp", "d.session": "nonsense",
  ]

  private func document(_ options: [String]) throws -> String {
    try Scratch.folder { folder in
      for (name, lines) in Self.files {
        try Data("sockplay 1\n\(lines)\n".utf8).write(to: folder.appending(path: name))
      }
      _ = try Program.run(["check", ".", "--report-json", "r.json"] + options, folder: folder)
      return try String(contentsOf: folder.appending(path: "r.json"), encoding: .utf8)
    }
  }

  @Test func aReportIsValid() throws {
    for options in [[], ["--retry", "1", "--lint"], ["--shard", "1/3"], ["--timeout", "1ms"]] {
      let text = try document(options)
      #expect(try isValid(text), "\(text)")
    }
  }

  @Test func whatIsNoReportIsNot() throws {
    let text = try document([])
    let wrong = [
      "{}", text.replacing(#""outcome":"passed""#, with: #""outcome":"fine""#),
      text.replacing(#""version":1"#, with: #""version":2"#), text.replacing(#""tries":1"#, with: #""tries":"1""#),
      text.replacing(#""title":"#, with: #""name":"#),
    ]
    for one in wrong { #expect(try !isValid(one) && one != text) }
  }

  private func isValid(_ text: String) throws -> Bool {
    let script = """
      import json, sys, jsonschema
      schema = json.load(open(sys.argv[1]))
      jsonschema.Draft202012Validator.check_schema(schema)
      print(jsonschema.Draft202012Validator(schema).is_valid(json.load(sys.stdin)))
      """
    let ended = try Program.run(
      ["-c", script, Documents.url("docs/check.schema.json").path], of: "/usr/bin/python3", input: Array(text.utf8),
      limit: 600)
    try #require(ended.code == 0, "python3 with jsonschema (Debian's python3-jsonschema) is needed: \(ended.errors)")
    return ended.output == "True\n"
  }
}
