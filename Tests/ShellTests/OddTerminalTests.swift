import Foundation
import Glibc
import Support
import Testing

/// Terminals, environments and state folders that nobody expects.
@Suite(.waits) struct OddTerminalTests {
  /// Types a line and leaves. What is shown on such a screen is anybody's guess; that the program lives is what counts.
  private func lives(columns: Int, rows: Int, environment: [String: String] = [:]) throws {
    try Scratch.folder { folder in
      let pty = try Pty(window: (columns, rows), environment: environment, folder: folder)
      try pty.wait("a prompt") { $0.prompts > 0 }
      try pty.type("socketpair a b unix\r")
      try pty.wait("the next prompt") { $0.prompts > 1 }
      try pty.type("quit\r")
      #expect(try pty.end() == 0)
    }
  }

  @Test(arguments: [(1, 1), (2, 1), (1, 40), (2, 2), (3, 1), (65535, 65535), (0, 0)])
  func aWindowMayHaveAnySize(columns: Int, rows: Int) throws { try lives(columns: columns, rows: rows) }

  @Test(arguments: ["2147483647", "4294967297", "-1", "0", "99999999999999999999", "x"])
  func theEnvironmentMaySayAnySize(size: String) throws {
    try lives(columns: 0, rows: 0, environment: ["COLUMNS": size, "LINES": size])
  }

  /// A FIFO would keep whoever opens it waiting for a writer.
  @Test func aHistoryFileThatIsAFIFOIsLeftAlone() throws {
    try Scratch.folder { folder in
      let state = folder.appendingPathComponent("state/sockplay")
      try FileManager.default.createDirectory(at: state, withIntermediateDirectories: true)
      try #require(mkfifo(state.appendingPathComponent("history").path, 0o600) == 0)
      let pty = try Pty(folder: folder)
      try pty.wait("a prompt") { $0.prompts > 0 }
      try pty.type("quit\r")
      #expect(try pty.end() == 0)
    }
  }
}
