import Foundation
import Runner
import Sockets
import Support
import Testing

/// A shell that meets terminals, where each does what it likes.
@Suite(.waits) struct TerminalServerTests {
  /// A shell in a folder of its own, and what it takes from terminals.
  private func meet(
    interrupt: @escaping @Sendable () -> Void = {},
    _ body: (TerminalServer, TerminalPlace.Shell, Wakeup) throws -> Void
  ) throws {
    try Scratch.folder { folder in
      let folders = [folder.appendingPathComponent("shells").path], wakeup = Wakeup()
      let server = try TerminalServer(try TerminalPlace.listen(in: folders), wakeup: wakeup, interrupt: interrupt)
      let shell = try #require(TerminalPlace.shells(in: folders).first)
      #expect(shell.process == getpid())
      try body(server, shell, wakeup)
      server.end()
      #expect(TerminalPlace.shells(in: folders).isEmpty)
    }
  }

  private func events(_ server: TerminalServer, _ wakeup: Wakeup, _ count: Int) -> [String] {
    var found: [String] = []
    for _ in 0..<600 where found.count < count {
      wakeup.wait(microseconds: 100_000)
      found += server.takeEvents().map { event in
        switch event {
        case .message(let message, let number, _): "\(number) \(message)"
        case .gone(let number): "\(number) gone"
        }
      }
    }
    return found
  }

  private static let hello = TerminalMessage.hello(
    .init(role: "server", width: 80, isColoured: false, language: .english, isTyped: true))

  @Test func messagesComeInTheirOrderAndAnEndIsTold() throws {
    try meet { server, shell, wakeup in
      let link = TerminalLink(try #require(TerminalPlace.connect(to: shell)))
      link.send(Self.hello)
      link.send(.line(Array("bind".utf8)))
      let came = events(server, wakeup, 2)
      let number = try #require(came.first?.split(separator: " ").first)
      #expect(came[1] == "\(number) \(TerminalMessage.line(Array("bind".utf8)))")
      server.send(.welcome(role: "server"), to: try #require(Int(number)))
      server.send(.ended, to: try #require(Int(number)))
      server.dismiss(try #require(Int(number)))
      #expect(events(server, wakeup, 1) == ["\(number) gone"])
      var answers: [TerminalMessage] = []
      while let more = link.take() { answers += more }
      #expect(answers == [.welcome(role: "server"), .ended])
    }
  }

  /// The line may have left its call to the terminal just before the key came: then only the event reaches that call.
  @Test func ctrlCWhileALineRunsComesAsAnEventAfterIt() throws {
    let pressed = Semaphore()
    try meet(interrupt: { pressed.post() }) { server, shell, wakeup in
      let link = TerminalLink(try #require(TerminalPlace.connect(to: shell)))
      link.send(Self.hello)
      let number = try #require(events(server, wakeup, 1).first?.split(separator: " ").first.flatMap { Int($0) })
      server.running(number) {
        link.send(.key(.interrupt))
        while pressed.wait() != nil {}
        #expect(server.takeEvents().isEmpty)
      }
      #expect(events(server, wakeup, 1) == ["\(number) \(TerminalMessage.key(.interrupt))"])
      link.send(.key(.interrupt))
      #expect(events(server, wakeup, 1) == ["\(number) \(TerminalMessage.key(.interrupt))"])
    }
  }

  @Test func whoSaysSomethingElseIsSentAwayAndMeansNothing() throws {
    try meet { server, shell, wakeup in
      for garbage in [Array("GET / HTTP/1.1\r\n\r\n".utf8), TerminalMessage.line([]).frame, [0, 0, 0, 0]] {
        let stranger = try #require(TerminalPlace.connect(to: shell))
        defer { close(stranger) }
        _ = garbage.withUnsafeBytes { send(stranger, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        var byte: UInt8 = 0
        #expect(recv(stranger, &byte, 1, 0) <= 0)
      }
      #expect(server.takeEvents().isEmpty)
    }
  }

  @Test func whoNeverReadsHoldsNobodyUp() throws {
    try meet { server, shell, wakeup in
      let lazy = try #require(TerminalPlace.connect(to: shell))
      defer { close(lazy) }
      let frame = Self.hello.frame
      _ = frame.withUnsafeBytes { send(lazy, $0.baseAddress, $0.count, 0) }
      let number = try #require(events(server, wakeup, 1).first?.split(separator: " ").first.flatMap { Int($0) })
      let text = TerminalMessage.text(Array(repeating: 0x78, count: 1 << 20))
      for _ in 0..<8 { server.send(text, to: number) }
      #expect(events(server, wakeup, 1) == ["\(number) gone"])
    }
  }

  /// Others could have made the folder, to be asked there.
  @Test func aFolderThatOthersMayEnterIsNotUsed() throws {
    try Scratch.folder { folder in
      chmod(folder.path, 0o755)
      #expect(throws: TerminalPlace.Problem.self) { try TerminalPlace.listen(in: [folder.path]) }
      #expect(TerminalPlace.shells(in: [folder.path, folder.path + "/none"]).isEmpty)
    }
  }

  @Test func whatAKilledShellHasLeftIsRemoved() throws {
    try Scratch.folder { folder in
      let shells = folder.appendingPathComponent("shells").path
      mkdir(shells, 0o700)
      // A number that no process has.
      let text = "import socket; socket.socket(socket.AF_UNIX).bind('shells/99999999')"
      let ended = try Program.run(["python3", "-c", text], of: "/usr/bin/env", folder: folder)
      #expect(try ended.code == 0 && FileManager.default.contentsOfDirectory(atPath: shells) == ["99999999"])
      #expect(TerminalPlace.shells(in: [shells]).isEmpty)
      #expect(try FileManager.default.contentsOfDirectory(atPath: shells).isEmpty)
    }
  }
}
