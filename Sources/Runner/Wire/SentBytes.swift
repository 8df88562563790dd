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
  private var shared: Set<String> = []
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

  /// Another socket has the name `handle` now, of which all is to be known.
  mutating func begin(_ handle: String) {
    parts[handle] = nil
    shared.remove(handle)
  }

  /// Others send on the socket of `handle`, too, so that it is not known any more where its bytes stand.
  mutating func share(_ handle: String) { shared.insert(handle) }

  private mutating func add(_ count: Int, _ line: String, on handle: String) {
    var list = parts[handle] ?? []
    let start = list.last.map { $0.start + $0.count } ?? 0
    list.append(Part(line: line, start: start, count: count))
    if list.count > Self.most { list.removeFirst() }
    parts[handle] = list
  }

  /// The calls that gave the bytes of `range`, counted from 0.
  func parts(of range: Range<Int>, on handle: String) -> [Part] {
    if shared.contains(handle) { return [] }
    return (parts[handle] ?? []).filter { range.overlaps($0.start..<$0.start + $0.count) }
  }
}
