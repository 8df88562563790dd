import Foundation
import Support
import Testing

@Suite(.waits) struct InterruptTests {
  @Test func controlCGivesUpAHalfTypedLine() throws {
    try Typist.sits { pty, _ in
      let long = "socket " + String(repeating: "very", count: 40) + "long tcp"
      try pty.type(long)
      try pty.expect(line: "> " + long)
      try pty.type(Pty.left + Pty.left + Pty.left + Pty.ctrlC)
      try pty.wait("an empty line") { $0.screen.current == ">" }
      #expect(pty.screen.text.contains("long tcp^C"))
      try #expect(pty.run("handles").contains("there are no handles"))
    }
  }

  @Test func controlCMakesABlockedCallReturnEINTR() throws {
    try Typist.sits(lines: OpeningLines.connected) { pty, _ in
      for call in ["recv conn 5", "accept srv other", "recvfrom cli 5"] {
        try pty.type(call + "\r")
        try pty.expect("blocked")
        try pty.press(Pty.ctrlC)
        try pty.expect("= -1")
        try pty.expect("errno 4 EINTR (Interrupted system call)")
      }
      #expect(pty.screen.lines.contains("^C"))
      try #expect(pty.run("handles").contains("ESTABLISHED"))
    }
  }

  @Test func controlCEndsWaitingButNotTheCall() throws {
    try Typist.sits(lines: OpeningLines.connected + ["recv conn 5 &"]) { pty, _ in
      try pty.type("wait conn\r")
      try pty.expect("wait conn")
      try pty.settle()
      try pty.press(Pty.ctrlC)
      #expect(pty.screen.lines.contains("^C"))
      try #expect(pty.run("jobs").contains("[1] conn  recv"))
    }
  }

  @Test(arguments: [
    "sleep 60m", "pause \"look\"", "sockets udp 1 --watch", "? 1 == 2 within 60m", "pipe r w = 0 [r CLOSED] within 60m",
  ])
  func controlCEndsIt(_ line: String) throws {
    try Typist.sits { pty, _ in
      try pty.type(line + "\r")
      try pty.settle()
      try pty.press(Pty.ctrlC)
      #expect(pty.screen.lines.contains("^C"))
      try #expect(pty.run("socket a tcp").contains(line.hasPrefix("pipe") ? "= 5" : "= 3"))
    }
  }

  @Test func enterEndsAPause() throws {
    try Typist.sits { pty, _ in
      try pty.type("pause \"look with ss now\"\r")
      try pty.expect("(press Enter to go on)")
      try pty.press("\r")
    }
  }

  @Test func controlCLeavesTheRestOfAPaste() throws {
    try Typist.sits(lines: OpeningLines.connected) { pty, _ in
      try pty.type("\u{1b}[200~recv conn 5\nsocket late tcp\u{1b}[201~\r")
      try pty.expect("blocked")
      try pty.press(Pty.ctrlC)
      try #expect(!pty.run("handles").contains("late"))
    }
  }

  @Test func controlZMovesABlockedCallToTheBackground() throws {
    try Typist.sits(lines: OpeningLines.connected) { pty, _ in
      try pty.type("recv conn 5\r")
      try pty.expect("blocked")
      try pty.press(Pty.ctrlZ)
      try pty.expect("waiting, job 1: wait conn, cancel conn")
      try pty.type("fg\r")
      try pty.expect("blocked")
      try pty.press(Pty.ctrlZ)
      try pty.run("send cli \"hello\"")
      try pty.expect("68 65 6c 6c 6f")
      try #expect(pty.run("jobs").contains("no call is waiting"))
    }
  }

  @Test func cancelMakesACallInTheBackgroundReturnEINTR() throws {
    try Typist.sits(lines: OpeningLines.connected + ["accept srv other &"]) { pty, _ in
      try #expect(pty.run("cancel other").contains("errno 4 EINTR"))
      try #expect(pty.run("jobs").contains("no call is waiting"))
    }
  }
}

extension Pty {
  /// Waits until the program is asleep: it has taken what was typed and waits for more.
  func settle() throws {
    try wait("it to take the line") {
      $0.raw.suffix(9) == Array("\u{1b}[?2004l\r".utf8) || $0.raw.last == UInt8(ascii: "\n")
    }
    try wait("it to sleep") { pty in
      let status = (try? String(contentsOfFile: "/proc/\(pty.process)/stat", encoding: .utf8)) ?? ""
      return status.contains(") S ")
    }
  }
}
