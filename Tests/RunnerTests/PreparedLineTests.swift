import Foundation
import Glibc
@testable import Runner
import SessionLanguage
import Sockets
import Support
import Testing

/// A line that was understood once is understood again as soon as it may mean something else.
@Suite(.waits) struct PreparedLineTests {
  /// Lines of which the one that is repeated would go wrong if it still meant what it meant at first.
  @Test(arguments: [
    // The name is another socket's by now.
    """
    repeat 3
    socket a udp
    bind a 127.0.0.1:0
    connect a {a}
    send a "x" = 1
    recv a 10 = 1 "x"
    close a = 0
    end
    """,
    // What is sent follows a variable.
    """
    socket a udp
    bind a 127.0.0.1:0
    connect a {a}
    repeat 3
    send a "{i}" = 1
    recv a 10 = 1 "{i}"
    end
    """,
    // The socket is connected to another one.
    """
    socket a udp
    bind a 127.0.0.1:0
    socket b udp
    bind b 127.0.0.1:0
    socket c udp
    repeat 2
    connect c {a}
    send c "x" = 1
    recv a 10 = 1 "x"
    connect c {b}
    send c "x" = 1
    recv b 10 = 1 "x"
    end
    """,
    // The address is another one.
    """
    socket c udp
    repeat 3
    socket a udp
    bind a 127.0.0.1:0
    connect c {a}
    send c "{i}" = 1
    recv a 10 = 1 "{i}"
    close a
    end
    """,
    // A datagram goes to another address.
    """
    socket c udp
    repeat 3
    socket a udp
    bind a 127.0.0.1:0
    sendto c "x" {a} = 1 [c BOUND]
    recvfrom a 10 = 1 "x" from {c}
    close a
    end
    """,
    // A variable takes the name of the handle that datagrams went to.
    """
    socket a udp
    bind a 127.0.0.1:0
    socket b udp
    bind b 127.0.0.1:0
    repeat 3
    sendto a "x" {a} = 1
    let a {b}
    end
    recvfrom a 10 = 1 "x"
    recvfrom b 10 = 1 "x"
    recvfrom b 10 = 1 "x"
    """,
    // It is bound by the first datagram that it sends, and by that alone after it was disconnected.
    """
    socket a udp
    bind a 127.0.0.1:0
    socket c udp
    repeat 3
    sendto c "x" {a} = 1 [c BOUND]
    recvfrom a 10 = 1 "x" from {c}
    connect c {a} = 0 [c ESTABLISHED]
    sendto c "y" {a} = 1 [c ESTABLISHED]
    recvfrom a 10 = 1 "y" from {c}
    connect c unspec = 0
    end
    """,
    // The name is another one.
    """
    repeat 3
    socket a{i} udp
    end
    close a1 = 0
    close a2 = 0
    close a3 = 0
    """,
    // The name is chosen anew.
    """
    repeat 2
    socket udp
    end
    close s1 = 0
    close s2 = 0
    """,
    // Flags go with the socket.
    """
    repeat 3
    socket a udp SOCK_NONBLOCK
    bind a 127.0.0.1:0
    recv a 10 = -1 EAGAIN
    close a
    end
    """,
    // Connections come and go under the same names.
    """
    socket srv tcp
    bind srv 127.0.0.1:0
    listen srv 5
    repeat 20
    socket c tcp
    connect c {srv}
    accept srv k
    ? k.peer == c.addr and c.peer == k.addr and c.peer == srv.addr
    close c = 0 [k CLOSE_WAIT]
    close k = 0 [c TIME_WAIT]
    end
    """,
    // A close that lingers is another one.
    """
    socket srv tcp
    bind srv 127.0.0.1:0
    listen srv 5
    socket c tcp
    connect c {srv}
    close c = 0
    socket c tcp
    connect c {srv}
    setsockopt c SO_LINGER on 5s
    close c = 0
    socket c tcp
    connect c {srv}
    close c = 0
    """,
  ])
  func aLineMeansWhatItSays(lines: String) {
    #expect(Play().file(lines) == .held)
    #expect(Play(wantsChanges: false).file(lines) == .held)
  }

  /// Where nobody looks at sockets, what is closed takes no more room than its name.
  @Test func whatIsClosedIsForgotten() throws {
    let play = Play(wantsChanges: false)
    for line in ["socket a udp", "dup a twin", "close a", "socketpair b c", "close b = 0"] {
      #expect(try play.run(line).failure == nil, "\(line)")
    }
    #expect(play.table.names == ["twin", "c"])
    #expect(play.table.isGone("a") && play.table.isGone("b"))
  }

