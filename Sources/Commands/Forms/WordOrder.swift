import Handles
import SessionLanguage
import Sockets
import Text

/// Lines whose words are in another order than their command has them, such as `sendto a {b} "x"`.
package struct WordOrder {
  private let command: Command
  private let line: [UInt8]
  private let words: ArraySlice<Word>
  private let isHandle: (String) -> Bool

  /// The parameters that the words are for: without a level, where none of them is one.
  private var parameters: [Parameter] {
    let hasLevel = words.contains { $0.plain.map(Self.isLevel) ?? false }
    return command.parameters.filter { hasLevel || $0.name != "LEVEL" }
  }

  /// A number is a value: that some levels have it, too, says nothing.
  private static func isLevel(_ text: String) -> Bool {
    Int(numeral: text) == nil && SocketOption.Level(symbol: text) != nil
  }

  /// Longer lines have too many orders.
  private static let mostWords = 4

  /// What to say instead of `error`, which is what came of `line`: where no word is wrong but where it stands, the order
  /// that is right.
  /// - Parameters:
  ///   - text: The whole line.
  ///   - isHandle: Whether a handle has a name.
  package static func error(
    insteadOf error: Diagnostic, of line: CommandLine, in text: [UInt8], _ command: Command,
    isHandle: @escaping (String) -> Bool
  ) -> Diagnostic {
    let words = line.words.dropFirst().dropLast(command.countByHand(line))
    guard (2...mostWords).contains(words.count), !error.isOfTooManyWords else { return error }
    let order = WordOrder(command: command, line: text, words: words, isHandle: isHandle)
    return order.right.map(order.diagnostic) ?? error
  }

  private func diagnostic(_ order: [Int]) -> Diagnostic {
    let spans = words.map(\.span)
    let moved = order.indices.filter { order[$0] != $0 }.map { spans[$0] }
    let texts = order.map { String(decoding: line[spans[$0]], as: UTF8.self) }
    let written = ([command.name] + texts).joined(separator: " ")
    let takes = parameters.prefix(words.count).map(\.name).joined(separator: " ")
    return Diagnostic(
      "wrong order of words", at: (moved.first?.lowerBound ?? 0)..<(moved.last?.upperBound ?? 0),
      label: "\(command.name) takes \(takes)", help: "write: \(written)"
    ).inKorean("인자의 순서가 다릅니다", label: "순서: \(takes)", help: "이렇게 적으세요: \(written)")
  }

  // MARK: Orders

  /// The order with the fewest words elsewhere in which each can be what its place is for; nil where the words are in such
  /// an order already, or there is none.
  private var right: [Int]? {
    let fits = words.indices.map { word in words.indices.map { fit(word, at: $0 - words.startIndex) } }
    func isPossible(_ order: [Int]) -> Bool { order.indices.allSatisfy { fits[order[$0]][$0] != .no } }
    guard !isPossible(Array(fits.indices)) else { return nil }
    let orders = Self.orders(of: Array(fits.indices)).filter { order in
      isPossible(order) && order.indices.contains { order[$0] != $0 && fits[order[$0]][$0] == .yes }
    }
    return orders.min { Self.moves($0) < Self.moves($1) }
  }

  private static func moves(_ order: [Int]) -> Int { order.indices.count { order[$0] != $0 } }

  private static func orders(of words: [Int]) -> [[Int]] {
    if words.count < 2 { return [words] }
    return words.flatMap { first in orders(of: words.filter { $0 != first }).map { [first] + $0 } }
  }

  // MARK: What a word can be

  private enum Fit { case no, perhaps, yes }

  private func fit(_ index: Int, at place: Int) -> Fit {
    let parameters = parameters
    let repeated = parameters.last?.repeats == true ? parameters.last : nil
    guard let kind = (place < parameters.count ? parameters[place] : repeated)?.kind else { return .no }
    let word = words[index]
    if let text = word.plain { return WrongPointer(word: text) == nil ? fit(text, kind) : .perhaps }
    if let reference = word.loneReference { return kind == .address && reference.field == nil ? .yes : .perhaps }
    switch kind {
    case .data: return .yes
    case .handle, .newHandle, .integer, .flags, .option, .choice, .kind: return word.references.isEmpty ? .no : .perhaps
    case .address: return line[word.span].contains(UInt8(ascii: ":")) ? .perhaps : .no
    default: return .perhaps
    }
  }

  private func fit(_ text: String, _ kind: Parameter.Kind) -> Fit {
    let isRight: Bool
    switch kind {
    case .handle: isRight = isHandle(text) || text.hasPrefix(Arguments.numberPrefix)
    // That a name is taken is no matter of order.
    case .newHandle where isHandle(text): return .perhaps
    case .newHandle: isRight = Name.isValid(text)
    case .kind where words.count > 2: return .perhaps
    case .kind: isRight = SocketKind.begins(with: text)
    case .address: isRight = text.contains(":") || text == "unspec"
    case .integer: isRight = UInt64(numeral: text) != nil
    case .flags(let table): isRight = text.split(separator: "|").allSatisfy { table.symbols.contains(String($0)) }
    case .choice(let choices): isRight = choices.contains(text)
    case .option: isRight = SocketOption.named(text) != nil || Self.isLevel(text)
    default: return .perhaps
    }
    return isRight ? .yes : .no
  }
}
