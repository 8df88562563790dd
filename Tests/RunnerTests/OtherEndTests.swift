import Glibc
import Support
import Testing

/// What is seen of a program at the other end, without its help: each is played with a python3 program.
@Suite(.waits) struct OtherEndTests {
  @Test(arguments: stream + threads + queues + endings + datagrams + unix + calls)
  func whatTheOtherEndDoesIsSeen(situation: WaitSituation) throws { try situation.play() }

  private static let connect = ["socket c tcp", "connect c 127.0.0.1:{port} = 0"]
  private static let hello = connect + ["send c hello = 5"]
  private static let sleeps = "slept in clock_nanosleep for "

  static let stream = [
    WaitSituation(
      name: "it sleeps and has not read", peer: "c = accepted(); rest()", lines: hello, asks: "why c",
      says: [
        "the other end is with PEER, in ESTABLISHED", "PEER has 5 of your bytes unread; its only thread has \(sleeps)",
      ],
      never: ["nothing unread", "recvfrom"]),
    WaitSituation(
      name: "it sleeps and nothing was sent", peer: "c = accepted(); rest()", lines: connect, asks: "why c",
      says: ["PEER has nothing unread; its only thread has \(sleeps)"], never: ["of your bytes"]),
    WaitSituation(
      name: "it waits for what comes", peer: "c = accepted(); c.recv(10); c.recv(10)", lines: hello, asks: "why c",
      says: ["PEER has nothing unread; its only thread has slept in recvfrom on it (fd "], never: ["clock_nanosleep"]),
    WaitSituation(
      name: "it waits on another socket",
      peer:
        "u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(('127.0.0.1', 0)); c = accepted(); u.recv(10)",
      lines: hello, asks: "why c",
      says: [
        "has 5 of your bytes unread; its only thread has slept for ",
        " in recvfrom on fd 3, another socket (127.0.0.1:",
      ],
      never: ["on it (fd"]),
    WaitSituation(
      name: "it waits for the next connection", peer: "s = listening(); c = s.accept(); s.accept()", lines: hello,
      asks: "why c",
      says: [
        "has 5 of your bytes unread; its only thread has slept for ",
        " in accept4 on fd 3, which listens on 127.0.0.1:",
      ]),
    WaitSituation(
      name: "it waits on another connection", peer: "s = listening(); a = s.accept()[0]; b = s.accept()[0]; a.recv(1)",
      lines: ["socket a tcp", "connect a 127.0.0.1:{port} = 0"] + hello, asks: "why c",
      says: [
        "has 5 of your bytes unread; its only thread has slept for ",
        " in recvfrom on fd 4, another connection (127.0.0.1:",
      ]),
    WaitSituation(
      name: "it reads its standard input", peer: "c = accepted()", lines: hello, asks: "why c",
      says: ["has 5 of your bytes unread; its only thread has slept for ", " in read on fd 0, a pipe"]),
    WaitSituation(
      name: "it is in poll", peer: "c = accepted(); p = select.poll(); p.register(c, 0); p.poll()", lines: hello,
      asks: "why c", says: ["has 5 of your bytes unread; its only thread has slept in poll for "], never: ["poll on fd"]
    ),
    WaitSituation(
      name: "it is in select", peer: "c = accepted(); select.select([], [], [c])", lines: hello, asks: "why c",
      says: ["has 5 of your bytes unread; its only thread has slept in ", "select"]),
    WaitSituation(
      name: "its epoll watches the connection",
      peer: "c = accepted(); e = select.epoll(); e.register(c, select.EPOLLIN); e.poll()", lines: connect,
      asks: "why c",
      says: ["slept for ", " in epoll_wait on fd ", "which watches it for EPOLLIN"], never: ["new data only"]),
    WaitSituation(
      name: "its epoll watches for edges and is told no more",
      peer: "c = accepted(); e = select.epoll(); e.register(c, select.EPOLLIN | select.EPOLLET); e.poll(); e.poll()",
      lines: hello, asks: "why c",
      says: [
        "has 5 of your bytes unread; its only thread has slept for ", " in epoll_wait on fd ",
        "which watches it for EPOLLIN|EPOLLET (EPOLLET reports new data only)",
      ]),
    WaitSituation(
      name: "its epoll was told once",
      peer:
        "c = accepted(); e = select.epoll(); e.register(c, select.EPOLLIN | select.EPOLLONESHOT); e.poll(); e.poll()",
      lines: hello, asks: "why c",
      says: [
        "has 5 of your bytes unread; its only thread has slept for ", " in epoll_wait on fd ",
        "which watches it no longer: it was reported once (EPOLLONESHOT)",
      ]),
    WaitSituation(
      name: "its epoll watches something else",
      peer: "s = listening(); c = s.accept()[0]; e = select.epoll(); e.register(s, select.EPOLLIN); e.poll()",
      lines: hello,
      asks: "why c", says: [" in epoll_wait on fd ", "which does not watch it, but 1 other descriptor"],
      never: ["which watches it"]),
    WaitSituation(
      name: "its epoll watches nothing", peer: "c = accepted(); e = select.epoll(); e.poll()", lines: hello,
      asks: "why c", says: [" in epoll_wait on fd ", "which watches nothing"]),
    WaitSituation(
      name: "its window is shut",
      peer:
        "s = socket.socket(); s.setsockopt(1, 8, 4096); s.bind(('127.0.0.1', 0)); s.listen(1); say(s.getsockname()[1]); c = s.accept()[0]; rest()",
      lines: ["socket c tcp", "setsockopt c SO_SNDBUF 8K", "connect c 127.0.0.1:{port} = 0", "send c fill:200K &"],
      asks: "why",
      says: [
        "the other end's window is 0 bytes (tcpi_snd_wnd)",
        "of your bytes unread (SO_RCVBUF is 8192 bytes there); its only thread has \(sleeps)",
        "  waits send in job 1, for room in its send buffer", "the kernel asks whether the other end has room again",
      ], never: ["Nagle", "TCP_USER_TIMEOUT"]),
    WaitSituation(
      name: "its window is shut and that has an end",
      peer:
        "s = socket.socket(); s.setsockopt(1, 8, 4096); s.bind(('127.0.0.1', 0)); s.listen(1); say(s.getsockname()[1]); c = s.accept()[0]; rest()",
      lines: [
        "socket c tcp", "setsockopt c SO_SNDBUF 8K", "setsockopt c TCP_USER_TIMEOUT 60s",
        "connect c 127.0.0.1:{port} = 0",
        "send c fill:200K &",
      ], asks: "why c",
      says: [
        "the other end's window is 0 bytes (tcpi_snd_wnd)", "its receive window is full",
        "if the window stays shut for 60000 ms (TCP_USER_TIMEOUT), the kernel ends the connection, even if each probe is answered",
      ]),
  ]

