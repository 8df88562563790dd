import Foundation
import Support
import Testing

/// Peers that do what no honest one does, a few turns in each run of the tests; `Scripts/soak peers` plays hundreds.
@Suite(.waits) struct HostilePeersTests {
  private static let turns = 1...Soak.count("PEERS", usual: 2)

  /// A server that gives each connection to the Python function `act(c, turn)`; `turn` counts them from `first`.
  private func server(_ act: String, first: Int = 0) throws -> (peer: PythonPeer, port: String) {
    let peer = try PythonPeer(
      """
      import random, struct, threading, time
      \(act)
      def quiet(c, turn):
          try: act(c, turn)
          except OSError: pass
      def serve(listener):
          turn = \(first)
          while True:
              c = listener.accept()[0]
              threading.Thread(target=quiet, args=(c, turn), daemon=True).start()
              turn += 1
      listener = socket.create_server(("127.0.0.1", 0), backlog=50)
      threading.Thread(target=serve, args=(listener,), daemon=True).start()
      say(listener.getsockname()[1])
      """)
    return (peer, try peer.line())
  }

  /// What sockplay makes of `lines`, as cards and as JSON. No byte may come that a terminal would obey.
  private func run(_ lines: [String], options: [[String]] = [[], ["--json"]], folder: URL? = nil) throws -> [String] {
    try options.map { options in
      let input = Array((lines.joined(separator: "\n") + "\n").utf8)
      let ended = try Program.run(["--color=never"] + options, input: input, folder: folder, limit: 300)
      #expect(ended.code == 0, "\(ended.errors.suffix(2000))")
      let text = ended.output + ended.errors
      #expect(!text.unicodeScalars.contains(where: Self.isObeyed), "a terminal would obey what came")
      return ended.output
    }
  }

  private static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
    scalar != "\n" && scalar.properties.generalCategory == .control
      || (0x202a...0x202e).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
  }

  /// Each call gets what it has room for, and no more.
  @Test(arguments: turns) func aFloodIsReceivedInPieces(turn: Int) throws {
    let (peer, port) = try server(
      #"""
      def act(c, turn):
          while True: c.sendall(b"\x1b[2Jflood\r\n" * 5000)
      """#)
    defer { peer.kill() }
    let outputs = try run([
      "@timeout 20s", "socket cli tcp", "connect cli 127.0.0.1:\(port)", "repeat 10", "recv cli 16K = 1..16384", "end",
      "recvall cli 200K = 204800 count", #"recvuntil cli "no such thing" 40K = 40960 full"#,
      "recv cli 1M MSG_WAITALL & = *", "close cli = 0", "? 1 == 1",
    ])
    #expect(outputs[0].utf8.count < 1 << 20)
  }

  /// Bytes that keep coming do not keep a line beyond its time.
  @Test(arguments: turns) func aPeerThatDripsHoldsNoLineBeyondItsTime(turn: Int) throws {
    let (peer, port) = try server(
      """
      def act(c, turn):
          while True:
              c.sendall(b"x")
              time.sleep(0.002)
      """)
    defer { peer.kill() }
    _ = try run([
      "socket cli tcp", "connect cli 127.0.0.1:\(port)", "recvall cli = timeout within 150ms",
      #"recvuntil cli "\n" = timeout within 150ms"#, "recv cli 1M MSG_WAITALL = timeout within 150ms",
      "recv cli 1 = 1 within 10s", "close cli = 0",
    ])
  }

  /// RST at any moment: each call ends, says why, and nothing stays open.
  @Test(arguments: turns) func aPeerThatResetsEndsEveryCall(turn: Int) throws {
    let (peer, port) = try server(
      """
      def act(c, turn):
          dice = random.Random(turn)
          c.settimeout(0.2)
          try:
              for _ in range(dice.randrange(4)):
                  if dice.randrange(2): c.sendall(b"x" * dice.randrange(1, 100000))
                  else: c.recv(dice.randrange(1, 100000))
                  time.sleep(dice.random() / 500)
          finally:
              c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
              c.close()
      """, first: turn * 100)
    defer { peer.kill() }
    let calls = [
      "send cli{i} fill:10", "recv cli{i} 64K", "sendall cli{i} fill:300K", "recvall cli{i}", "poll cli{i} 20ms",
      "send cli{i} x",
      "recv cli{i} 10", #"recvuntil cli{i} "\n""#, "shutdown cli{i} wr", "sendfile cli{i} /proc/self/status",
    ]
    var dice = SeededGenerator(seed: UInt64(turn))
    let chosen = (0..<6).map { _ in calls.randomElement(using: &dice)! + " = * within 2s" }
    try Scratch.folder { folder in
      _ = try run(
        ["repeat 20", "socket cli{i} tcp = fd", "connect cli{i} 127.0.0.1:\(port) = *"] + chosen
          + ["why cli{i}", "close cli{i} = *", "end", "socket again tcp = fd", "? again.fd == 3"],
        options: [[], ["--json"]], folder: folder)
    }
  }

  /// What comes is shown, recorded and told as JSON without one byte that a terminal obeys.
  @Test(arguments: turns) func escapeSequencesAreSeenAndNotObeyed(turn: Int) throws {
    let (peer, port) = try server(
      #"""
      pieces = [b"\x1b[2J", b"\x1b]0;title\x07", b"\x9b31m", b"\r\n", b"\x1bP1$r\x1b\\", b"\x00", b"\x7f", b"\xc2\x9b2J",
          "\u202e\u2066\u200b".encode(), b"\xff\xfe", b'"\\{}', "\uc548\ub155".encode(), b"\xe2\x80", b"plain"]
      def act(c, turn):
          dice = random.Random(turn)
          c.sendall(b"".join(dice.choice(pieces) for _ in range(dice.randrange(1, 300))))
          c.close()
      """#, first: turn * 100)
    defer { peer.kill() }
    try Scratch.folder { folder in
      let lines = [
        "record NAME", "repeat 10", "socket cli{i} tcp = fd", "connect cli{i} 127.0.0.1:\(port) = 0",
        "recv cli{i} 20 = *",
        #"recvuntil cli{i} "\r\n" = *"#, "recvall cli{i} = *", "hex cli{i} = *", "close cli{i} = 0", "end",
        "record off",
      ]
      for (name, options) in [("cards", []), ("json", ["--json"])] {
        let named = lines.map { $0.replacing("NAME", with: name + ".session") }
        _ = try run(named, options: [["--allow", "files"] + options], folder: folder)
        let recording = try String(contentsOf: folder.appendingPathComponent(name + ".session"), encoding: .utf8)
        #expect(!recording.unicodeScalars.contains(where: Self.isObeyed), "\(recording)")
        try #expect(Program.run(["check", "--syntax", name + ".session"], folder: folder).code == 0, "\(recording)")
      }
    }
  }
}
