import Foundation

/// The prose and the headings of a session.
enum Prose {
  /// Lines of one sort without anything between them.
  struct Block {
    let isHeading: Bool
    let isKorean: Bool
    /// The number of its first line.
    let line: Int
    var lines: [String]
  }

  static func blocks(_ path: String) throws -> [Block] {
    var blocks: [Block] = []
    var isOpen = false
    for (index, line) in try Documents.text(path).components(separatedBy: "\n").enumerated() {
      guard let parts = line.wholeMatch(of: /(##?)(ko)?(?: (.*))?/) else {
        isOpen = false
        continue
      }
      let (isHeading, isKorean, text) = (parts.1 == "##", parts.2 != nil, String(parts.3 ?? ""))
      if isOpen, let last = blocks.last, last.isHeading == isHeading, last.isKorean == isKorean {
        blocks[blocks.count - 1].lines.append(text)
      } else {
        blocks.append(Block(isHeading: isHeading, isKorean: isKorean, line: index + 1, lines: [text]))
      }
      isOpen = true
    }
    return blocks
  }

  /// Each line in English, with the one in Korean that stands for it.
  static func pairs(_ blocks: [Block]) -> [(english: String, korean: String)] {
    zip(blocks, blocks.dropFirst()).filter { !$0.isKorean && $1.isKorean }.flatMap { zip($0.lines, $1.lines) }
      .map { (english: $0, korean: $1) }
  }
}
