import Runner
import SessionLanguage
import Support
import Testing

@testable import Commands

/// Lines as people type them, and the lines that they mean.
@Suite struct TypedLinesTests {
  private static let c = [
    "socket(AF_INET, SOCK_STREAM, 0)", "socket (PF_INET6, SOCK_DGRAM | SOCK_NONBLOCK, IPPROTO_UDP);",
    "s = socket(AF_INET, SOCK_STREAM, 0)", "int s = socket(AF_INET, SOCK_STREAM, 0);",
    "if ((listenfd = socket(AF_INET, SOCK_STREAM, 0)) < 0) err_sys(\"socket error\");",
    "socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3                     errno 0  24 µs",
    "s = socket(AF_INET, SOCK_STREAM, 0) = 3", "socketpair(AF_UNIX, SOCK_STREAM, 0, [3, 4]) = 0",
    "socketpair(AF_UNIX, SOCK_STREAM, 0, sv);", "pipe(fds)", "pipe([3, 4]) = 0", "dup(3) = 5", "copy = dup(3)",
    "bind(3, {AF_INET 127.0.0.1:0}, 16)",
    "bind(3, {AF_INET6 [::1]:80}, 28) = -1    errno 98 EADDRINUSE (Address already in use)",
    "bind(3, {AF_UNIX unix:/tmp/a,b}, 110) = 0", "bind(3, {AF_INET 0.0.0.0:80}, 16) = -1 EACCES (Permission denied)",
    "bind(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr(\"127.0.0.1\")}, 16) = 0",
    "bind(3, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, \"::1\", &sin6_addr), sin6_scope_id=0}, 28) = 0",
    "bind(3, {sa_family=AF_UNIX, sun_path=\"/tmp/s\"}, 110)", "bind(3, {sa_family=AF_UNIX, sun_path=@\"name\"}, 110)",
    "bind(3, (struct sockaddr *)&addr, sizeof(addr))", "bind(sockfd, (SA *) &servaddr, sizeof(servaddr));",
    "bind(srv, \"127.0.0.1\", 80)", "bind(7, {AF_INET 127.0.0.1:0}, 16)", "bind(3, {AF_INET 127.0.0.1:0}",
    "listen(3, 5) = 0", "listen(srv, SOMAXCONN)", "listen(srv, LISTENQ);",
    "accept(3, addr, len) …   waiting, job 1: wait conn",
    "accept(3, …) = 5", "conn = accept(3, {AF_INET 127.0.0.1:51234}, 16) = 5     errno 0   5 µs",
    "int connfd = accept(srv, (struct sockaddr *) NULL, NULL);", "accept4(3, NULL, NULL, SOCK_NONBLOCK)",
    "connect(4, {AF_INET 127.0.0.1:9}, 16) = -1 ECONNREFUSED (Connection refused)", "connect(cli, {srv}, 16)",
    "send(4, \"Hello Bob\", 9, 0) = 9", "send(4, \"Hello Bob\", 5, MSG_DONTWAIT|MSG_NOSIGNAL)",
    "send(4, \"Hello\", 6, 0)", "send(4, \"Hello\", 60, 0)", "send(4, \"xxxx\"..., 8388608, 0) = 2555904",
    "send(4, buf, n, 0)", "send(cli, \"a\\r\\n\", strlen(\"a\\r\\n\"), 0);", "send(cli, \"two\" \"parts\", 8, 0)",
    "recv(5, buf, 100, 0) …                      blocked (Ctrl-C: interrupt)", "recv(5, buf, sizeof(buf), 0)",
    "n = recv(5, buf, BUFSIZ, MSG_PEEK | MSG_DONTWAIT);", "recv(5, buf, 0x40, 0) = 9",
    "sendto(6, \"x\", 1, 0, {AF_INET 127.0.0.1:9}, 16) = 1", "recvfrom(6, buf, 64, 0, {AF_INET 127.0.0.1:9}, [16]) = 1",
    "read(5, buf, 10)", "write(4, \"x\\0y\", 3)",
    "readv(5, [{iov_base=\"He\", iov_len=2}, {iov_base=\"llo\", iov_len=64}], 2)",
    "writev(4, [{iov_base=\"one\", iov_len=3}, {iov_base=\"two\", iov_len=3}], 2) = 6",
    "sendmsg(6, {msg_name={AF_INET 127.0.0.1:9}, msg_namelen=16, msg_iov=[{iov_base=\"he\", iov_len=2}], msg_iovlen=1, msg_control=[{cmsg_len=20, cmsg_level=SOL_IP, cmsg_type=IP_TTL, cmsg_data=[5]}], msg_controllen=24, msg_flags=0}, 0) = 2",
    "recvmsg(6, {msg_name=addr, msg_namelen=128, msg_iov=[{iov_base=buf, iov_len=64}], msg_iovlen=1, msg_controllen=0, msg_flags=0}, MSG_DONTWAIT)",
    "sendmsg(6, &msg, 0)", "shutdown(4, SHUT_WR)", "shutdown(4, 1);", "close(4) = 0", "close (4);",
    "getsockname(3, {AF_INET 127.0.0.1:80}, [16]) = 0", "setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0",
    "setsockopt(3, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));",
    "setsockopt(3, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=5}, 8)",
    "setsockopt(3, SOL_SOCKET, SO_RCVTIMEO, {tv_sec=1, tv_usec=500000}, 16)",
    "setsockopt(3, SOL_IP, IP_ADD_MEMBERSHIP, {imr_multiaddr=inet_addr(\"224.0.0.5\"), imr_interface=inet_addr(\"127.0.0.1\")}, 8)",
    "getsockopt(3, SOL_SOCKET, SO_RCVBUF, [131072], [4]) = 0", "fcntl(3, F_SETFL, O_NONBLOCK)", "fcntl(3, F_GETFL, 0)",
    "ioctl(5, FIONREAD, [9]) = 0", "ioctl(5, FIONBIO, [1])", "ioctl(5, SIOCGIFADDR, {ifr_name=\"lo\"})",
    "poll([{fd=3, events=POLLIN, revents=POLLIN}, {fd=5, events=POLLIN|POLLOUT}], 2, 1000) = 1", "poll(&pfd, 1, -1)",
    "select(6, [3 5 => 3], [4], NULL, {tv_sec=1, tv_usec=500000}) = 1", "select(maxfd + 1, &rset, NULL, NULL, NULL);",
    "epoll_create1(EPOLL_CLOEXEC)", "ep = epoll_create1(0) = 7",
    "epoll_ctl(7, EPOLL_CTL_ADD, 3, {events=EPOLLIN|EPOLLET, data=3}) = 0",
    "epoll_ctl(7, EPOLL_CTL_DEL, 3, NULL)", "epoll_wait(7, [{events=EPOLLIN, data=3}], 10, 500) = 1",
    "epoll_wait(7, events, 10, -1)",
    "getaddrinfo(\"127.0.0.1\", \"80\", {ai_flags=0, ai_family=AF_INET, ai_socktype=SOCK_STREAM, ai_protocol=0}, res) = 0",
    "getaddrinfo(\"localhost\", NULL, NULL, &res)",
    "getaddrinfo(\"localhost\", NULL, NULL, res) = 0                 88 µs",
    "getnameinfo({AF_INET 127.0.0.1:80}, 16, \"localhost\", 1025, service, 32, 0) = 0   417 µs",
    "pidfd_open(42, 0) = 5",
    "sendfile(4, 5, [0] => [5], 5) = 5", "sendfile(4, 5, NULL, 65536) = 0", "sendfile(out, in, &offset, 5)",
    "signalfd(-1, [HUP TERM], 0) = 7", "s = signalfd(-1, &mask, SFD_NONBLOCK)",
    "timerfd_create(CLOCK_MONOTONIC, 0) = 6",
    "timerfd_settime(6, 0, {it_interval={0, 0}, it_value={0, 20000000}}, NULL) = 0",
    "getrlimit(RLIMIT_NOFILE, {rlim_cur=20000, rlim_max=20000}) = 0", "getrlimit(RLIMIT_NOFILE, &limit)",
    "setrlimit(RLIMIT_NOFILE, {rlim_cur=4, rlim_max=20000}) = 0",
    "htons(12345)",
    "inet_pton(AF_INET, \"127.0.0.1\", &addr.sin_addr);",
    "bind(srv, {AF_INET 127.0.0.1:0}, 16) = 0 [srv BOUND]", "accept(3, addr, len) &", "exit(0);", "sleep(1)",
    "server> bind(3, {AF_INET 127.0.0.1:0}, 16) = 0", "bind(((((((((((((((((((((3", "send(3, \"open",
    "jobs (nothing waits, yet)",
    "close(3); close(4);", "int on = 1; setsockopt(3, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));",
    "send(cli \"hello\")", "send(4, \"x\", 1, 0x40)", "send(4, \"x\", 1, 1)", "send(4, \"x\", -1, 0)",
    "sigaction(SIGPIPE, {sa_handler=SIG_IGN}, NULL) = 0",
    "rtnetlink(RTM_NEWADDR, NLM_F_CREATE|NLM_F_EXCL, {192.0.2.1/24, dev lo}) = 0",
    "nf_tables(NFT_MSG_NEWRULE, {postrouting ip saddr 10.0.0.0/8 snat to 203.0.113.1}) = 0",
    "sock_diag(SOCK_DESTROY, {AF_INET 127.0.0.1:34567 → 127.0.0.1:80}) = 0", "capset({effective=~CAP_NET_RAW}) = 0",
    "open(\"/proc/sys/net/ipv4/tcp_retries2\", O_WRONLY) = 3",
    "htons(80) = 20480: 80 is 0x0050; its high byte 00 goes first", "memfd_create(\"m\", 0) = 3",
    "memfd_create(\"a b\", 0)", "strerror(98)", "sendmsg(6, {msg_name={AF_INET 127.0.0.1:9}, msg_namelen=16,",
    "int main(void) {", "int main(int argc, char *argv[])", "{", "static void handle(int fd) {",
    "char buf[1024] = {0};",
    "struct linger l = {1, 5};", "static const char *msg = \"hi\";", "fd_set fds;", "FD_SET(srv, &fds);", "ssize_t n;",
    "ServerSocket ss = new ServerSocket(8080);", "func main() {",
    "$sock = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);",
    "public static void main(String[] args) throws Exception {", "ln, err := net.Listen(\"tcp\", \":8080\")",
    "const net = require('net');", "send cli {",
    "signal(SIGPIPE, SIG_IGN);", "fcntl(3, F_SETFL, fcntl(3, F_GETFL, 0) | O_NONBLOCK);",
    "fcntl(3, F_SETFL, flags & ~O_NONBLOCK);", "fcntl(3, F_SETOWN, getpid());",
    "serv_addr.sin_addr.s_addr = htonl(INADDR_ANY);", "error_handling(\"bind() error\");", "fputs(message, stdout);",
    "socklen_t len = sizeof(addr);", "WSAStartup(MAKEWORD(2, 2), &wsaData);",
    "pthread_create(&t_id, NULL, handle_clnt, (void*)&clnt_sock);", "strlen(\"abc\")", "break;", "else",
    "close (conn)", "why (cli)", "send (cli, \"Hello Bob\", 9, 0)", "if (connect (cli, \"127.0.0.1\", 80) < 0)",
    "if (send(cli, \"a\", 1, 0) < 0 || send(cli, \"b\", 1, 0) < 0)", "if (listen(srv, 5) < 0) {", "};", "case 0:",
    "switch (n) {", "} else {", "try:", "except OSError:", "setsockopt(3, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv));",
    "setsockopt(3, SOL_SOCKET, SO_LINGER, &ling, sizeof(ling));",
    "setsockopt(3, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));", "setsockopt(3, SOL_TCP, TCP_KEEPIDLE, &idle, 4);",
    "setsockopt(3, IPPROTO_IP, IP_ADD_MEMBERSHIP, &mreq, sizeof(mreq));",
    "setsockopt(3, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, &mreq, sizeof(mreq));",
    "socket(res->ai_family, res->ai_socktype, res->ai_protocol)", "epoll_wait(7, events, MAX_EVENTS, -1)",
    "freeaddrinfo(res);", "atoi(argv[1])", "let stream = TcpStream::connect(\"127.0.0.1:80\")", "let x = f(y)",
    "serv_addr.sin_family=AF_INET;", "serv_addr.sin_family = AF_INET;", "buf[n]=0;", "fd_max=serv_sock;", "});",
    "fputc('\\n', stderr);",
  ]