  static let threads = [
    WaitSituation(
      name: "it is stopped", peer: "c = accepted(); os.kill(os.getpid(), signal.SIGSTOP)", lines: hello, asks: "why c",
      says: ["PEER has 5 of your bytes unread; its only thread is stopped"], never: ["slept"]),
    WaitSituation(
      name: "one of two threads waits on it",
      peer: "c = accepted(); threading.Thread(target=rest, daemon=True).start(); c.recv(10)", lines: connect,
      asks: "why c",
      says: ["PEER has nothing unread; its thread ", "slept in recvfrom on it (fd ", "; 1 other thread is elsewhere"],
      never: ["its only thread"]),
    WaitSituation(
      name: "none of its threads waits on it",
      peer: "c = accepted(); [threading.Thread(target=rest, daemon=True).start() for _ in range(2)]; rest()",
      lines: hello,
      asks: "why c", says: ["PEER has 5 of your bytes unread; of its 3 threads 3 have slept in clock_nanosleep"],
      never: ["its only thread"]),
    WaitSituation(
      name: "it waits for a lock", peer: "c = accepted(); threading.Event().wait()", lines: hello, asks: "why c",
      says: ["has 5 of your bytes unread; its only thread has slept in futex for "]),
    WaitSituation(
      name: "it waits for a child",
      peer: "c = accepted(); p = fork()\nif p == 0: c.close(); rest()\nos.waitpid(p, 0)",
      lines: hello, asks: "why c", says: ["has 5 of your bytes unread; its only thread has slept in wait4 for "]),
    WaitSituation(
      name: "its child has the connection, too", peer: "c = accepted(); p = fork()\nif p == 0: c.recv(1)\nrest()",
      lines: connect, asks: "why c",
      // The lower number comes first, and they begin anew.
      says: [
        "the other end is with python3 (pid ", ") and python3 (pid ", "PEER has", ", in ESTABLISHED",
        "its only thread has slept in recvfrom on it (fd ",
      ]),
  ]

