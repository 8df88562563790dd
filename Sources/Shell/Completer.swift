import CReadline
import Commands
import Glibc

/// TAB.
enum Completer {
  /// Readline's callbacks carry no context; they and the prompt run on one thread.
  nonisolated(unsafe) private static var table: Table?
  nonisolated(unsafe) private static var candidates: [String] = []

  static func install(_ table: Table) {
    self.table = table
    creadline_prepare("sockplay") { text, start, _ in Completer.matches(text, Int(start)) }
  }

  private static func matches(_ text: UnsafePointer<CChar>?, _ start: Int) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    guard let text, let table else { return nil }
    let line = String(cString: creadline_line())
    switch Completion.offers(for: line, start: start, table: table) {
    case .fileNames:
      creadline_completion_is_over(0)
      return nil
    case .dataFiles: return offer(dataFiles(text), for: text)
    case .words(let words): return offer(words, for: text)
    }
  }

  private static func offer(_ words: [String], for text: UnsafePointer<CChar>) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    creadline_completion_is_over(1)
    let prefix = String(cString: text)
    candidates = words.filter { $0.hasPrefix(prefix) }.reversed()
    creadline_append(candidates.count == 1 && candidates[0].hasSuffix(":") ? 0 : 0x20)
    // Readline frees each match.
    return rl_completion_matches(text) { _, _ in Completer.candidates.popLast().map { strdup($0) } }
  }

  /// The files whose names begin with what stands behind the `@`.
  private static func dataFiles(_ text: UnsafePointer<CChar>) -> [String] {
    guard text.pointee == CChar(UInt8(ascii: "@")) else { return [] }
    var names: [String] = []
    while let name = rl_filename_completion_function(text + 1, names.isEmpty ? 0 : 1) {
      names.append("@" + String(cString: name))
      free(name)
    }
    return names
  }
}
