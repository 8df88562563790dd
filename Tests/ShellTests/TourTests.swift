import Foundation
import Support
import Testing

/// The tour at a prompt waits until a step is done, in whatever way.
@Suite(.waits) struct TourTests {
  /// A shell beside the project's sessions: the program may have been built outside the project.
  private func sit<T>(_ options: [String] = [], _ body: (Pty, URL) throws -> T) throws -> T {
    try Scratch.folder { folder in
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "Sessions"), withDestinationURL: Program.root.appending(path: "Sessions"))
      return try body(try shell(options, folder), folder)
    }
  }

  private func shell(_ options: [String], _ folder: URL) throws -> Pty {
    let pty = try Pty(options, columns: 80, rows: 24, folder: folder)
    try pty.wait("the first prompt") { $0.prompts == 1 }
    return pty
  }

  private func progress(_ folder: URL) -> String {
    (try? String(contentsOf: folder.appending(path: "state/sockplay/progress"), encoding: .utf8)) ?? ""
  }

  @Test func itGoesOnWhenAStepIsDone() throws {
    try sit { pty, folder in
      try pty.run("tour")
      try pty.expect("[1/13] The server makes a socket")
      try pty.run("socket srv tcp")
      try pty.expect("[2/13]")
      try pty.run("bind srv 127.0.0.1:0")
      try pty.run("listen srv 5")
      try pty.run("socket cli tcp")
      try pty.run("connect cli {srv}")
      try pty.expect("[6/13]")
      #expect(progress(folder).hasSuffix("tour 01-first-connection 5\n"))
    }
  }

  /// Other names, another port, a call as in C: what counts is the state that is reached. The lesson takes the names over.
  @Test func everyWayThatLeadsThereIsRight() throws {
    try sit { pty, _ in
      try pty.run("tour")
      try pty.run("server = socket(AF_INET, SOCK_STREAM, 0);")
      try pty.expect("[2/13]")
      try pty.run("bind server localhost:0")
      try pty.run("lis server 1")
      try pty.run("socket me tcp")
      try pty.expect("{server} in braces is the address of server")
      try pty.run("connect me {server}")
      try pty.expect("one connection waits in the\r\n  queue of server")
      try pty.run("accept server")
      try pty.run("write me \"hi\"")
      try pty.expect("[8/13]")
    }
  }

  @Test func mistakesAreHelpedWith() throws {
    try sit { pty, _ in
      try pty.run("tour")
      try pty.run("socket srv udp")
      try pty.expect("(Enter gives a hint.)")
      try pty.run("socket srv2 tcp")
      try pty.expect("[2/13]")
      try pty.run("")
      try pty.expect("Hint: bind HANDLE ADDRESS")
      try pty.run("hint")
      try pty.expect("Type: bind srv2 127.0.0.1:0")
      try pty.run("skip")
      try pty.expect("[3/13]")
      try pty.run("bind srv2 127.0.0.1:0")
      try pty.expect("Not yet: srv2.state is BOUND")
      try pty.run("help listen")
      try pty.run("tour off")
      try pty.expect("You have left the tour")
      try pty.run("hint")
      try pty.expect("there is no tour now")
    }
  }

  /// Who closes what a later step needs is told how to make it again.
  /// A UDP socket can be bound, too, but would never listen.
  @Test func aSocketOfAnotherKindIsNotMeant() throws {
    try sit { pty, _ in
      for line in ["tour", "socket srv udp", "socket cli tcp"] { try pty.run(line) }
      try pty.expect("[2/13]")
      try pty.run("bind srv 127.0.0.1:0")
      try pty.expect("Not yet: cli.state is CLOSED")
      try pty.run("bind cli 127.0.0.1:0")
      try pty.expect("[3/13]")
    }
  }

  @Test func aClosedHandleIsMadeAgain() throws {
    try sit { pty, _ in
      for line in ["tour", "socket s tcp", "bind s 127.0.0.1:0", "listen s 5", "socket c tcp", "close s"] {
        try pty.run(line)
      }
      try pty.run("")
      try pty.expect(
        "s is closed, and this step needs it. Make it again:\r\n  socket s tcp\r\n  bind s 127.0.0.1:0\r\n  listen s 5")
      for line in ["socket s tcp", "bind s 127.0.0.1:0", "listen s 5", "connect c {s}"] { try pty.run(line) }
      try pty.expect("[6/13]")
    }
  }

  private static let untilReceived = [
    "tour", "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5", "socket cli tcp", "connect cli {srv}",
    "accept srv conn", "send cli \"Hello Bob\"", "recv conn 100",
  ]

  /// A connection that was closed too early cannot be made again with a line or two.
  @Test(arguments: ["", "close cli"]) func aConnectionIsMadeAnew(first: String) throws {
    try sit { pty, _ in
      for line in Self.untilReceived { try pty.run(line) }
      try pty.expect("[9/13]")
      try pty.run("close conn")
      if !first.isEmpty { try pty.run(first) }
      try pty.run("")
      try pty.expect("conn is closed, and this step needs it. The lines of the steps so far are run")
      try pty.expect("> accept srv conn")
      try pty.expect("[9/13]")
      try pty.run("close cli")
      try pty.expect("[10/13]")
    }
  }

  @Test func skipGoesOnInAnyCase() throws {
    try sit { pty, _ in
      for line in Self.untilReceived + ["close conn", "skip"] { try pty.run(line) }
      try pty.expect("[10/13]")
      try pty.run("skip")
      try pty.expect("[11/13]")
    }
  }

  /// A step may take several lines: the first of them is no mistake.
  @Test func aRightLineIsNoMistake() throws {
    try sit { pty, _ in
      try pty.run("tour 2")
      for line in ["socket srv tcp", "bind srv 127.0.0.1:0"] { try pty.run(line) }
      try pty.run("listen srv 5")
      try pty.expect("[2/8]")
      #expect(!pty.plain().contains("Not yet"))
    }
  }

  /// The name of the line that is shown may be taken by another kind of socket.
  @Test func whatHasTheNameIsClosedFirst() throws {
    try sit { pty, _ in
      for line in ["tour", "socket srv udp", "", ""] { try pty.run(line) }
      try pty.expect("  close srv\r\n  socket srv tcp")
      try pty.run("skip")
      try pty.expect("[2/13]")
    }
  }

  /// Another shell goes on where this one was left, killed or not.
  @Test func itGoesOnWhereItWasLeft() throws {
    try sit { pty, folder in
      try pty.run("tour")
      try pty.run("socket srv tcp")
      try pty.run("bind srv 127.0.0.1:0")
      try pty.expect("[3/13]")
      kill(pty.process, SIGKILL)
      let next = try shell([], folder)
      try next.run("tour")
      try next.expect("> bind srv 127.0.0.1:0")
      try next.expect("[3/13]")
      try next.run("tour 1")
      try next.expect("[1/13]")
    }
  }

  /// A recording has the lines that did the steps, and nothing that the tour said.
  @Test func aRecordingHasTheLinesOnly() throws {
    try sit { pty, folder in
      for line in ["record r.session", "tour", "socket srv tcp", "", "skip", "tour off", "record off"] {
        try pty.run(line)
      }
      let text = try String(contentsOf: folder.appending(path: "r.session"), encoding: .utf8)
      #expect(text.contains("socket srv tcp") && text.contains("bind srv 127.0.0.1:0"))
      #expect(!text.contains("#") && !text.contains("tour") && !text.contains("skip"))
      #expect(try Program.run(["check", "r.session"], folder: folder).code == 0)
    }
  }

  @Test func inKorean() throws {
    try sit(["--lang", "ko"]) { pty, _ in
      try pty.expect("처음이라면 tour, 수업은 learn, 명령 목록은 help")
      try pty.run("둘러보기")
      try pty.expect("[1/13] 서버가 소켓을 만듭니다")
      try pty.run("soket srv tcp")
      try pty.expect("error: 없는 명령: soket")
      try pty.expect("혹시 socket?")
      try pty.run("ㄴㅐㅏㄷㅅ srv tcp")
      try pty.expect("혹시 socket?")
      try pty.run("힌트")
      try pty.expect("힌트: socket [NEW]")
      try pty.run("건너뛰기")
      try pty.expect("[2/13]")
    }
  }

  /// Every line of every part, as the file has it, leads to the end.
  @Test func allPartsCanBeGoneThroughWithSkip() throws {
    try sit { pty, folder in
      for part in 1...3 {
        try pty.run("tour \(part)")
        let done = "done\n"
        var count = 0
        while progress(folder).components(separatedBy: done).count < part + 1, count < 20 {
          try pty.run("skip")
          count += 1
        }
        #expect(progress(folder).components(separatedBy: done).count == part + 1, "part \(part)")
      }
      try pty.expect("The tour is done")
    }
  }

  @Test func aFileOfATeacher() throws {
    try sit { pty, folder in
      let lesson = """
        sockplay 1
        ## A pair
        # Make a pair of UNIX domain sockets.
        socketpair a b unix = 0
        ? a.kind == unix
        # Both are there.

        # Send something from a.
        send a "x" = 1
        ? b.unread == 1

        """
      try Data(lesson.utf8).write(to: folder.appending(path: "pair.session"))
      try pty.run("tour pair.session")
      try pty.expect("[1/2]")
      try pty.run("socketpair one two unix")
      try pty.expect("✓ Both are there.")
      try pty.run("send one \"y\"")
      try pty.wait("the end") { $0.screen.text.contains("✓\n>") }
      #expect(progress(folder).isEmpty)
    }
  }

  /// What happens by itself counts too: Enter looks again.
  @Test func aClientFromElsewhere() throws {
    try sit { pty, folder in
      try Data(
        "sockplay 1\n# Listen.\nsocket srv tcp = fd\nlisten srv = 0 [srv LISTEN]\n\n# Wait.\nhandles\n? srv.queue == 1\n"
          .utf8
      )
      .write(to: folder.appending(path: "wait.session"))
      for line in ["tour wait.session", "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv", "handles"] {
        try pty.run(line)
      }
      let port = try #require(pty.screen.text.firstMatch(of: /BOUND +127\.0\.0\.1:(\d+)/)).1
      let client = try PythonPeer("s = socket.create_connection(('127.0.0.1', \(port)))\nsay('there')")
      _ = try client.line()
      try pty.run("")
      try pty.wait("the end") { $0.screen.text.contains("✓\n>") }
      client.end()
    }
  }

  /// Where nobody types, it plays.
  @Test func aPipePlaysIt() throws {
    let ended = try Program.run(["-e", "tour"], folder: Program.root)
    #expect(ended.code == 0 && ended.output.contains("The server makes a socket"), "\(ended.errors)")
    #expect(ended.output.contains("Datagrams: messages without a connection"))
  }

  @Test func aTourThatIsPlayedWaitsForEnter() throws {
    try Scratch.folder { folder in
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "Sessions"), withDestinationURL: Program.root.appending(path: "Sessions"))
      let pty = try Pty(["-e", "tour"], folder: folder)
      try pty.expect("A first connection")
      try pty.expect("press Enter to go on")
      try pty.type("\r")
      try pty.expect("bind srv 127.0.0.1:0")
      try pty.expect("press Enter to go on")
      try pty.type(Pty.ctrlC)
      try pty.expect("did not play to its end")
    }
  }
}