  static let queues = [
    WaitSituation(
      name: "it has not accepted", peer: "s = listening(); rest()", lines: connect, asks: "why c",
      says: [
        "the other end waits in the queue of PEER, which has not accepted it yet",
        "PEER has 1 connection in its queue (1/1); its only thread has \(sleeps)",
      ], never: ["SO_REUSEPORT"]),
    WaitSituation(
      name: "it has not accepted what has data", peer: "s = listening(); rest()", lines: hello, asks: "why c",
      says: ["in the queue of PEER, which has not accepted it yet; 5 of your bytes wait there with it"]),
    WaitSituation(
      name: "its queue is full", peer: "s = listening(0); rest()",
      lines: ["socket a tcp", "connect a 127.0.0.1:{port} = 0", "socket c tcp", "connect c 127.0.0.1:{port} &"],
      asks: "why c",
      says: [
        "  waits connect in job 1, for the answer of 127.0.0.1:", ", but the queue of PEER is full",
        "PEER has 1 connection in its queue (1/0); its only thread has \(sleeps)", "TcpExtListenOverflows +",
      ]),
    WaitSituation(
      name: "its queue is full for a handshake that nobody waits for", peer: "s = listening(0); rest()",
      lines: [
        "socket a tcp", "connect a 127.0.0.1:{port} = 0", "socket c tcp", "nonblock c on",
        "connect c 127.0.0.1:{port} = -1 EINPROGRESS",
      ], asks: "why",
      says: ["PEER listens on 127.0.0.1:", "and its queue is full (1/0): the SYN is dropped", "TcpExtListenDrops +"],
      never: ["has ended"]),
  ]

  static let endings = [
    WaitSituation(
      name: "it has closed", peer: "c = accepted(); c.close()", lines: connect + ["recv c 1 = 0 EOF"], asks: "why c",
      says: ["the other end has sent FIN", "the other end is in FIN_WAIT2, with no process that can be seen"]),
    WaitSituation(
      name: "it sends no more but reads", peer: "c = accepted(); c.shutdown(1); c.recv(1)",
      lines: connect + ["recv c 1 = 0 EOF"], asks: "why c",
      says: ["the other end is with PEER, in FIN_WAIT2", "slept in recvfrom on it (fd "], never: ["no process"]),
    WaitSituation(
      name: "it does not close", peer: "c = accepted(); c.recv(1); rest()",
      lines: connect + ["shutdown c wr = 0 [c FIN_WAIT2]"], asks: "why c",
      says: [
        "the other end is with PEER, in CLOSE_WAIT", "PEER has nothing unread; its only thread has \(sleeps)",
        "nothing by itself until the other end closes",
      ]),
    WaitSituation(
      name: "it does not close and has not read", peer: "c = accepted(); rest()",
      lines: hello + ["shutdown c wr = 0 [c FIN_WAIT2]"], asks: "why c",
      says: ["PEER has 5 of your bytes unread; its only thread has \(sleeps)"], never: ["6 of your bytes"]),
    WaitSituation(
      name: "it does not close after a close here", peer: "c = accepted(); rest()",
      lines: hello + ["close c = 0 [c FIN_WAIT2]"],
      asks: "why c", says: ["the other end is with PEER, in CLOSE_WAIT", "PEER has 5 of your bytes unread"]),
  ]

  static let datagrams = [
    WaitSituation(
      name: "a datagram is awaited from it", peer: "u = bound(); rest()",
      lines: ["socket c udp", "connect c 127.0.0.1:{port}", "recv c 10 &"], asks: "why c",
      says: [
        "  waits recv in job 1, for a datagram from its peer 127.0.0.1:",
        "PEER is bound to its peer's address, 127.0.0.1:",
        "PEER has nothing unread; its only thread has \(sleeps)",
      ], never: ["to close", "FIN"]),
    WaitSituation(
      name: "two processes have its socket", peer: "u = bound(); p = fork()\nrest()",
      lines: ["socket c udp", "connect c 127.0.0.1:{port}"], asks: "why c",
      says: [" are bound to its peer's address, 127.0.0.1:"], never: ["is bound"]),
    WaitSituation(
      name: "it has not read its datagrams", peer: "u = bound(); rest()",
      lines: ["socket c udp", "connect c 127.0.0.1:{port}", "send c hello"], asks: "why c",
      says: ["PEER has unread datagrams (they take ", "its only thread has \(sleeps)"], never: ["of your bytes"]),
    WaitSituation(
      name: "it waits for a datagram", peer: "u = bound(); u.recv(10); u.recv(10)",
      lines: ["socket c udp", "connect c 127.0.0.1:{port}", "send c hello"], asks: "why c",
      says: ["PEER has nothing unread; its only thread has slept in recvfrom on it (fd "]),
  ]