  private static let python = [
    "s = socket.socket()", "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)", "s = socket.socket(AF_INET6)",
    "cli.send(\"Hello\")", "cli.send(b\"Hello\\r\\n\")", "cli.sendall(b'it is \"so\"')",
    "cli.send('it\\'s \\\"so\\\"')", "cli.send('\"\"\\q')", "s.bind((\"127.0.0.1\", 80))",
    "s.bind(('', 80))",
    "s.bind((\"::1\", 80))", "s.listen()", "s.listen(5)", "conn, addr = s.accept()", "s.connect((\"localhost\", 80))",
    "data = s.recv(1024)", "s.recv(1024, socket.MSG_PEEK)", "s.sendto(b\"x\", (\"127.0.0.1\", 9))",
    "s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)", "s.setblocking(False)", "s.setblocking(True)",
    "s.settimeout(5)", "s.settimeout(0)", "s.settimeout(None)", "s.settimeout(1.5)", "s.detach()", "os.close(4)",
    "os.close(9)", "select.select([s], [t], [], 1.5)", "select.select([s, t], [], [])",
    "r, w, x = select.select([s], [t], [], 1.5)", "class Server:", "async def handle(reader, writer):",
    "socket.htons(80)",
    "ep = select.epoll()", "s = socket.create_connection((\"127.0.0.1\", 80))",
    "s = socket.create_connection((host, port))", "socket.gethostbyname(\"localhost\")", "s.shutdown(socket.SHUT_WR)",
    "s.close()", "s.getsockname()", "s.fileno()", "s.frobnicate()",
    "a, b = socket.socketpair()", "from socket import *", "import socket", "with socket.socket() as s:", "print(data)",
    "cli.send(\"안녕\".encode())", "cli.send(f\"hi {s}\".encode())", "HOST = '127.0.0.1'", "HOST = \"127.0.0.1\"",
    "PORT = 8080", "time.sleep(1)", "time.sleep(delay)", "sys.exit()", "select.select(inputs, outputs, [])",
    "cli.close", ">>> cli.close()", "HOST = \"127.0.0.1\"  # this machine", "PORT = 65432  # free", "finally:",
    "msg = input(\"> \")", "s.send(msg.encode())", "threading.Thread(target=handle, args=(conn,))",
  ]

