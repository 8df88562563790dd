import Handles
import Sockets
import Text

/// Help on what belongs to no single command.
package struct Topic: Sendable {
  package let name: String
  /// Further words that it is found by.
  let words: [String]
  package let lines: [String]

  init(name: String, words: [String] = [], lines: [String]) {
    self.name = name
    self.words = words
    self.lines = lines
  }

  /// The topic that WORD names.
  package static func find(_ word: String) -> Topic? { all.first { $0.name == word || $0.words.contains(word) } }

  package static let all: [Topic] = [
    Topic(
      name: "addresses",
      lines: [
        "127.0.0.1:80       IPv4 host and port", "[::1]:80           IPv6 host and port",
        "localhost:80       loopback of the socket's family",
        "INADDR_ANY:80      0.0.0.0, as in C; INADDR_LOOPBACK and INADDR_BROADCAST too",
        ":80                every address of this machine", "{srv}              the address of the handle srv",
        "unix:/tmp/s        a path of a UNIX domain socket", "unix:@name         an abstract name of one",
        "unix:              an abstract name that the kernel chooses, for bind alone",
        "[fe80::1%eth0]:80  a link-local IPv6 address, on an interface",
        "netlink:0          the kernel; netlink:PID:GROUPS for groups",
        "packet:lo          an interface; packet:lo:ETH_P_IP what its frames carry, and :02:00:00:00:00:01 behind it whose they are",
        "vsock:1:5000       a port of this machine; vsock:2:PORT is its host's, vsock:any:any every one",
        "unspec             no address: connect NAME unspec takes the peer away",
      ]),
    Topic(name: "kinds", lines: Columns.align(SocketKind.words.map { [$0.word, $0.kind.inC, $0.kind.meaning] })),
    Topic(
      name: "data",
      lines: [
        #""text\r\n"         bytes with the escapes of C, {name} substituted, \{ for a brace"#,
        "hex:0d0a           bytes in hex",
        "@FILE              the bytes of a file", "fill:8M            so many bytes x",
        #"rep:3:"ab"         bytes, repeated"#,
      ]),
    Topic(
      name: "control",
      lines: [
        "a control message goes with a message: sendmsg a \"x\" IP_TTL:5; recvmsg gives those that came, as words"
      ]
        + Columns.align(ControlKind.all.map { [$0.symbol, $0.isSendable ? "send, receive" : "receive", $0.meaning] })),
    Topic(
      name: "expectations",
      lines: [
        "= 0  = 6  = 1..4096   the result                 = fd        any descriptor",
        "= -1 EINVAL           a failure                  = blocks    the call waits, and goes on waiting",
        #"= 6 "ping\r\n"        with exactly this data     = timeout   the call waits until its time is up"#,
        #"= 6 "pi"...           that begins like this      = 0 EOF     the end of a stream"#,
        "= 6 /p.*g/            that matches               = *         anything",
        #"= 5 "time?" from {c}  and came from there        within 2s   how long it may take"#,
        #"= 2 "one" "two"        messages, one behind the other"#,
        "= 1 srv:POLLIN        words that the command gives besides; KEY:* is any value",
        "[cli FIN_WAIT2, conn CLOSE_WAIT]  states that must come to hold",
      ]),
    Topic(
      name: "fields",
      lines: Columns.align(Field.all.map { [$0.name, $0.meaning] }) + [
        "for instance ? conn.unread == 0, or {srv.port}",
        "socket options are fields too: ? srv.SO_RCVBUF > 4096, see options",
      ]),
    Topic(
      name: "sessions",
      words: [
        "session", "repeat", "end", "i", "?", "checks", "and", "of", "roles", ">", "server>", "client>", "directives",
        "@", "@let",
        "@timeout", "@needs", "#", "##", "remarks", "variables",
      ],
      lines: [
        "repeat 3               plays the lines up to its end so often; repetitions may stand in each other",
        "  send cli \"no {i}\"    {i} is the turn of the innermost one, from 1",
        "end                    ends it. At the prompt, Ctrl-C or Ctrl-D gives up one that has not ended",
        "? conn.unread == 0     looks something up: ==, !=, <, <=, >, >=, joined with and; see fields",
        "? cli.state == TIME_WAIT within 2s  goes on looking until it holds, or its time is up",
        "server> listen srv 5   who does it: a role, which means nothing to the call; see role",
        "{host}                 a variable, or the address of the handle of that name; see let",
        "@let host = 127.0.0.1  a variable, unless --var has set it",
        "@timeout 2s            how long the calls of the lines below may wait",
        "@needs ipv6            what the machine must have; otherwise the file is not played",
        "# words, ## words      prose and a heading, which are shown",
        "sockplay 1             the first line of a session file; replay, check and source play one",
      ]),
  ]
}
