import Foundation
import Support
import Testing

/// Calls that watch several descriptors, in files, pipes and at the prompt.
@Suite(.waits) struct PollingShellTests {
  private static let lines = """
    socket srv tcp
    bind srv 127.0.0.1:0
    listen srv 5
    epoll_create
    epoll_create ep EPOLL_CLOEXEC
    epoll_ctl ep add srv
    poll srv &
    select r:srv &
    epoll_wait ep &
    poll srv:POLLIN|POLLOUT 10ms
    poll 999:POLLIN 0
    socket cli tcp
    poll cli:POLLIN|POLLOUT
    connect cli {srv}
    wait poll
    wait select
    wait ep
    select r:srv r:cli w:cli
    epoll_ctl ep mod srv EPOLLIN|EPOLLONESHOT
    epoll_wait ep
    epoll_wait ep 10ms
    epoll_wait ep = -1 EINTR
    poll srv:POLLOUT 5s = timeout within 50ms
    recv cli &
    accept srv conn
    poll srv &
    send conn "first"
    wait any
    socket last tcp
    connect last {srv}
    wait any
    epoll_ctl ep del srv
    close ep
    """

  @Test func whatWasRecordedPlaysAgain() throws {
    try Scratch.folder { folder in
      let lines = "record a.session\n" + Self.lines
      let ended = try Program.run(["--allow", "files"], input: Array(lines.utf8), folder: folder)
      #expect(ended.code == 0, "\(ended.errors)")
      let text = try String(contentsOf: folder.appendingPathComponent("a.session"), encoding: .utf8)
      for line in [
        "epoll_create s1                              = fd", "poll srv &                                   = blocks",
        "poll 999:POLLIN 0                            = 1 fd:POLLNVAL",
        "wait poll                                    = 1 srv:POLLIN",
        "wait select                                  = 1 r:srv",
        "wait ep                                      = 1 srv:EPOLLIN",
        "select r:srv r:cli w:cli                     = 2 r:srv w:cli",
        "epoll_wait ep 10ms                           = 0",
        "wait cli                                     = 5 \"first\"",
        "wait poll                                    = 1 srv:POLLIN",
      ] { #expect(text.contains(line), "\(line) not in\n\(text)") }
      for _ in 1...10 {
        let checked = try Program.run(["check", "a.session"], folder: folder)
        try #require(checked.code == 0, "\(checked.errors)\n\(text)")
      }
    }
  }

  @Test func jsonHasWhatCame() throws {
    let ended = try Program.run(["--json", "-e", "socket a udp", "-e", "poll a:POLLIN|POLLOUT 0"])
    let last = try #require(ended.output.split(separator: "\n").last)
    #expect(last.contains(#""gives":["a:POLLOUT"]"#))
    #expect(last.contains(#"poll([{fd=3, events=POLLIN|POLLOUT, revents=POLLOUT}], 1, 0)"#))
  }

  @Test func atThePromptKeysInterruptAndMoveThem() throws {
    try Typist.sits(lines: ["socket a udp", "bind a 127.0.0.1:0"]) { pty, _ in
      try pty.type("poll a 1m\r")
      try pty.wait("it to wait") { $0.plain().contains("blocked (") }
      try pty.press(Pty.ctrlC)
      try pty.wait("the error") { $0.plain().contains("EINTR") }
      // No signal is blocked in this one, and yet the keys are the session's.
      for keys in 2...6 {
        try pty.type("ppoll a\r")
        try pty.wait("it to wait") { $0.plain().components(separatedBy: "blocked (").count > keys }
        try pty.press(Pty.ctrlC)
        try pty.wait("the error") { $0.plain().components(separatedBy: "EINTR").count > keys }
      }
      try pty.type("select r:a\r")
      try pty.wait("it to wait") { $0.plain().components(separatedBy: "blocked (").count > 7 }
      try pty.press(Pty.ctrlZ)
      try pty.wait("the job") { $0.plain().contains("wait select, cancel select") }
      try pty.run("sendto a x {a}")
      try pty.wait("what came") { $0.plain().contains("r:a") && $0.plain().contains("gives") }
    }
  }
}
