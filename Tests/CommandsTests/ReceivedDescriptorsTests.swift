import Commands
import Foundation
import Glibc
import Sockets
import Support
import Synchronization
import Testing

/// Descriptors that came from elsewhere, and what this session knows of their sockets.
@Suite(.waits) struct ReceivedDescriptorsTests {
  private func duplicates(_ name: String, _ play: Play) throws -> Set<String> {
    Set((try #require(play.table.find(name))).duplicates.map { $0.name })
  }

  @Test func whatIsReceivedIsATwinOfWhatWasSent() throws {
    let play = Play()
    #expect(
      try play.failures(
        OpeningLines.connected.text + "\nsocketpair a b unix\nsocketpair c d unix SOCK_NONBLOCK\nsocket u udp") == [])
    #expect(
      try play.failures(
        "sendmsg a x SCM_RIGHTS:cli,c,u = 1\nrecvmsg b 9 SCM_RIGHTS:twin,c2,u2 = 1 \"x\" SCM_RIGHTS:twin,c2,u2") == [])
    #expect(try duplicates("cli", play) == ["twin"] && duplicates("twin", play) == ["cli"])
    #expect(try duplicates("c2", play) == ["c"] && duplicates("u2", play) == ["u"] && duplicates("a", play).isEmpty)
    #expect(
      try play.failures("shutdown twin wr = 0 [cli FIN_WAIT2, twin FIN_WAIT2, conn CLOSE_WAIT]\nrecv c2 9 = -1 EAGAIN")
        == [])
    let closing = try play.run("close cli = 0")
    #expect(closing.failure == nil && closing.changes.first { $0.name == "cli" }?.remainingDuplicate == "twin")
    #expect(try play.failures("close conn = 0 [twin TIME_WAIT]") == [])
  }

  /// A pipe's two ends have one inode, and so have all epoll instances.
  @Test func whatIsNoSocketHasNoTwins() throws {
    let play = Play()
    #expect(try play.failures("socketpair a b unix\npipe r w\nepoll_create e") == [])
    #expect(try play.failures("sendmsg a x SCM_RIGHTS:r,w,e = 1\nrecvmsg b 9 SCM_RIGHTS:r2,w2,e2 = 1") == [])
    #expect(try play.failures("write w2 hi = 2\nread r2 9 = 2") == [])
    for name in ["r", "w", "e", "r2", "w2", "e2"] { #expect(try duplicates(name, play).isEmpty) }
  }

  @Test func theFlagsAndOptionsThatItHasCount() throws {
    let play = Play()
    let made = Glibc.socket(
      AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(made) }
    var linger = Glibc.linger(l_onoff: 1, l_linger: 7)
    setsockopt(made, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
    #expect(try play.failures("socket srv tcp\nbind srv 127.0.0.1:0\nlisten srv\nsocketpair a b unix") == [])
    #expect(!play.table.mayLinger)
    let rights = ControlMessage(level: SOL_SOCKET, type: 1, bytes: withUnsafeBytes(of: made) { Array($0) })
    let a = (try #require(play.table.find("a"))).descriptor
    #expect(Message([[0]], control: [rights]).passed { Glibc.sendmsg(a, $0, 0) } == 1)
    #expect(
      try play.failures("recvmsg b 9 SCM_RIGHTS:got = 1\nconnect got {srv} = -1 EINPROGRESS\nrecv got 9 = -1 EAGAIN")
        == [])
    let got = try #require(play.table.find("got"))
    #expect(got.isNonblocking && play.table.mayLinger && play.table.lingerTime(got) == 7)
    #expect(got.duplicates.isEmpty)
  }

  /// A program that passes the non-blocking end of a pair of sockets, and takes O_NONBLOCK away when it is told to.
  /// Told again, or after 3 seconds, it sends something.
  private func owner(_ path: String) -> String {
    """
    import ctypes
    ctypes.CDLL(None).prctl(0x59616d61, ctypes.c_ulong(-1))
    a, b = socket.socketpair(); a.setblocking(False)
    k = socket.socket(socket.AF_UNIX); k.connect('\(path)')
    say(a.fileno()); socket.send_fds(k, [b'x'], [a.fileno()])
    k.recv(1); a.setblocking(True); say('it waits')
    k.settimeout(3)
    while True:
        try:
            if not k.recv(1): break
        except TimeoutError: pass
        b.send(b'came')
    """
  }

  /// The session's own thread would wait in a call that it takes for one that does not.
  @Test(arguments: [true, false]) func whoeverHasItTooMayHaveTakenItsFlagAway(watched: Bool) throws {
    try Scratch.folder { folder in
      let play = Play(wantsChanges: watched)
      let path = folder.appendingPathComponent("s").path
      #expect(try play.failures("socket l unix\nbind l unix:\(path)\nlisten l\npipe r w") == [])
      let peer = try PythonPeer(owner(path))
      defer { peer.end() }
      let number = try peer.line()
      let adoption = Adoption.isPossible ? "adopt \(peer.pid) \(number) taken" : "dup got taken"
      #expect(try play.failures("accept l k\nrecvmsg k 9 SCM_RIGHTS:got = 1\n\(adoption)") == [])
      #expect(
        try play.failures("recv got 9 = -1 EAGAIN\nrecv taken 9 = -1 EAGAIN\nsplice got w 9 = -1 EAGAIN\nsend k x = 1")
          == [])
      #expect(try peer.line() == "it waits")
      for line in ["recv got 9", "recv taken 9", "splice got w 9"] {
        #expect(try play.failures("\(line) = timeout within 20ms\n\(line) = -1 EINTR") == [], "\(line)")
      }
      #expect(try play.failures("send k x = 1\nrecv got 9 = 4 \"came\"\nclose k = 0") == [])
    }
  }

  /// They may take it between the question for it and the call, so another thread than the session's makes the call.
  @Test(arguments: ["recv twin 9", "splice twin w 9", "splice r other 9"], [true, false])
  func aCallOnASharedSocketHasAThreadOfItsOwn(line: String, watched: Bool) throws {
    let makers = Mutex<[pthread_t]>([])
    let kernel = SealedKernel(before: { call in
      if line.hasPrefix(call.name) { makers.withLock { $0.append(pthread_self()) } }
    })
    let play = Play(kernel: kernel, wantsChanges: watched)
    let lines = [
      "socketpair a b", "dup a twin", "nonblock a on", "pipe r w", "dup r same", "nonblock r on", "nonblock w on",
      "socketpair c other",
      "nonblock other on",
    ]
    #expect(try play.failures((lines + ["\(line) = -1 EAGAIN"]).text) == [])
    #expect(makers.withLock { $0.map { pthread_equal($0, pthread_self()) } } == [0])
  }

  @Test func aSharedSocketThatDoesNotWaitIsNotSaidToBlock() throws {
    let play = Play(isInteractive: true)
    #expect(try play.failures("socketpair a b\ndup a twin\nnonblock a on\nrecv twin 9 = -1 EAGAIN") == [])
    // Somebody else may have set the flag.
    #expect(try play.failures("socketpair c d\ndup c same") == [])
    let descriptor = (try #require(play.table.find("c"))).descriptor
    _ = fcntl(descriptor, F_SETFL, O_RDWR | O_NONBLOCK)
    #expect(try play.failures("recv same 9 = -1 EAGAIN\nrecv c 9 = -1 EAGAIN") == [])
    #expect(play.witness.waiting.isEmpty)
  }

  @Test(.enabled(if: Adoption.isPossible)) func whatThisProcessHasItselfIsATwin() throws {
    let play = Play(isInteractive: true)
    #expect(try play.failures(OpeningLines.connected.text + "\nnonblock conn on") == [])
    let descriptor = try #require(play.table.find("conn")).descriptor
    #expect(try play.failures("adopt \(getpid()) \(descriptor) again = fd\nrecv again 9 = -1 EAGAIN") == [])
    #expect(try duplicates("conn", play) == ["again"])
    #expect(try play.failures("nonblock again off = 0\nrecv conn 9 = timeout within 20ms\nclose conn = 0") == [])
    #expect(play.state("cli") == .established)
  }
}