  private static let words = [
    "socket srv TCP", "socket srv Udp6", "socket srv", "socket tcp srv", "socket TCP", "socket srv AF_INET SOCK_STREAM",
    "socket srv af_inet sock_stream 0", "socket srv stream", "socket tcp tcp", "socket TCP udp", "bind srv 12345",
    "bind srv localhost 12345", "bind srv 0.0.0.0 80",
    "bind srv * 80", "bind srv *:80", "bind srv ::1 80", "bind srv [::1] 80", "bind srv ::1", "bind a /tmp/s",
    "bind srv, 127.0.0.1:80", "connect cli 127.0.0.1 80", "connect cli 80", "connect cli, 127.0.0.1, 80",
    "connect cli srv",
    "listen srv,5", "listen srv, 5", "close srv;", "send cli Hello Bob", "send cli 'Hello Bob'",
    "send cli Hello Bob MSG_DONTWAIT",
    "send cli 'Hello'", "send cli Hello 0", "send cli Hello", "send cli, \"Hello\", 0", "send cli hex:48 65",
    "send cli \"a\" b", "send cli hi 127.0.0.1:9", "send cli \"hi\" [::1]:9", "send cli at 9:30",
    "sendto cli Hello Bob {srv}", "sendto cli Hello 127.0.0.1 80", "sendall cli one two", "write cli one two",
    "let greeting Hello Bob", "let greeting = Hello", "recv c MSG_DONTWAIT", "recv c 64 MSG_PEEK | MSG_DONTWAIT",
    "recv c 64 MSG_PEEK MSG_DONTWAIT", "recv c 64 peek", "recv c dontwait", "recvfrom c MSG_PEEK",
    "recvuntil conn end of line",
    "recvuntil conn x 100", "exit", "?", "? ", "netstat -na", "netstat -na | grep 12346", "ss", "ss -tlnp", "ss -ua",
    "ss sport = :80",
    "ss -tn '( dport = :443 or sport = :443 )'",
    "lsof -i :80", "ip a", "ip addr show", "ip route", "ifconfig", "route -n", "sockets | grep 12346",
    "sockets | grep -i listen", "help | less",
    "options srv | grep BUF", "handles | wc -l", "htons 12345", "ntohs 14640", "htonl 2130706433", "ntohl 16777343",
    "inet_addr 127.0.0.1", "inet_ntoa 16777343", "inet_ntoa 127.0.0.1", "recv c | hex", "recv c 64 | hex",
    "inet_pton AF_INET6 ::1", "htons", "man bind", "cls", "ls", "kill conn", "fork", "printf", "fuser 9000/tcp", "도움",
    "telnet localhost 80",
    "so a tcp", "se cli x", "re c", "co cli {srv}", "s a tcp", "r c", "c cli {srv}", "l srv", "q", "h", "cl srv", "zz",
    "epol ep",
    "close(srv", "server> listen srv,5 = 0 [srv LISTEN]", "recv c MSG_DONTWAIT = -1 EAGAIN within 2s", "sockt srv tcp",
    "send cli \"{\"a\":1}\"", "send cli \"say \"hi\" now\" MSG_OOB", "send cli \"hello\\n\" 6",
    "send cli \"hello\\n\" 6 0", "send cli \"hello\\n\" 6 MSG_DONTWAIT", "send cli \"hello\\n\" 9 0",
    "send cli \"hello\" 0x40", "send cli room 12", "send cli fill 100", "send cli hex 0d0a",
    "recv conn MSG_DONTWAIT 100", "sendmsg a \"hi\" 127.0.0.1:9", "sendmsg u \"x\" to 127.0.0.1:9 ttl:5",
    "sendmsg u \"127.0.0.1:9\" to 127.0.0.1:9 IP_TTL:5", "write cli x len:5", "send cli x flags:0",
    "sendall cli x len:5", "send cli MSG_OOB x", "send cli x DONTWAIT", "send cli \"x\" dontwait",
    "send cli < /etc/hostname", "send cli hello; recv conn 10", "send cli \"hello\"; recv conn 10",
    "send cli hello && recv conn 10", "send cli hello > /tmp/x", "send cli hello // comment",
    "send cli \"hello // comment; < > &&\"", "send cli “hello bob”", "send cli (\"hello\")",
    "bind u (\"127.0.0.1\", 8016)", "sendto u \"hi\" ('localhost', 9)", "connect cli (\"127.0.0.1\")",
    "recv conn 10 & & = blocks",
    "listen 80", "accept 127.0.0.1:80", "close 70000", "close 9",
    "sendto u \"hi\" to 127.0.0.1:9", "connect cli to {srv}", "socket s2 unix dgram", "setsockopt cli SO_REUSEADDR = 1",
    "close a b", "send cli ;", "server>recv conn 10 = 5", "bind v [::1]", "bind v [::1]80", "send cli \"x\" # remark",
    "recv conn 1,000 MSG_DONTWAIT", "recv conn 10,0", "recv conn 1,000,000", "recv conn 1,00 MSG_DONTWAIT",
    "recv 6,100", "send cli hello | nc 127.0.0.1 80",
    "close conn close cli", "cli send hello", "c send \"hello\"", "a close", "send cli fish & chips",
    "poll cli POLLIN 0", "poll cli POLLIN,POLLOUT 0",
    "poll cli:POLLIN,POLLOUT 0",
    "poll cli,conn 0", "recv conn buf 100", "x = 5", "x=5", "{cli}", "errno 98",
    "errno", "hi", "exit;", "quit;", "handles;", ":wq", "--help", "-h", "ss --help", "lsof -p 42", "lsof -n -i :80",
    "receive cli", "EADDRINUSE", "SO_REUSEADDR", "%1", "nc localhost 8080", "nc -l 9000", "nc -ul 9000", "ncat -l",
    "socat - TCP:localhost:80", "telnet HOST PORT", "head -5", "docker ps", "목록", "왜", "send\u{a0}cli hi",
    "\u{200b}handles", "send\u{3000}cli hi",
  ]

