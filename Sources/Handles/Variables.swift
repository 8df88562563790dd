/// The variables of a session. One may hold a megabyte, and all together a limited amount, so that a loop of `let` cannot
/// fill the memory.
package struct Variables {
  /// The most bytes that one may hold; a word may name many.
  package static let longest = 1 << 20

  private var values: [String: String] = [:]
  private var size = 0

  package init() {}

  package var isEmpty: Bool { values.isEmpty }
  package var names: Dictionary<String, String>.Keys { values.keys }
  /// All of them, in the order of their names.
  package var sorted: [(name: String, value: String)] { values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }

  package subscript(name: String) -> String? { values[name] }

  /// Sets a variable.
  ///
  /// - Parameter most: The most bytes that all together may hold, names included.
  /// - Returns: whether there was room for it; nothing has changed otherwise.
  package mutating func set(_ name: String, to value: String, within most: Int = Limit.variables.usual) -> Bool {
    let before = values[name].map { Self.size(name, $0) } ?? 0
    let after = size - before + Self.size(name, value)
    guard after <= most else { return false }
    (values[name], size) = (value, after)
    return true
  }

  private static func size(_ name: String, _ value: String) -> Int { name.utf8.count + value.utf8.count }
}
