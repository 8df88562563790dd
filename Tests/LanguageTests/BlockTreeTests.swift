@testable import SessionLanguage
import Support
import Testing

@Suite struct BlockTreeTests {
  private func file(_ lines: [String]) -> SessionFile {
    var reader = SessionReader(needsHeader: false)
    for line in lines { reader.add(Array(line.utf8)[...]) }
    return reader.finish().file
  }

  private let nested = ["repeat 2", "a", "repeat 3", "repeat 4", "b", "end", "end", "c", "end", "repeat 1", "end", "d"]

  @Test func eachBlockHasItsOwnEnd() {
    let blocks = file(nested).blocks
    let ends = nested.indices.map { blocks.block(openedAt: $0)?.end }
    #expect(ends == [8, nil, 6, 5, nil, nil, nil, nil, nil, 10, nil, nil])
    #expect(file([]).blocks.block(openedAt: 0) == nil)
  }

  /// Of a line that was to open a block and cannot be read, the end is not told as well.
  @Test(arguments: [
    (["repeat until \"x\"", "a", "end"], [1]), (["server> repeat", "a", "end"], [1]),
    (["repeat 2", "repeat", "a", "end", "end"], [2]), (["repeat", "end", "end"], [1, 3]), (["a", "end"], [2]),
  ])
  func anEndHasOneError(_ lines: [String], _ wrong: [Int]) {
    var reader = SessionReader(needsHeader: false)
    for line in lines { reader.add(Array(line.utf8)[...]) }
    #expect(reader.finish().problems.map(\.number) == wrong)
  }

  @Test func aWalkKnowsWhatIsAroundEachLine() {
    var walk = file(nested).blocks.walk
    let turns = nested.map { _ in
      walk.advance()
      return walk.turns
    }
    #expect(turns == [0, 1, 1, 2, 3, 2, 1, 1, 0, 0, 0, 0])
  }

  @Test func theOutermostOpenBlockIsKnownLineByLine() {
    var reader = SessionReader(needsHeader: false)
    let open = nested.map { line in
      reader.add(Array(line.utf8)[...])
      return reader.openBlock?.opening
    }
    #expect(open == [0, 0, 0, 0, 0, 0, 0, 0, nil, 9, nil, nil])
  }

  @Test func blocksAreFoundAmongMany() {
    let blocks = file(Array(repeating: ["repeat 1", "a", "end"], count: 5000).flatMap { $0 }).blocks
    for number in 0..<5000 {
      #expect(blocks.block(openedAt: 3 * number)?.end == 3 * number + 2)
      #expect(blocks.block(openedAt: 3 * number + 1) == nil)
    }
  }

  /// As deep as a file of some megabytes can go.
  @Test func noDepthIsTooDeep() {
    let depth = 200_000
    let file = file(Array(repeating: "repeat 1", count: depth) + Array(repeating: "end", count: depth))
    #expect(file.blocks.block(openedAt: depth - 1)?.end == depth)
    #expect(file.blocks.block(openedAt: 0)?.end == 2 * depth - 1)
  }
}
