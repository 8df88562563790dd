import Commands
import Foundation
import Handles
import Runner
import SessionLanguage
import Sockets
import Support
import Testing

/// Sockets of another process, taken over while it uses them.
@Suite(.waits, .enabled(if: Adoption.isPossible)) struct AdoptTests {
  @Test func aListenerAndItsConnectionAreWhatTheOtherProcessHas() throws {
    let peer = try PythonPeer(Adoption.peer)
    defer { peer.end() }
    let (listener, client, accepted, port, room) = (
      try peer.line(), try peer.line(), try peer.line(), try peer.line(), try peer.line()
    )
    let play = Play(isInteractive: true)
    let step = try play.run("adopt \(peer.pid) \(listener) srv = fd")
    #expect(step.failure == nil)
    #expect(step.exchanges.map(\.call.name) == ["pidfd_open", "pidfd_getfd", "close", "fcntl"])
    #expect(step.listing == ["  the socket is fd \(listener) of \(peer.name) (pid \(peer.pid)), which keeps using it"])
    for line in [
      "? srv.state == LISTEN and srv.port == \(port) and srv.backlog == 7 and srv.queue == 0",
      "adopt \(peer.pid) \(accepted) conn = fd",
      "? conn.unread == 5 and conn.port == \(port) and conn.TCP_NODELAY == 1 and conn.SO_RCVBUF == \(room)",
      "recv conn 2 = 2 \"he\"", "recv conn 10 = 3 \"llo\"", "recv conn 10 = -1 EAGAIN",
      "adopt \(peer.pid) \(client) cli = fd",
      "send conn \"to cli\" = 6", "recv cli 64 = 6 \"to cli\"", "recv cli 1 MSG_DONTWAIT = -1 EAGAIN",
    ] {
      #expect(try play.run(line).failure == nil, "\(line)")
    }
    #expect(play.table.find("conn")!.isNonblocking && !play.table.find("cli")!.isNonblocking)
    #expect(play.table.find("conn")!.peer == play.table.find("cli"))
  }

  @Test func closingLeavesTheConnectionToTheOther() throws {
    let peer = try PythonPeer(
      Adoption.peer + "\nc.setblocking(True); say(c.recv(9).decode()); a.send(b'x'); say(c.recv(9).decode())")
    defer { peer.end() }
    let numbers = try (0..<5).map { _ in try peer.line() }
    let play = Play(isInteractive: true)
    for line in ["adopt \(peer.pid) \(numbers[0]) srv", "adopt \(peer.pid) \(numbers[2]) conn", "send conn one = 3"] {
      try play.run(line)
    }
    #expect(try peer.line() == "one")
    let lives = "  \(peer.name) (pid \(peer.pid)) still has the socket: it lives on"
    let closing = try play.run("close conn = 0 [conn ESTABLISHED]")
    #expect(closing.failure == nil && closing.listing == [lives + ", and no FIN is sent"])
    let gone = try play.run("close srv = 0")
    #expect(gone.listing == [lives] && gone.changes.first?.isGone == true && gone.changes.first?.isShared == true)
    #expect(try peer.line() == "x", "the peer's connection was ended")
  }

  /// The process is still there, but has closed it, too.
  @Test func whatTheOtherProcessHasClosedIsNotClosedHereOnly() throws {
    let reset = "import struct; c.recv(9); a.setsockopt(1, 13, struct.pack('ii', 1, 0)); a.close(); say('closed')"
    let peer = try PythonPeer(Adoption.peer + "\nc.setblocking(True); " + reset)
    defer { peer.end() }
    let numbers = try (0..<5).map { _ in try peer.line() }
    let play = Play(isInteractive: true)
    try play.run("adopt \(peer.pid) \(numbers[2]) conn")
    let conn = try #require(play.table.find("conn"))
    for line in ["send conn one = 3", "close conn = 0"] { try play.run(line) }
    #expect(try peer.line() == "closed")
    let change = play.table.refresh(conn)
    #expect(change?.isGone != false && change?.isShared != true && !conn.livesOn)
  }

  /// The listener is another's too, who may have accepted what came to it.
  @Test func whatTheOtherProcessHasAcceptedIsNotInTheQueue() throws {
    let peer = try PythonPeer(Adoption.peer)
    defer { peer.end() }
    let (listener, client) = (try peer.line(), try peer.line())
    let play = Play(isInteractive: true)
    for line in ["adopt \(peer.pid) \(listener) srv = fd", "adopt \(peer.pid) \(client) cli = fd"] {
      #expect(try play.run(line).failure == nil)
    }
    let other = "  now   the other end is with \(peer.name) (pid \(peer.pid)), in ESTABLISHED"
    #expect(try play.run("why cli").listing.contains(other))
    try play.run("close srv")
    #expect(try play.run("why cli").listing.contains(other))
  }

  @Test func whatCannotBeTakenIsSaidPlainly() throws {
    let peer = try PythonPeer(Adoption.peer)
    let play = Play(isInteractive: true)
    let refused = try play.run("adopt \(peer.pid) 777 x = -1 EBADF")
    #expect(refused.why == "the process has no descriptor 777 open")
    #expect(
      refused.exchanges.map(\.call.name) == ["pidfd_open", "pidfd_getfd", "close"],
      "the process's descriptor was not closed")
    peer.end()
    #expect(try play.run("adopt \(peer.pid) 0 x = -1 ESRCH").why == "there is no process \(peer.pid)")
    for line in ["adopt 0 3 x", "adopt 99999999999 3 x", "adopt x 3 y", "adopt 1 -1 x", "adopt 1 3 1"] {
      #expect(throws: Diagnostic.self) { try play.run(line) }
    }
  }

  @Test func whatIsNoSocketIsNotCalledOne() throws {
    let peer = try PythonPeer(
      Adoption.peer + "\nimport os\nr, w = os.pipe(); say(r); say(os.open('/dev/null', os.O_RDONLY))")
    defer { peer.end() }
    let numbers = try (0..<7).map { _ in try peer.line() }
    let play = Play(isInteractive: true)
    for (number, word) in zip(numbers.suffix(2), ["pipe", "file"]) {
      let step = try play.run("adopt \(peer.pid) \(number) \(word)s = fd")
      #expect(
        step.listing == ["  the \(word) is fd \(number) of \(peer.name) (pid \(peer.pid)), which keeps using it"])
    }
  }

  @Test func aFileNeedsToBeAllowed() throws {
    let play = Play(permissions: Permissions.all.subtracting(.processes))
    let error = #expect(throws: Diagnostic.self) { try play.run("adopt 1 3 x") }
    #expect(error?.notes.last?.text == "if you trust the file: sockplay --allow processes …")
  }

  @Test func fdsFindsTheNumber() throws {
    let peer = try PythonPeer(Adoption.peer)
    let (listener, port) = (try peer.line(), try (0..<3).map { _ in try peer.line() }[2])
    let rows = try Play().run("fds \(peer.pid)").listing.map { $0.split(separator: " ").map(String.init) }
    #expect(rows.contains { $0[0] == listener && $0[1...3] == ["tcp", "LISTEN", "127.0.0.1:\(port)"] })
    peer.end()
    #expect(throws: Diagnostic.self) { try Play().run("fds \(peer.pid)") }
  }
}
