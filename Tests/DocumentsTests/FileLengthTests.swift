import Foundation
import Support
import Testing

/// A file that fits into the head: at most 300 lines, in the program and in its tests.
@Suite struct FileLengthTests {
  @Test(arguments: ["Sources", "Tests"]) func noFileHasMoreThan300Lines(folder: String) throws {
    let paths = FileManager.default.enumerator(atPath: Documents.url(folder).path)?.compactMap { $0 as? String } ?? []
    let code = paths.filter { path in [".swift", ".c", ".h", ".py"].contains { path.hasSuffix($0) } }
    #expect(code.count > 100)
    for path in code {
      let lines =
        try Documents.text("\(folder)/\(path)").split(separator: "\n", omittingEmptySubsequences: false).count - 1
      #expect(lines <= 300, "\(folder)/\(path) has \(lines)")
    }
  }
}
