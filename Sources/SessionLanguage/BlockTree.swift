/// The line that opens a block, and its `end`, counted from 0.
package struct Block: Sendable {
  package let construct: BlockConstruct
  // Half as large as Int: a long file may be nothing but blocks.
  private let first: UInt32
  private var last = UInt32.max

  package var opening: Int { Int(first) }
  package fileprivate(set) var end: Int {
    get { Int(last) }
    set { last = UInt32(newValue) }
  }

  fileprivate init(_ construct: BlockConstruct, opening: Int) {
    self.construct = construct
    first = UInt32(opening)
  }
}

/// The blocks of a session, made line by line. Those in a block follow it, up to its end, so that the order in which
/// they open is the whole tree.
package struct BlockTree: Sendable {
  private var blocks: ContiguousArray<Block> = []
  /// Those whose end has not come yet, the innermost last.
  private var open: ContiguousArray<Int> = []
  /// How many lines were meant to open a block and could not be read: each of them has an `end`, too.
  private var unreadable = 0

  init() {}

  /// The block, of those around the lines to come, that opened first.
  package var outermostOpen: Block? { open.first.map { blocks[$0] } }

  /// Takes one more line.
  ///
  /// - Parameters:
  ///   - statement: what the line says.
  ///   - line: its place, counted from 0.
  /// - Throws: when it is an `end` that closes nothing.
  mutating func add(_ statement: Statement, at line: Int) throws(Diagnostic) {
    switch statement.body {
    case .opening(let opening):
      open.append(blocks.count)
      blocks.append(Block(opening.construct, opening: line))
    case .end:
      guard let innermost = open.popLast() else {
        guard unreadable > 0 else { throw BlockConstruct.unopened }
        unreadable -= 1
        return
      }
      blocks[innermost].end = line
    default: break
    }
  }

  /// Takes a line that could not be read.
  mutating func addUnreadable(_ line: [UInt8]) {
    if RefusedBlock(openedBy: line)?.endsInWord == true { unreadable += 1 }
  }

  /// The blocks that are open still, when no more lines come.
  var unclosed: [Block] { open.map { blocks[$0] } }

  /// The block that the line at `line` opens; nil when it opens none.
  package func block(openedAt line: Int) -> Block? {
    var range = blocks.indices
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if blocks[middle].opening < line {
        range = middle + 1..<range.upperBound
      } else {
        range = range.lowerBound..<middle
      }
    }
    guard range.lowerBound < blocks.count, blocks[range.lowerBound].opening == line else { return nil }
    return blocks[range.lowerBound]
  }

  /// Goes through the lines in their order, and knows what is around each.
  package var walk: Walk { Walk(blocks) }

  package struct Walk {
    private let blocks: ContiguousArray<Block>
    private var line = -1
    private var next = 0
    private var around: ContiguousArray<Block> = []
    /// How many blocks that count turns are around the line. The lines that open and close a block are not in it.
    package private(set) var turns = 0
    /// How many blocks are around the line, in the same way.
    package var depth: Int { around.count }

    fileprivate init(_ blocks: ContiguousArray<Block>) { self.blocks = blocks }

    /// Goes on to the next line, and from the start to the first one.
    package mutating func advance() {
      line += 1
      if next < blocks.count, blocks[next].opening < line {
        around.append(blocks[next])
        if blocks[next].construct.countsTurns { turns += 1 }
        next += 1
      }
      if let block = around.last, block.end <= line {
        around.removeLast()
        if block.construct.countsTurns { turns -= 1 }
      }
    }
  }
}
