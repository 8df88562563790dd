import Foundation
import Support
import Testing

/// The folders of the sources: which there are, and that no arrow between them runs back.
@Suite struct FoldersTests {
  /// The tree that docs/architecture.md shows.
  @Test func theDocumentNamesAllFoldersThatThereAre() throws {
    let text = try Documents.text("docs/architecture.md").split(separator: "\n", omittingEmptySubsequences: false)
    let block = text.drop { $0 != "    Sources/" }.dropFirst().prefix { $0.hasPrefix("    ") }
    var way: [(indent: Int, name: String)] = []
    var named: [String] = []
    for line in block {
      let indent = line.prefix { $0 == " " }.count
      way.removeAll { $0.indent >= indent }
      // Folders stand in front, what they are for behind them.
      let words = line.split(separator: " ").prefix { $0.hasSuffix("/") }.map { String($0.dropLast()) }
      for word in words { named.append((way.map(\.name) + [word]).joined(separator: "/")) }
      if words.count == 1 { way.append((indent, words[0])) }
    }
    #expect(named.count == Set(named).count, "named twice: \(named)")
    #expect(Set(named) == SourceTree.folders)
  }

  /// A folder uses another when its files name a type that stands there.
  @Test func noArrowsBetweenFoldersRunInACircle() throws {
    let arrows = SourceTree.arrows(try SourceTree.files())
    #expect(arrows.count > 20 && arrows["Sources/Sockets/Linux"]?["Sources/Sockets"] != nil)
    guard let circle = SourceTree.circle(arrows) else { return }
    let steps = zip(circle, circle.dropFirst()).map { from, to in
      "\(from) uses \(to):\n  " + arrows[from]![to]!.joined(separator: "\n  ")
    }
    Issue.record("\(steps.joined(separator: "\n"))")
  }

  @Test func onlyCodeIsRead() {
    let text = #"""
      a // B "c"
      "D \(e("F", g) ? "H" : i)\"" + j
      """#
    let long = "let k = \"\"\"\n  L \"m\"\n  \"\"\"\nn"
    func words(_ text: String) -> [Substring] {
      String(decoding: SourceFile.code(Array(text.utf8)), as: UTF8.self).split { !$0.isLetter }
    }
    #expect(words(text) == ["a", "e", "g", "i", "j"])
    #expect(words(long) == ["let", "k", "n"])
  }

  @Test func aCircleIsFound() {
    #expect(SourceTree.circle(["a": ["b": [], "c": []], "b": ["c": []]]) == nil)
    #expect(SourceTree.circle(["a": ["b": []], "b": ["c": []], "c": ["b": []]]) == ["b", "c", "b"])
  }

  @Test(arguments: ["Sources", "Tests"]) func noTwoFilesHaveOneName(top: String) {
    let names = SourceTree.paths(top).filter { $0.hasSuffix(".swift") }.map { $0.split(separator: "/").last! }
    let twice = Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys
    #expect(names.count > 100)
    #expect(twice.isEmpty, "\(twice.sorted())")
  }

  /// All rooms are one package, so nothing in them is for others.
  @Test func nothingIsPublic() throws {
    for file in try SourceTree.files() {
      for line in file.lines where line.contains("public") {
        #expect(!line.split { !$0.isLetter }.contains("public"), "\(file.path): \(line)")
      }
    }
  }
}
