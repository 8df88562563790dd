import Foundation
import Support
import Testing

/// What is recorded of the commands that move bytes plays again.
@Suite(.waits) struct RecordedBytesTests {
  private static let lines = #"""
    record a.session
    pipe out in
    write in "Hello Bob"
    writev in "a" hex:00ff
    readv out 5 64
    read out &
    write in "late"
    wait out
    fcntl in F_GETFL
    fcntl in F_SETOWN self
    fcntl in F_GETFD
    socket srv tcp
    bind srv 127.0.0.1:0
    ioctl srv SIOCGIFADDR lo
    ioctl srv SIOCGIFFLAGS lo
    listen srv 1
    socket cli tcp
    fcntl cli F_SETOWN self
    fcntl cli F_GETOWN
    ioctl cli SIOCGPGRP
    connect cli {srv}
    accept srv conn
    sendall cli "GET /\r\n\r\nbody"
    ioctl conn FIONREAD
    recvuntil conn "\r\n\r\n"
    recvall conn 4
    recvuntil conn "x" = timeout within 50ms
    sendfile cli /etc/passwd 0 5
    sendfile cli /etc/hostname 0 100000
    sendfile cli /none = -1 ENOENT
    splice conn in 64
    tee out in 64 = -1 EINVAL
    read out
    send cli "ab!" MSG_OOB
    sockatmark conn
    recv conn 64
    sockatmark conn
    recv conn 1 MSG_OOB
    recvall conn &
    sendall cli fill:40000
    shutdown cli wr
    wait conn
    recvall conn
    nonblock conn on
    setsockopt conn SO_SNDBUF 4096
    sendall conn fill:2M = -1 EAGAIN
    signal pipe default
    write cli "x" = -1 EPIPE
    writev cli "x" "y" = -1
    sendall cli "x" = *
    signal pipe ignore
    close out
    write in "x" = -1
    record off
    """#

  /// The server writes the moment of its answer.
  @Test func anAnswerOfHTTPIsAnotherInTheNextSecond() throws {
    try Scratch.folder { folder in
      try Data("Hello".utf8).write(to: folder.appendingPathComponent("a.txt"))
      let lines = [
        "record a.session", "peer http . h", "socket w tcp", "connect w {h}",
        #"send w "GET /a.txt HTTP/1.0\r\n\r\n""#, "recvall w", "record off",
      ]
      _ = try Program.run(lines.flatMap { ["-e", $0] }, folder: folder)
      for _ in 1...2 {
        usleep(1_100_000)
        let ended = try Program.run(["check", "a.session"], folder: folder)
        #expect(ended.code == 0, "\(ended.errors)")
      }
      let text = try String(contentsOf: folder.appendingPathComponent("a.session"), encoding: .utf8)
      #expect(text.contains(#"Date: "... EOF"#), "\(text)")
    }
  }

  @Test func whatWasMovedMovesAgain() throws {
    try Scratch.folder { folder in
      let ended = try Program.run(["--allow", "files"], input: Array(Self.lines.utf8), folder: folder)
      #expect(ended.code == 0, "\(ended.output.suffix(2000))\(ended.errors)")
      let text = try String(contentsOf: folder.appendingPathComponent("a.session"), encoding: .utf8)
      #expect(text.contains("mark") && text.contains("= * self") && text.contains("40000"))
      for turn in 1...5 {
        let ended = try Program.run(["check", "a.session"], folder: folder)
        try #require(ended.code == 0, "time \(turn): \(ended.errors)\n\(text)")
      }
    }
  }
}
