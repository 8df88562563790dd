import Cable
import Handles
import SessionLanguage
import Sockets
import Text

/// Help on what belongs to no single command.
package struct Topic: Sendable {
  package let name: String
  /// Further words that it is found by.
  let words: [String]
  private let english: Listing
  private let korean: Listing

  package func listing(in language: Language) -> Listing { language == .korean ? korean : english }

  init(name: String, words: [String] = [], lines: Listing, korean: Listing) {
    (self.name, self.words, english, self.korean) = (name, words, lines, korean)
  }

  /// A topic that is a table between lines.
  private init(
    name: String, above: [String] = [], koreanAbove: [String] = [], _ rows: [[String]], yielding: [Table.Yielding],
    below: [String] = [], koreanBelow: [String] = []
  ) {
    let table = Listing(Table(rows, hasHead: false, yielding: yielding))
    self.init(
      name: name, lines: Listing(above) + table + Listing(below),
      korean: Listing(koreanAbove) + table + Listing(koreanBelow))
  }

  /// The topic that `word` names.
  package static func find(_ word: String) -> Topic? { all.first { $0.name == word || $0.words.contains(word) } }

  private static let cableCounts = CableStatus.counts.map { "\(cableName).\($0.name)" }.joined(separator: ", ")

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
      ],
      korean: [
        "127.0.0.1:80       IPv4 호스트와 포트", "[::1]:80           IPv6 호스트와 포트",
        "localhost:80       그 소켓 주소 체계의 루프백 주소",
        "INADDR_ANY:80      C에서처럼 0.0.0.0. INADDR_LOOPBACK, INADDR_BROADCAST도 됩니다",
        ":80                이 컴퓨터의 모든 주소", "{srv}              핸들 srv의 주소",
        "unix:/tmp/s        UNIX 도메인 소켓의 경로", "unix:@name         UNIX 도메인 소켓의 추상 이름",
        "unix:              커널이 고르는 추상 이름. bind에서만",
        "[fe80::1%eth0]:80  인터페이스를 붙인 IPv6 링크 로컬 주소",
        "netlink:0          커널. 그룹은 netlink:PID:GROUPS",
        "packet:lo          인터페이스. packet:lo:ETH_P_IP는 프레임의 프로토콜까지, 그 뒤의 :02:00:00:00:00:01은 하드웨어 주소",
        "vsock:1:5000       이 컴퓨터의 포트. vsock:2:PORT는 호스트의 포트, vsock:any:any는 아무 포트나",
        "unspec             주소 없음. connect NAME unspec은 상대방을 지웁니다",
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
      ],
      korean: [
        #""text\r\n"         바이트. C의 이스케이프를 쓰고 {name}은 그 값으로 바뀝니다. 중괄호는 \{"#,
        "hex:0d0a           16진수로 적은 바이트",
        "@FILE              파일의 바이트", "fill:8M            그만큼의 글자 x",
        #"rep:3:"ab"         바이트를 되풀이"#,
      ]),
    Topic(
      name: "by-hand", words: ["fd", "fd:", "NULL", "badptr"],
      lines: [
        "what a program may get wrong, for the kernel to answer:",
        "fd:400             a descriptor by its number, where a handle may stand: EBADF if nothing is open there",
        "fd:{cli.number}    the number of cli, also once it is closed; by then it may be another handle's",
        "send cli x = -1 EBADF  a closed handle goes to the kernel where the line expects EBADF",
        "NULL, badptr       a pointer to no memory, where data, an address, a value or the list of poll may stand",
        "r:badptr           the same for a set of select",
        "len:-1 buf:badptr  an argument of C by its name in the manual, at the end of the line; help COMMAND lists them",
        "tv_sec:-1          a member of a time",
      ],
      korean: [
        "프로그램이 잘못 넘기기 쉬운 값을 그대로 커널에 넘겨 봅니다:",
        "fd:400             핸들 자리에 적은 디스크립터 번호. 그 번호에 열린 것이 없으면 EBADF",
        "fd:{cli.number}    cli의 번호. 닫은 뒤에도 남으며, 그때는 다른 핸들의 것일 수 있습니다",
        "send cli x = -1 EBADF  EBADF를 예상하는 줄에서는 닫힌 핸들도 커널에 넘깁니다",
        "NULL, badptr       메모리가 없는 곳을 가리키는 포인터. 데이터, 주소, 값, poll의 목록 자리에 적습니다",
        "r:badptr           select의 집합 자리에 적는 그런 포인터",
        "len:-1 buf:badptr  매뉴얼의 이름으로 적은 C의 인자. 줄 끝에 적으며, help COMMAND가 알려 줍니다",
        "tv_sec:-1          시간의 멤버",
      ]),
    Topic(
      name: "control",
      above: ["a control message goes with a message: sendmsg a \"x\" IP_TTL:5; recvmsg outputs those that came"],
      koreanAbove: ["제어 메시지는 메시지와 함께 갑니다: sendmsg a \"x\" IP_TTL:5. 도착한 것은 recvmsg가 출력합니다"],
      ControlKind.all.map { [$0.symbol, $0.isSendable ? "send, receive" : "receive", $0.meaning] },
      yielding: [.end(2)]),
    Topic(
      name: "expectations",
      lines: [
        "= 0  = 6  = 1..4096   the result                 = fd        any descriptor",
        "= -1 EINVAL           a failure                  = blocks    it goes on waiting",
        #"= 6 "ping\r\n"        exactly these data         = timeout   its time is up"#,
        #"= 6 "pi"...           data that begin so         = 0 EOF     the end of a stream"#,
        "= 6 /p.*g/            data that match            = *         anything",
        #"= 5 "time?" from {c}  data and their sender      within 2s   how long it may take"#,
        #"= 2 "one" "two"       messages, one after the other"#,
        "= 1 srv:POLLIN        further output of the command; KEY:* is any value",
        #"= /id=(\d+)/ -> {id}  what the first group has matched, or all data, is {id} from then on"#,
        "[cli FIN_WAIT2, conn CLOSE_WAIT]  states that must be reached",
      ],
      korean: [
        "= 0  = 6  = 1..4096   반환값                     = fd        아무 디스크립터",
        "= -1 EINVAL           실패                       = blocks    계속 기다립니다",
        #"= 6 "ping\r\n"        정확히 이 데이터           = timeout   시간이 다 됩니다"#,
        #"= 6 "pi"...           이렇게 시작하는 데이터     = 0 EOF     스트림의 끝"#,
        "= 6 /p.*g/            패턴에 맞는 데이터         = *         무엇이든",
        #"= 5 "time?" from {c}  데이터와 보낸 쪽           within 2s   걸려도 되는 시간"#,
        #"= 2 "one" "two"       차례로 온 메시지들"#,
        "= 1 srv:POLLIN        명령이 더 출력하는 것. KEY:*는 아무 값이나",
        #"= /id=(\d+)/ -> {id}  첫 그룹에 맞은 부분, 없으면 데이터 전체가 이제부터 {id}입니다"#,
        "[cli FIN_WAIT2, conn CLOSE_WAIT]  되어야 할 상태",
      ]),
    Topic(
      name: "fields", Field.all.map { [$0.name, $0.meaning] }, yielding: [.end(1)],
      below: [
        "for example: ? conn.unread == 0, or {srv.port}",
        "socket options are fields too: ? srv.SO_RCVBUF > 4096, see options",
        "\(cableCounts): frames of the hosts on the cable: ? cable.dropped == 1",
      ],
      koreanBelow: [
        "예: ? conn.unread == 0, 또는 {srv.port}",
        "소켓 옵션도 필드입니다: ? srv.SO_RCVBUF > 4096. options를 보세요",
        "\(cableCounts): 케이블 위 호스트들의 프레임: ? cable.dropped == 1",
      ]),
    Topic(
      name: "limits", Limit.allCases.map { ["\($0.rawValue)=\($0.text($0.usual))", $0.meaning] }, yielding: [.end(1)],
      below: [
        "what goes beyond one is refused before any call is made",
        "sockplay --limit data=512M … sets another; it can be repeated",
      ],
      koreanBelow: [
        "한도를 넘는 줄은 호출하기 전에 거절합니다",
        "sockplay --limit data=512M …으로 다른 한도를 정합니다. 여러 번 쓸 수 있습니다",
      ]),
    Topic(
      name: "sessions",
      words: [
        "session", "repeat", "until", "end", "i", "?", "checks", "and", "of", "roles", ">", "server>", "client>",
        "directives",
        "@", "@let",
        "@timeout", "@needs", "@isolated", "@short-timers", "@host", "@include", "@points", "#", "##", "#ko", "##ko",
        "remarks", "variables",
      ],
      lines: [
        "repeat 3               plays the lines up to its end that many times; repetitions may be nested",
        "  send cli \"no {i}\"    {i} counts the innermost repetition, from 1",
        "repeat until conn.unread == 0  looks before each turn; repeat 50 until … has at most 50 turns",
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
        "@host server 10.0.0.2  a host on the cable, where the role of its name lives; after @isolated only",
        "@points 3              what its chapter (## …) is worth when sockplay grade plays it",
        "@include setup.session  the lines of that file, as if they stood here; from its own folder or below",
        "# text, ## text        prose and a heading, which are shown",
        "#ko text, ##ko text    the same in Korean, for those who read it (--lang ko, or the locale)",
        "sockplay 1             the first line of a session file; replay, check and source play one",
      ],
      korean: [
        "repeat 3               end까지의 줄을 그 횟수만큼 재생합니다. 반복 안에 반복도 됩니다",
        "  send cli \"no {i}\"    {i}는 가장 안쪽 반복의 몇 번째인지, 1부터 셉니다",
        "repeat until conn.unread == 0  매번 먼저 확인하고, 맞으면 끝냅니다. repeat 50 until …은 많아야 50번입니다",
        "end                    반복을 끝냅니다. 프롬프트에서는 Ctrl-C나 Ctrl-D가 끝나지 않은 반복을 버립니다",
        "? conn.unread == 0     값을 확인합니다: ==, !=, <, <=, >, >=, 여럿은 and로. fields를 보세요",
        "? cli.state == TIME_WAIT within 2s  맞을 때까지, 또는 시간이 다 될 때까지 봅니다",
        "server> listen srv 5   누가 하는지 적는 역할. 호출은 달라지지 않습니다. role을 보세요",
        "{host}                 변수, 또는 그 이름의 핸들의 주소. let을 보세요",
        "@let host = 127.0.0.1  변수. --var로 정했다면 그 값이 그대로입니다",
        "@timeout 2s            아래 줄의 호출이 얼마나 기다려도 되는지",
        "@needs ipv6            이 컴퓨터에 있어야 하는 것. 없으면 check는 파일을 건너뜁니다",
        "@needs 127.0.0.1:80    실행 중이어야 하는 서버. @needs var:x는 밖에서 준 변수(--var x=1)",
        "@isolated              자기만의 네트워크 네임스페이스: 모든 포트가 비어 있고 밖으로 나가지 않습니다",
        "@short-timers          TCP가 몇 초 안에 포기합니다(ETIMEDOUT). @isolated 뒤에서만",
        "@host server 10.0.0.2  케이블에 연결된 호스트. 같은 이름의 역할이 여기서 실행됩니다. @isolated 뒤에서만",
        "@points 3              sockplay grade로 채점할 때 이 장(## …)의 배점",
        "@include setup.session  그 파일의 줄을 여기에 적은 것처럼 재생합니다. 같은 폴더나 그 아래의 파일만",
        "# text, ## text        글과 제목. 화면에 나옵니다",
        "#ko text, ##ko text    같은 것을 한국어로. 한국어로 읽는 사람(--lang ko, 로캘)에게 나옵니다",
        "sockplay 1             세션 파일의 첫 줄. replay, check, source가 재생합니다",
      ]),
  ]
}
