import Foundation
import Support
import Testing

@testable import Reports

/// `--report-junit`, held against Python's XML parser and the structure of Jenkins' junit-10.xsd, and where there is an
/// xmllint against a schema, `junit.xsd`.
@Suite(.waits) struct JUnitDocumentTests {
  @Test func aSuiteIsWrittenAsItWas() throws {
    let text = JUnitDocument.text(of: SuiteSamples.suite)
    try Golden.expect(text, "suite.junit")
    #expect(try problems(text) == [])
  }

  @Test func everyCharacterIsWrittenSoThatItCanBeRead() throws {
    let texts = SuiteSamples.strangeTexts.map { JUnitDocument.text(of: SuiteSamples.strange($0)) }
    #expect(try problems(texts.joined(separator: "\0")) == [])
  }

  @Test func theValidatorRefusesWhatIsNoReport() throws {
    let text = JUnitDocument.text(of: SuiteSamples.suite)
    let wrong = [
      text.replacing("&amp;", with: "&"), text.replacing(" name=\"Killed\"", with: ""),
      text.replacing("<properties>", with: "<property>"), text.replacing("tests=\"1\"", with: "tests=\"2\""),
      text.replacing("안녕", with: "\u{1b}"), text.replacing("time=\"12.345\"", with: "time=\"12.345s\""), "<testcase/>",
      text.replacing("</properties>\n", with: "</properties>\n<system-out/>"),
      text.replacing("<skipped message", with: "<failure type=\"x\"/><skipped message"),
      text.replacing("T08:00:00Z", with: " 8 o'clock"),
    ]
    for (number, one) in wrong.enumerated() { #expect(try problems(one).count >= 1, "\(number)") }
    // A schema does not count.
    guard let xmllint = Program.find("xmllint") else { return }
    for (number, one) in wrong.enumerated() where number != 3 {
      #expect(try validated([one], by: xmllint).code != 0, "\(number)")
    }
  }

  @Test(.enabled(if: Program.find("xmllint") != nil)) func aReportIsWhatTheSchemaSays() throws {
    let texts = [SuiteSamples.suite] + SuiteSamples.strangeTexts.map { SuiteSamples.strange($0) }
    let ended = try validated(texts.map { JUnitDocument.text(of: $0) }, by: #require(Program.find("xmllint")))
    #expect(ended.code == 0, "\(ended.errors)")
  }

  /// What xmllint says of documents.
  private func validated(_ texts: [String], by xmllint: String) throws -> (code: Int32, errors: String) {
    try Scratch.folder { folder in
      let files = texts.indices.map { folder.appendingPathComponent("\($0).xml") }
      for (file, text) in zip(files, texts) { try Data(text.utf8).write(to: file) }
      let schema = Program.root.appendingPathComponent("Tests/ReportsTests/junit.xsd").path
      let ended = try Program.run(["--noout", "--nonet", "--schema", schema] + files.map(\.path), of: xmllint)
      return (ended.code, ended.errors)
    }
  }

  /// What is wrong with documents, which are separated by NUL.
  private func problems(_ texts: String) throws -> [String] {
    let script = #"""
      import re, sys, xml.etree.ElementTree as tree
      # From junit-10.xsd: of each element those that may be in it, its attributes, and which of them must be there.
      rerun = ({"stackTrace", "system-out", "system-err"}, {"message", "type"}, {"type"})
      told = (set(), {"message", "type"}, set())
      suite = {"name", "tests", "failures", "errors", "group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"}
      cases = {"skipped", "error", "failure", "rerunFailure", "rerunError", "flakyFailure", "flakyError", "system-out", "system-err"}
      rules = {
        "testsuites": ({"testsuite"}, {"name", "time", "tests", "failures", "errors"}, set()),
        "testsuite": ({"testsuite", "properties", "testcase", "system-out", "system-err"}, suite, {"name", "tests", "failures", "errors"}),
        "properties": ({"property"}, set(), set()), "property": (set(), {"name", "value"}, {"name", "value"}),
        "testcase": (cases, {"name", "time", "classname", "group"}, {"name"}),
        "failure": told, "error": told, "skipped": told, "rerunFailure": rerun, "flakyFailure": rerun,
        "system-out": (set(), set(), set()),
      }
      order = {"testsuite": ["properties", "testcase", "system-out", "system-err"],
               "testcase": ["skipped", "error", "failure", "rerunFailure", "flakyFailure", "system-out", "system-err"]}
      outcomes = {"skipped", "error", "failure"}
      def look(element):
          inside, may, must = rules.get(element.tag, (set(), set(), {"an element that is known"}))
          if not must <= set(element.attrib) <= may | must: print("attributes of", element.tag, element.attrib)
          tags = [child.tag for child in element]
          places = [order[element.tag].index(tag) for tag in tags if tag in order.get(element.tag, [])]
          if places != sorted(places): print("order in", element.tag, tags)
          if element.tag == "testcase" and len(outcomes & set(tags)) > 1: print("two outcomes", tags)
          if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.get("timestamp", "2026-01-01T00:00:00Z")): print("timestamp")
          if element.tag != "testcase" and not re.fullmatch(r"\d+\.\d{3}", element.get("time", "0.000")): print("time")
          for child in element:
              if child.tag not in inside: print(child.tag, "in", element.tag)
              look(child)
      def count(element, name):
          return sum(1 for case in element.iter("testcase") if name is None or case.find(name) is not None)
      for text in sys.stdin.buffer.read().split(b"\0"):
          try:
              root = tree.fromstring(text)
              if root.tag != "testsuites": print("root", root.tag)
              look(root)
              for element in root.iter():
                  for key, name in [("tests", None), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")]:
                      if key in element.attrib and int(element.get(key)) != count(element, name): print(key, element.attrib)
          except tree.ParseError as error:
              print(error)
      """#
    let ended = try Program.run(["-c", script], of: "/usr/bin/python3", input: Array(texts.utf8), limit: 600)
    try #require(ended.code == 0, "\(ended.errors)")
    return ended.output.split(separator: "\n").map(String.init)
  }
}
