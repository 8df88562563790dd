/// How far an import has come.
package enum ImportStage: Sendable {
  /// It reads what another program has written.
  case reading(line: Int, of: Int)
  /// It finds out which socket each descriptor is.
  case descriptors
  /// It makes lines of the calls.
  case calls(done: Int, of: Int)
  /// It puts the text of the session in order.
  case layout

  /// Is told each line, each call and each stage as it begins.
  package typealias Observer = (ImportStage) -> Void

  package var text: String {
    switch self {
    case .reading(let line, let lines): "line \(line) of \(lines)"
    case .descriptors: "following the descriptors"
    case .calls(let done, let calls): "call \(done) of \(calls)"
    case .layout: "laying out the session"
    }
  }

  /// Whether many of its kind follow one another.
  package var isCounted: Bool {
    switch self {
    case .reading, .calls: true
    case .descriptors, .layout: false
    }
  }
}
