import Foundation
import Runner
import SessionLanguage
import Sockets
import Support
import Testing

/// A line that was understood once is understood again as soon as it may mean something else.
@Suite struct PreparedTests {
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
  ])
  func aLineMeansWhatItSays(lines: String) {
    #expect(Play().file(lines) == .held)
    #expect(Play(wantsChanges: false).file(lines) == .held)
  }

  @Test func aFileIsReadAgain() throws {
    try Scratch.folder { folder in
      let path = folder.appendingPathComponent("data")
      let play = Play()
      for line in ["socket a udp", "bind a 127.0.0.1:0", "connect a {a}"] { try play.run(line) }
      let (file, _) = SessionFile.read(Array("sockplay 1\nsend a @\(path.path)\n".utf8))
      var player = Player(file, source: "test", on: play.session) { _ in true }
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
    for line in Scene.connected + [
      "send cli hello", "? conn.unread == 5", "setsockopt conn SO_RCVLOWAT 6 = 0", "recv conn 10 & = blocks", "cancel conn = 5 \"hello\"",
    ] { #expect(try play.run(line).failure == nil, "\(line)") }
  }

  /// A call that waits on the same socket may take what was seen there.
  @Test func aJobMayTakeWhatWasSeen() throws {
    let play = Play()
    for line in Scene.connected + ["recv conn 10 & = blocks", "send cli hello = 5"] {
      #expect(try play.run(line).failure == nil, "\(line)")
    }
    // The job takes the bytes, which the session has seen and does not look at again.
    let conn = play.table[try #require(play.table.find("conn"))]
    while play.table.kernel.observe(conn.descriptor, conn.kind).unread > 0 { usleep(1000) }
    for line in ["recv conn 10 = timeout within 30ms", "wait conn = 5 \"hello\""] {
      #expect(try play.run(line).failure == nil, "\(line)")
    }
  }
}
