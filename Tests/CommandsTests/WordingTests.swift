import SessionLanguage
import Support
import Testing

@testable import Commands

/// What people read, in one file each.
@Suite struct WordingTests {
  @Test func helpOfEveryCommandAndTopic() throws {
    let commands = Command.all.map { ["> help \($0.name)"] + Manual.page($0, in: .english) }
    let topics = Topic.all.map { ["> help \($0.name)"] + $0.listing(in: .english).lines }
    let pages = [["> help"] + Manual.overview(in: .english)] + commands + topics
    try Golden.expect(pages.map { $0.map { $0 + "\n" }.joined() }.joined(separator: "\n"), "help")
  }

  /// The headings and sentences that are there in Korean. What a manual says further is in English.
  @Test func helpInKorean() throws {
    let pages = [["> help"] + Manual.overview(in: .korean), ["> help bind"] + Manual.page(.bind, in: .korean)]
    let topics = Topic.all.map { ["> help \($0.name)"] + $0.listing(in: .korean).lines }
    try Golden.expect((pages + topics).map { $0.map { $0 + "\n" }.joined() }.joined(separator: "\n"), "help-korean")
  }

  @Test func theErrorsOfEveryCall() throws {
    let pages = ErrorPage.all.map { page in
      page.calls.joined(separator: " ") + "\n" + page.errors.map { "  \($0.symbol): \($0.cause)\n" }.joined()
    }
    try Golden.expect(pages.joined(separator: "\n"), "errors")
  }

  /// Lines that cannot be understood, besides those with too few or too many words.
  private static let wrong = [
    "bnid srv 127.0.0.1:0", "epol srv", "socket srv tcp", "socket 9 tcp", "socket x", "socket x tpc",
    "socket x AF_INET", "socket x AF_INET SOCK_RAV 0", "socket x AF_INET SOCK_STREAM IPPROTO_TPC",
    "socket x tcp SOCK_FAST", "socketpair x x", "pipe x x", "dup nobody x", "adopt x 3 y", "shutdown srv up",
    "bind srw 127.0.0.1:0", "bind srv 127.0.0.1", "bind srv u", "bind srv 127.0.0.1:", "bind srv 127.0.0.1:70000",
    "bind srv 999.1.1.1:80", "bind srv {srw}", "bind srv {srv.prot}", "bind srv {srv}", "bind a unix",
    "bind srv netlink:",
    "sockaddr unix:", "listen srv many", "listen srv 99999999999", "send srv", "send srv hex:0g", "send srv fill:1T",
    "send srv rep:3", "send srv @/no/such/file", "send srv x MSG_NOW", "recv srv ten", "recv srv -1",
    "recvuntil srv \"\"", "recvuntil u x", "recvuntil a /x(/", "readv srv 256M 1", "sendmsg u x to",
    "sendmsg u x IP_TTL:many", "sendmsg u x SCM_RIGTHS:u", "sendmsg u x IP_RECVERR:1", "sendmmsg u MSG_DONTWAIT",
    "recvmsg u control:many", "recvmsg u SCM_RIGHTS:x,x", "recvmmsg u 2 timeout:long", "sendfile srv \"\"",
    "setsockopt srv SO_REUSADDR on", "setsockopt srv SO_RCVBUF much", "setsockopt srv SO_RCVBUF",
    "setsockopt srv SO_KEEPALIVE on off", "setsockopt srv SO_TYPE 1", "getsockopt srv SOL_TCP",
    "getsockopt srv SOL_TCP SO_TYPE", "getsockopt srv SO_TYPE 1", "getsockopt srv SO_ATTACH_BPF", "options srv NOSUCH",
    "fcntl srv F_SETTLE", "fcntl srv F_SETFL", "fcntl srv F_GETFL 1", "ioctl srv FIONBIO maybe", "ioctl srv FIONREAD 1",
    "connect srv @name", "ioctl srv SIOCGIFADDR", "poll srv:POLLFOO", "poll srv:65536", "poll srv 5x",
    "ppoll srv mask:SIGUSR1",
    "ppoll srv mask:SIGTERM|10", "ppoll srv -1 mask:SIGTERM", "select srv", "select r:srv -1", "epoll_ctl ep push srv",
    "epoll_ctl ep del srv EPOLLIN", "epoll_ctl ep add srv EPOLLFOO", "nonblock srv maybe", "signal term ignore",
    "signal pipe catch", "wait nobody", "cancel 7", "fg nobody", "sleep long", "help bnid", "errors bnid",
    "errors bind ENOTHING", "fds 999999999", "fds x", "sockaddr 127.0.0.1:80 tcp6", "sockaddr :80 inet",
    "tcpinfo u", "sockets tpc", "sockets --watch", "sysctl nosuch", "let 9 x", "let x \"\\xff\"", "role 9",
    "getaddrinfo \"a\\0b\"", "handles = 0", "listen srv = 0 IP_TTL:5", "listen srv = ok", "listen srv = 0 [srv CLSED]",
    "bind srv 127.0.0.1:0 = 0 within soon", "send srv \"a\\q\"", "send srv \"a", "bind srv {srv",
    "? srv.unread", "? srv.unraed == 0", "@timeuot 2s", "@timeout soon", "@needs", "@needs ipv7", "@let x", "repeat",
    "&",
  ]

  @Test func theErrorOfEveryWrongLine() throws {
    let counts = Command.all.flatMap { command in
      (command.wordCount.lowerBound > 0 ? [command.name] : [])
        + (command.wordCount.upperBound < 9
          ? [command.name + String(repeating: " x", count: command.wordCount.upperBound + 1)] : [])
    }
    let play = try Play(["socket srv tcp", "socket u udp", "socketpair a b unix", "epoll_create ep"])
    let errors = (counts + Self.wrong).map { line in
      do {
        let step = try play.run(line)
        guard let failure = step.failure, case .refused(let error) = failure.kind else {
          return "> \(line)\nno error\n"
        }
        return drawn(error, below: line)
      } catch {
        return drawn(error as? Diagnostic, below: line)
      }
    }
    try Golden.expect(errors.joined(separator: "\n"), "wrong-lines")
  }

  private func drawn(_ error: Diagnostic?, below line: String) -> String {
    guard let error else { return "> \(line)\nanother error\n" }
    let carets = error.span.map {
      String(repeating: " ", count: $0.lowerBound + 2) + String(repeating: "^", count: max(1, $0.count))
    }
    let label = [carets, error.label.isEmpty ? nil : error.label].compactMap { $0 }.joined(separator: " ")
    let line = error.line.map { String(decoding: $0, as: UTF8.self) } ?? line
    return "> \(line)\n" + (label.isEmpty ? "" : label + "\n") + "error: \(error.title)\n"
      + error.notes.map { "  \($0.word): \($0.text)\n" }.joined()
  }
}