  static let unix = [
    WaitSituation(
      name: "a UNIX domain connection is not accepted", peer: "s = named(socket.SOCK_STREAM); rest()",
      lines: ["socket c unix", "connect c unix:@{port} = 0"], asks: "why c",
      says: [
        "the other end waits in the queue of PEER, which has not accepted it yet",
        "PEER has 1 connection in its queue (1/1); its only thread has \(sleeps)",
      ]),
    WaitSituation(
      name: "a UNIX domain connection lies in a message",
      peer: """
        s = named(socket.SOCK_STREAM); c = s.accept()[0]; x, y = socket.socketpair()
        socket.send_fds(x, [b'x'], [c.fileno()]); c.close(); rest()
        """,
      lines: ["socket c unix", "connect c unix:@{port} = 0"], asks: "why c",
      says: [
        geteuid() == 0
          ? "the other end is with no process: it is in a message that nobody has received, in a call that began before its descriptor was closed, or in another pid namespace"
          : "the other end is with a process that only root may see"
      ]),
    WaitSituation(
      name: "a UNIX domain connection is not read",
      peer: "s = named(socket.SOCK_STREAM); c = s.accept()[0]; rest()",
      lines: ["socket c unix", "connect c unix:@{port} = 0", "send c hello = 5"], asks: "why c",
      says: ["the other end is with PEER", "PEER has 5 of your bytes unread; its only thread has \(sleeps)"]),
    WaitSituation(
      name: "a UNIX domain connection is waited on",
      peer: "s = named(socket.SOCK_SEQPACKET); c = s.accept()[0]; c.recv(9)",
      lines: ["socket c unix-seqpacket", "connect c unix:@{port} = 0", "recv c 9 &"], asks: "why c",
      says: [
        "PEER has nothing unread; its only thread has slept in recvfrom on it (fd ",
        "for the other end to send or to close",
      ]),
    WaitSituation(
      name: "a UNIX domain connection is full",
      peer: "s = named(socket.SOCK_STREAM); c = s.accept()[0]; rest()",
      lines: ["socket c unix", "connect c unix:@{port} = 0", "send c fill:4M &"], asks: "why",
      says: ["  waits send in job 1, for the other end to read", "of your bytes unread; its only thread has \(sleeps)"]),
    WaitSituation(
      name: "UNIX domain datagrams are not read", peer: "s = named(socket.SOCK_DGRAM); rest()",
      lines: ["socket c unix-dgram", "connect c unix:@{port} = 0", "send c hello = 5"], asks: "why c",
      says: ["the other end is with PEER", "PEER has unread datagrams, the next of 5 bytes"]),
  ]

  static let calls = [
    WaitSituation(
      name: "poll waits for it", peer: "c = accepted(); rest()", lines: hello + ["poll c:POLLIN|POLLRDHUP &"],
      asks: "why",
      says: [
        "  waits poll in job 1, for an event: c:POLLIN|POLLRDHUP", "c: ESTABLISHED, nothing unread",
        "c: PEER has 5 of your bytes unread; its only thread has \(sleeps)",
      ], never: ["for a datagram"]),
    WaitSituation(
      name: "epoll_wait waits for it", peer: "c = accepted(); rest()",
      lines: hello + ["epoll_create e", "epoll_ctl e add c EPOLLIN", "epoll_wait e &"], asks: "why c",
      says: [
        "waits epoll_wait in job 1, for an event of what e watches: c:EPOLLIN", "PEER has 5 of your bytes unread",
      ],
      never: ["for a datagram", "reported"]),
    WaitSituation(
      name: "all of a message is awaited", peer: "c = accepted(); c.send(b'abc'); rest()",
      lines: connect + ["recv c 10 MSG_WAITALL &"], asks: "why c",
      says: [
        "for the other end to send or to close: it is to return 10 bytes (MSG_WAITALL)", "PEER has nothing unread",
      ]),
    WaitSituation(
      name: "more bytes are awaited than have come", peer: "c = accepted(); c.send(b'abc'); rest()",
      lines: connect + ["setsockopt c SO_RCVLOWAT 100", "recv c 200 &"], asks: "why c",
      says: ["for the other end to send or to close: SO_RCVLOWAT is 100, and it returns with no fewer bytes"]),
  ]
}