  /// The number of a descriptor is the same as before, and what it leads to is not.
  @Test func aDescriptorMayLeadElsewhere() throws {
    let kernel = ScriptedKernel()
    let play = Play(kernel: kernel)
    var made = Received()
    made.details = .descriptors([1_000_007, 1_000_008])
    let ends = Answer(result: 0, received: made)
    let (done, seven) = (Answer(result: 0), Answer(result: 1_000_007))
    for answer in [seven, Answer(result: 1_000_008), done, done, seven, Answer(result: 1_000_008)] {
      kernel.expect(.answer(answer))
    }
    let lines = ["accept a b", "close b", "close a"]
    #expect(play.file((["socket a tcp"] + lines + ["socket a tcp6", "accept a b"]).text) == .held)
    #expect((try #require(play.table.find("b"))).kind.word == "tcp6")
    for answer in [done, done, ends, done, done, seven, done] { kernel.expect(.answer(answer)) }
    #expect(play.file("close a\nclose b") == .held)
    #expect(play.file(["pipe a b", "close b", "close a", "socket a tcp", "close a"].text) == .held)
    #expect(kernel.calls.last == Call("close", .descriptor(1_000_007)))
    #expect(play.table.all.allSatisfy { !$0.isOpen })
  }

  /// A file may have many lines, each with much to send.
  @Test(arguments: [
    ("send a fill:4K", true), ("send a fill:4097", false), ("writev a fill:4K x", false), ("recv a 100K", true),
  ])
  func aCallThatHoldsMuchIsNotKept(line: String, isKept: Bool) throws {
    let play = Play(kernel: ScriptedKernel())
    try play.run("socket a udp")
    let prepared = PreparedLine(try Parser.parse(Array(line.utf8)))
    _ = try prepared.understand(try #require(prepared.statement.command), in: play.table)
    #expect((prepared.knownInvocation(in: play.table) != nil) == isKept)
  }

  @Test func aFileIsReadAgain() throws {
    try Scratch.folder { folder in
      let path = folder.appendingPathComponent("data")
      let play = Play()
      for line in ["socket a udp", "bind a 127.0.0.1:0", "connect a {a}"] { try play.run(line) }
      let (file, _) = SessionFile.read(Array("sockplay 1\nsend a @\(path.path)\n".utf8))
      let player = Player(file, source: "test", on: play.session) { _ in true }
      for text in ["one", "three"] {
        try Data(text.utf8).write(to: path)
        #expect(player.play() == .held)
        #expect(try play.run("recv a 10 = \(text.utf8.count) \"\(text)\"").failure == nil)
      }
    }
  }

  /// SO_RCVLOWAT makes recv wait although there are bytes, so that what was seen of a socket does not tell.
  @Test func aThresholdIsHeeded() throws {
    let play = Play()
    for line in OpeningLines.connected + [
      "send cli hello", "? conn.unread == 5", "setsockopt conn SO_RCVLOWAT 6 = 0", "recv conn 10 & = blocks",
      "cancel conn = 5 \"hello\"",
    ] { #expect(try play.run(line).failure == nil, "\(line)") }
  }

  /// A queue that was seen tells that accept need not wait, unless somebody else may take the connection.
  @Test func aQueueThatWasSeenIsHeeded() throws {
    let play = Play()
    func isReady(after lines: [String]) throws -> Bool {
      for line in lines { #expect(try play.run(line).failure == nil, "\(line)") }
      let srv = try #require(play.table.find("srv"))
      #expect(!srv.isKnownReady(for: Int16(POLLOUT)))
      return srv.isKnownReady(for: Int16(POLLIN))
    }
    #expect(try isReady(after: OpeningLines.connecting))
    #expect(try !isReady(after: ["accept srv conn", "accept srv next = timeout within 30ms"]))
    #expect(try isReady(after: ["socket second tcp", "connect second {srv}"]))
    #expect(try !isReady(after: ["dup srv twin"]))
    #expect(try !isReady(after: ["accept twin next", "accept srv late = timeout within 30ms"]))
  }

  /// A call that waits on the same socket may take what was seen there.
  @Test func aJobMayTakeWhatWasSeen() throws {
    let play = Play()
    for line in OpeningLines.connected + ["recv conn 10 & = blocks", "send cli hello = 5"] {
      #expect(try play.run(line).failure == nil, "\(line)")
    }
    // The job takes the bytes, which the session has seen and does not look at again.
    let conn = try #require(play.table.find("conn"))
    while play.table.kernel.observe(conn.descriptor, conn.kind).unread > 0 { usleep(1000) }
    for line in ["recv conn 10 = timeout within 30ms", "wait conn = 5 \"hello\""] {
      #expect(try play.run(line).failure == nil, "\(line)")
    }
  }
}
