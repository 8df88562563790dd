import Foundation
import Support

/// Somebody at the prompt, in a folder of their own.
enum Typist {
  /// Opens the shell on a new terminal, runs `lines`, and hands both to `body`.
  static func sits<T>(
    columns: Int = 100, rows: Int = 40, environment: [String: String] = [:], lines: [String] = [],
    _ body: (Pty, URL) throws -> T
  ) throws -> T {
    try Scratch.folder { folder in
      let pty = try Pty(columns: columns, rows: rows, environment: environment, folder: folder)
      try pty.wait("the first prompt") { $0.prompts == 1 }
      for line in lines { try pty.run(line) }
      return try body(pty, folder)
    }
  }
}

extension Pty {
  static let (ctrlC, ctrlD, ctrlR, ctrlX, ctrlZ, tab, left, up) = (
    "\u{3}", "\u{4}", "\u{12}", "\u{18}", "\u{1a}", "\t", "\u{1b}[D", "\u{1b}[A"
  )

  /// Presses KEYS, and waits until a new prompt stands there.
  func press(_ keys: String) throws {
    let before = prompts
    try type(keys)
    try wait("a prompt") { $0.prompts > before }
  }

  /// Waits until the line at the cursor, which may wrap, is `line` with its prompt.
  func expect(line: String) throws {
    try wait("the line \(line)") { $0.screen.lastLine(from: String(line.prefix(4))) == line }
  }
}