  @Test(arguments: ["c", "python", "words"]) func whatTypedLinesMean(name: String) throws {
    let lines = name == "c" ? Self.c : name == "python" ? Self.python : Self.words
    try Golden.expect(lines.map(Self.meaning).joined(separator: "\n"), "typed-\(name)")
  }

  /// A file may have a line of a megabyte, and each edit reads it anew.
  @Test(arguments: [
    "sockets" + String(repeating: " | grep x", count: 100), "close a" + String(repeating: ";", count: 100),
  ])
  func slipsAreCounted(line: String) throws {
    let statement = try Parser.parse(Array(line.utf8))
    let error = try #require(throws: Diagnostic.self) { try Spelling.meant(by: statement) }
    #expect(error.title == "too many mistakes in one line")
    let file = SessionFile.read(Array("sockplay 1\nsocketpair a b\n\(line)\n".utf8)).file
    #expect(Preflight.problems(of: file, known: []).map(\.diagnostic.title) == ["too many mistakes in one line"])
  }

  /// What a line means may be typed as well, and means itself.
  @Test(arguments: c + words) func aLineThatIsMeantMeansItself(line: String) throws {
    guard let meant = try? Self.meant(line) else { return }
    let again = try Parser.parse(meant.line)
    #expect(again.call == nil)
    #expect(try Spelling.meant(by: again) == nil, "\(String(decoding: meant.line, as: UTF8.self))")
  }

  /// Handles of some descriptors.
  private static var names: CNames {
    CNames(
      handle: { [3: "srv", 4: "cli", 5: "conn", 6: "u", 7: "ep"][$0] }, fresh: { "s1" }, isFree: { $0 != "out" })
  }

  private static func meant(_ line: String) throws -> Statement {
    var statement = try Parser.parse(Array(line.utf8))
    if let call = statement.call { statement = try CLine.statement(call, on: statement, names) }
    let meant = try Spelling.meant(by: statement) ?? statement
    if let line = meant.command {
      do { try Command.find(line.name, at: 0..<1).checkShape(line) } catch { throw error.on(meant.line) }
    }
    return meant
  }

  /// The line and below it what it means, or its error.
  private static func meaning(_ line: String) -> String {
    do {
      return "> \(line)\n  \(String(decoding: try meant(line).line, as: UTF8.self))\n"
    } catch {
      guard let error = error as? Diagnostic else { return "> \(line)\nanother error\n" }
      let notes = [error.title, error.label].filter { !$0.isEmpty } + error.notes.map { "\($0.word): \($0.text)" }
      return "> \(line)\n  error: " + notes.joined(separator: "\n    ") + "\n"
    }
  }
}
