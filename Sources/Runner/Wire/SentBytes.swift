import Sockets

/// Which call gave which bytes of a stream to the kernel, by handle.
struct SentBytes {
  /// One call, and where its bytes stand in the stream.
  struct Part {
    let line: String
    /// How many bytes were given before.
    let start: Int
    let count: Int
  }

  private var parts: [String: [Part]] = [:]
  /// How many calls are kept for a handle.
  private static let most = 1000

  mutating func note(_ exchanges: [Exchange], by line: String, on handle: String) {
    for exchange in exchanges {
      guard let answer = exchange.answer, !answer.failed else { continue }
      let traits = exchange.call.traits
      if !traits.isDisjoint(with: [.opens, .connects, .accepts]) { parts[handle] = [] }
      guard traits.contains(.sends), answer.result > 0 else { continue }
      add(answer.result, line, on: handle)
    }
  }

  private mutating func add(_ count: Int, _ line: String, on handle: String) {
    var list = parts[handle] ?? []
    let start = list.last.map { $0.start + $0.count } ?? 0
    list.append(Part(line: line, start: start, count: count))
    if list.count > Self.most { list.removeFirst() }
    parts[handle] = list
  }

  /// The calls that gave the bytes of `range`, counted from 0.
  func parts(of range: Range<Int>, on handle: String) -> [Part] {
    (parts[handle] ?? []).filter { range.overlaps($0.start..<$0.start + $0.count) }
  }
}
