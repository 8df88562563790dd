import Handles
import Sockets
import Text

/// Help on what belongs to no single command.
package struct Topic: Sendable {
  package let name: String
  /// Further words that it is found by.
  let words: [String]
  let listing: Listing
  /// The same as whole lines.
  package var lines: [String] { listing.lines }

  init(name: String, words: [String] = [], lines: Listing) {
    self.name = name
    self.words = words
    listing = lines
  }

  /// A topic that is a table between lines.
  private init(
    name: String, above: [String] = [], _ rows: [[String]], yielding: [Table.Yielding], below: [String] = []
  ) {
    let table = Listing(Table(rows, hasHead: false, yielding: yielding))
    self.init(name: name, lines: Listing(above) + table + Listing(below))
  }

  /// The topic that `word` names.
  package static func find(_ word: String) -> Topic? { all.first { $0.name == word || $0.words.contains(word) } }

  package static let all: [Topic] = [
    Topic(
      name: "addresses",
      lines: [
        "127.0.0.1:80       IPv4 host and port", "[::1]:80           IPv6 host and port",
        "localhost:80       loopback of the socket's family",
        "INADDR_ANY:80      0.0.0.0, as in C; also INADDR_LOOPBACK and INADDR_BROADCAST",
        ":80                every address of this machine", "{srv}              the address of the handle srv",
        "unix:/tmp/s        the path of a UNIX domain socket", "unix:@name         the abstract name of one",
        "unix:              an abstract name that the kernel chooses; only for bind",
        "[fe80::1%eth0]:80  a link-local IPv6 address, on an interface",
        "netlink:0          the kernel; netlink:PID:GROUPS for groups",
        "packet:lo          an interface; packet:lo:ETH_P_IP with the protocol of its frames, and :02:00:00:00:00:01 after it with their hardware address",
        "vsock:1:5000       a port of this machine; vsock:2:PORT a port of its host, vsock:any:any any port",
        "unspec             no address: connect NAME unspec removes the peer",
      ]),
    Topic(
      name: "kinds", SocketKind.words.map { [$0.word, $0.kind.inC, $0.kind.meaning] }, yielding: [.end(1), .end(2)]),
    Topic(
      name: "data",
      lines: [
        #""text\r\n"         bytes with the escapes of C, {name} substituted, \{ for a brace"#,
        "hex:0d0a           bytes in hex",
        "@FILE              the bytes of a file", "fill:8M            that many bytes x",
        #"rep:3:"ab"         bytes, repeated"#,
      ]),
    Topic(
      name: "control",
      above: ["a control message goes with a message: sendmsg a \"x\" IP_TTL:5; recvmsg outputs those that came"],
      ControlKind.all.map { [$0.symbol, $0.isSendable ? "send, receive" : "receive", $0.meaning] },
      yielding: [.end(2)]),
    Topic(
      name: "expectations",
      lines: [
        "= 0  = 6  = 1..4096   the result                 = fd        any descriptor",
        "= -1 EINVAL           a failure                  = blocks    the call waits, and goes on waiting",
        #"= 6 "ping\r\n"        exactly these data         = timeout   the call waits until its time is up"#,
        #"= 6 "pi"...           data that begin so         = 0 EOF     the end of a stream"#,
        "= 6 /p.*g/            data that match            = *         anything",
        #"= 5 "time?" from {c}  data and their sender      within 2s   how long it may take"#,
        #"= 2 "one" "two"       messages, one after the other"#,
        "= 1 srv:POLLIN        further output of the command; KEY:* is any value",
        "[cli FIN_WAIT2, conn CLOSE_WAIT]  states that must be reached",
      ]),
    Topic(
      name: "fields", Field.all.map { [$0.name, $0.meaning] }, yielding: [.end(1)],
      below: [
        "for example: ? conn.unread == 0, or {srv.port}",
        "socket options are fields too: ? srv.SO_RCVBUF > 4096, see options",
      ]),
    Topic(
      name: "limits", Limit.allCases.map { ["\($0.rawValue)=\($0.text($0.usual))", $0.meaning] }, yielding: [.end(1)],
      below: [
        "what goes beyond one is refused before any call is made",
        "sockplay --limit data=512M … sets another; it can be repeated",
      ]),
    Topic(
      name: "sessions",
      words: [
        "session", "repeat", "end", "i", "?", "checks", "and", "of", "roles", ">", "server>", "client>", "directives",
        "@", "@let",
        "@timeout", "@needs", "@isolated", "@short-timers", "#", "##", "#ko", "##ko", "remarks", "variables",
      ],
      lines: [
        "repeat 3               plays the lines up to its end that many times; repetitions may be nested",
        "  send cli \"no {i}\"    {i} counts the innermost repetition, from 1",
        "end                    ends it. At the prompt, Ctrl-C or Ctrl-D abandons one that has not ended",
        "? conn.unread == 0     looks something up: ==, !=, <, <=, >, >=, joined with and; see fields",
        "? cli.state == TIME_WAIT within 2s  goes on looking until it holds, or the time is up",
        "server> listen srv 5   who does it: a role, which does not affect the call; see role",
        "{host}                 a variable, or the address of the handle of that name; see let",
        "@let host = 127.0.0.1  a variable, unless --var has set it",
        "@timeout 2s            how long the calls of the lines below may wait",
        "@needs ipv6            what the machine must have; otherwise check skips the file",
        "@needs 127.0.0.1:80    a server that must run; @needs var:x, a variable from outside (--var x=1)",
        "@isolated              plays in a network namespace of its own: all ports are free, nothing gets out",
        "@short-timers          TCP gives up (ETIMEDOUT) within seconds; after @isolated only",
        "# text, ## text        prose and a heading, which are shown",
        "#ko text, ##ko text    the same in Korean, for those who read it (--lang ko, or the locale)",
        "sockplay 1             the first line of a session file; replay, check and source play one",
      ]),
  ]
}
