import Runner
import Sockets
import Support
import Testing

/// Whole stories on real sockets, each line with what it must come to.
@Suite(.waits) struct SessionStoriesTests {
  static let stories: [String: String] = [
    "a TCP connection from handshake to TIME_WAIT": """
    socket srv tcp = fd [srv CLOSED]
    bind srv 127.0.0.1:0 = 0 [srv BOUND]
    bind srv 127.0.0.1:0 = -1 EINVAL
    listen srv 2 = 0 [srv LISTEN]
    socket cli tcp = fd
    connect cli {srv} = 0 [cli ESTABLISHED]
    ? srv.queue == 1 and srv.backlog == 2
    accept srv conn = fd [conn ESTABLISHED]
    connect cli {srv} = -1 EISCONN
    send cli "Hello" = 5
    send cli " Bob" = 4
    ? conn.unread == 9
    recv conn 5 MSG_PEEK = 5 "Hello"
    recv conn 5 = 5 "Hello"
    recv conn 100 = 4 /^ B.b$/
    recv conn 10 MSG_DONTWAIT = -1 EAGAIN
    shutdown cli wr = 0 [cli FIN_WAIT2, conn CLOSE_WAIT]
    send cli x MSG_NOSIGNAL = -1 EPIPE
    recv conn = 0 EOF
    send conn "pong" = 4
    recv cli = 4 "po"...
    close conn = 0 [conn CLOSED, cli TIME_WAIT]
    recv cli = 0 EOF
    close cli = 0 [cli TIME-WAIT]
    ? cli.left > 0 and cli.fd == -1
    """,
    "closing first with the descriptor gone": """
    \(OpeningLines.connected.text)
    close cli = 0 [cli FIN_WAIT2, conn CLOSE_WAIT]
    recv conn = 0 EOF
    close conn = 0 [conn CLOSED, cli TIME_WAIT]
    """,
    "a reset": """
    \(OpeningLines.connected.text)
    reset cli = 0 [cli CLOSED, conn CLOSED]
    recv conn = -1 ECONNRESET
    send conn x MSG_NOSIGNAL = -1 EPIPE
    ? cli.state == CLOSED
    """,
    "unread bytes turn a close into a reset": """
    \(OpeningLines.connected.text)
    send cli hello = 5
    ? conn.unread == 5
    close conn = 0 [conn CLOSED, cli CLOSED]
    recv cli = -1 ECONNRESET
    """,
    "a listener closes on the clients in its queue": """
    socket srv tcp
    bind srv 127.0.0.1:0
    listen srv 5
    socket c1 tcp
    socket c2 tcp
    connect c1 {srv}
    connect c2 {srv}
    ? srv.queue == 2
    close srv = 0 [srv CLOSED, c1 CLOSED, c2 CLOSED]
    recv c1 = -1 ECONNRESET
    """,
    "both close at once": """
    \(OpeningLines.connected.text)
    shutdown cli rdwr = 0 [cli FIN_WAIT2]
    shutdown conn rdwr = 0 [conn CLOSED, cli TIME_WAIT]
    close cli = 0 [cli TIME_WAIT]
    close conn = 0 [conn CLOSED]
    """,
    "nobody listens": """
    socket srv tcp
    bind srv 127.0.0.1:0
    socket cli tcp
    connect cli {srv} = -1 ECONNREFUSED
    send cli x MSG_NOSIGNAL = -1 EPIPE
    recv cli = -1 ENOTCONN
    shutdown cli wr = -1 ENOTCONN
    accept cli x = -1 EINVAL
    """,
    "an address in use": """
    socket a tcp
    bind a 127.0.0.1:0
    listen a
    socket b tcp
    bind b {a} = -1 EADDRINUSE
    bind b 192.0.2.1:0 = -1 EADDRNOTAVAIL
    bind b [::1]:0 = -1 EAFNOSUPPORT
    """,
    "IPv6": """
    @needs ipv6
    socket srv tcp6
    bind srv [::1]:0
    listen srv
    socket cli tcp6
    connect cli {srv} = 0 [cli ESTABLISHED]
    accept srv conn = fd from {cli.addr}
    send conn "안녕" = 6
    recv cli = 6 "안녕"
    close cli = 0 [cli FIN_WAIT2, conn CLOSE_WAIT]
    close conn = 0 [cli TIME_WAIT]
    """,
    "dual stack": """
    @needs ipv6
    socket srv tcp6
    bind srv [::]:0
    listen srv
    socket four tcp
    connect four 127.0.0.1:{srv.port} = 0
    accept srv c4 = fd from {four.addr} [c4 ESTABLISHED]
    ? c4.peer == "[::ffff:127.0.0.1]:{four.port}"
    socket six tcp6
    connect six {srv} = 0
    accept srv c6 = fd from {six.addr}
    close c4 = 0 [c4 FIN_WAIT2, four CLOSE_WAIT]
    close four = 0 [c4 TIME_WAIT]
    """,
    "UDP": """
    socket srv udp = fd [srv UNCONN]
    bind srv 127.0.0.1:0 = 0 [srv BOUND]
    socket cli udp
    recv cli 10 MSG_DONTWAIT = -1 EAGAIN
    send cli x = -1 EDESTADDRREQ
    sendto cli "time?" {srv} = 5 [cli BOUND]
    sendto cli "" {srv} = 0
    ? srv.unread == 5
    recvfrom srv 3 = 3 "tim" from {cli}
    recvfrom srv 10 = 0 from {cli}
    connect cli {srv} = 0 [cli ESTABLISHED]
    send cli fill:70000 = -1 EMSGSIZE
    close srv = 0
    send cli x = 1
    recv cli = -1 ECONNREFUSED
    listen cli 5 = -1 EOPNOTSUPP
    """,
    "UNIX domain, abstract": """
    socket srv unix = fd [srv UNCONN]
    bind srv unix:@{name} = 0 [srv BOUND]
    listen srv 1 = 0 [srv LISTEN]
    socket cli unix
    connect cli {srv} = 0 [cli ESTABLISHED]
    ? srv.queue == 1
    accept srv conn = fd [conn ESTABLISHED]
    send cli hello = 5
    ? conn.unread == 5
    recv conn = 5 "hello"
    close cli = 0
    recv conn = 0 EOF
    send conn x MSG_NOSIGNAL = -1 EPIPE
    """,
    "UNIX domain, a path": """
    socket srv unix
    bind srv unix:/tmp/{name} = 0
    socket b unix
    bind b unix:/tmp/{name} = -1 EADDRINUSE
    connect b unix:/tmp/{name} = -1 ECONNREFUSED
    connect b unix:/tmp/{name}-not = -1 ENOENT
    socket d unix-dgram
    connect d unix:/tmp/{name} = -1 EPROTOTYPE
    """,
    "UNIX domain, datagrams": """
    socket a unix-dgram
    bind a unix:@{name}
    socket b unix-dgram
    bind b unix:@{name}-b
    sendto b hello {a} = 5
    recvfrom a = 5 "hello" from {b}
    """,
    "a handle's name is used again": """
    socket a tcp
    bind a 127.0.0.1:0
    close a = 0 [a CLOSED]
    socket a udp = fd [a UNCONN]
    bind a 127.0.0.1:0
    close a = 0 [a CLOSED]
    """,
    "a call in the background": """
    socket srv tcp
    bind srv 127.0.0.1:0
    listen srv
    accept srv conn & = blocks
    socket cli tcp
    connect cli {srv} = 0
    wait conn = fd [conn ESTABLISHED]
    wait conn = fd
    recv conn 10 = blocks
    send cli hello = 5
    wait conn = 5 "hello"
    recv conn 10 &
    cancel conn = -1 EINTR
    recv conn 10 &
    close cli = 0
    fg conn = 0 EOF
    recv srv 10 = -1 ENOTCONN
    accept srv = timeout within 20ms
    accept srv = -1 EINTR
    """,
    "two calls wait on one socket": """
    socket a udp
    bind a 127.0.0.1:0
    recv a 10 & = blocks
    recv a 20 & = blocks
    sendto a one {a} = 3
    sendto a two {a} = 3
    wait 1 = 3
    wait 2 = 3
    """,
    "a repetition": """
    socket a udp
    bind a 127.0.0.1:0
    repeat 3
      repeat 2
        sendto a "{i}" {a} = 1
      end
      sendto a "-{i}" {a} = 2
      repeat 0
        sleep 9s
      end
    end
    repeat 3
    recv a = "1"
    recv a = "2"
    recv a = /-[123]/
    end
    recv a 1 MSG_DONTWAIT = -1 EAGAIN
    """,
    "variables": """
    @let host = 127.0.0.1
    @let host = 8.8.8.8
    socket a udp
    bind a {host}:0 = 0
    let port = {a.port}
    ? {port} == {a.port}
    ? a.host == {host}
    let host localhost
    socket b udp
    bind b {host}:0
    """,
    "results in every spelling": """
    socket a udp
    bind a 127.0.0.1:0 = 0..0
    sendto a hello {a} = 1..4096
    recv a = * "hel"...
    sendto a hello {a} = *
    recv a = hex:68656c6c6f
    sendto a fill:8 {a} = 8 (all of them)
    recv a = 8 rep:4:xx
    sendto a "" {a}
    recv a = 0 ""
    recv a 1 MSG_DONTWAIT = -1
    recv a 1 MSG_DONTWAIT = -1 EWOULDBLOCK
    """,
  ]

  @Test(arguments: stories.keys.sorted())
  func theStoryHolds(_ name: String) throws {
    for watched in [true, false] {
      let play = Play(permissions: [.unix, .network], wantsChanges: watched)
      play.table.set("name", to: "sockplay-\(UInt64.random(in: 0...UInt64.max))")
      let verdict = play.file(Self.stories[name]!)
      #expect(verdict == .held)
      for refusal in play.witness.refusals { Issue.record("refused: \(refusal)") }
      for step in play.witness.steps where step.failure != nil {
        Issue.record(
          "\(String(decoding: step.line, as: UTF8.self)): \(step.failure!.kind) \(step.exchanges.last?.answer.map { "\($0.result) \($0.errno.symbol)" } ?? ""), \(step.why ?? "")"
        )
      }
    }
  }
}
