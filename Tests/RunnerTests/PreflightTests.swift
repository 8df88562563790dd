import Runner
import SessionLanguage
import Support
import Testing

/// What is wrong with a file is told before anything of it runs.
@Suite struct PreflightTests {
  private func problems(_ lines: String, known: [String] = []) -> [String] {
    let (file, unreadable) = SessionFile.read(Array("sockplay 1\n\(lines)\n".utf8))
    return (unreadable + Preflight.problems(of: file, known: known)).map { "\($0.number): \($0.diagnostic.title)" }
  }

  @Test(arguments: [
    ("bnd a 127.0.0.1:0", "unknown command: bnd"), ("epol a", "epol is ambiguous"), ("bind", "HANDLE is missing"),
    ("close a b", "too many words"), ("bind a {host}:0", "unknown name: host"),
    ("bind a {srv.prt}", "unknown name: srv"), ("let x 1\nbind a {x.prt}", "unknown field: prt"),
    ("? a.unread == 0", "unknown name: a"),
    ("? {x} == 0", "unknown name: x"), ("@let a = {b}", "unknown name: b"),
    ("repeat {n}\nend", "unknown name: n"), ("close a = -1 EINVALID", "unknown errno: EINVALID"),
    ("close a = 0 [a OPENED]", "unknown state: OPENED"), ("close a = 0 [b CLOSED]", "unknown name: b"),
    ("socket a tcp\n? a.state == CLOSD", "unknown state: CLOSD"),
    ("recvfrom a = 5 from {cli}", "unknown name: cli"),
    ("recvmsg a SCM_RIGHTS:x\nclose z = 0 [z CLOSED]", "unknown name: z"),
    ("listen a = 0 IP_TTL:5", "listen outputs no words"), ("send a \"{i}\"", "unknown name: i"),
    ("socket a tcp\nsetsockopt a SO_RCVBUFF 1", "unknown option: SO_RCVBUFF"),
    ("getsockopt a SOL_TCP SO_TYPE", "unknown option of SOL_TCP: SO_TYPE"),
    ("getsockopt a SOL_TCP", "OPTION is missing"), ("send a x MSG_NOSIGNAL|MSG_NOW", "unknown message flag: MSG_NOW"),
    ("recv a 10 MSG_PEAK", "unknown message flag: MSG_PEAK"),
    ("let x y\nsend a \"{y}\"", "unknown name: y"), ("send a {t}\nrecv a 9 = 5 -> {t}\nsend a {t}", "unknown name: t"),
    ("socket x tcp6\nbind x {tcp}", "unknown name: tcp"),
    ("accept srv c\nbind c {srv}", "unknown name: srv"), ("repeat 2\nsend a {i}\nend\nsend a {i}", "unknown name: i"),
    ("repeat {i}\nend", "unknown name: i"), ("handles = 99", "handles makes no call"),
    ("sleep 10ms = 7 \"abc\"", "sleep makes no call"), ("jobs = 0 EOF", "jobs makes no call"),
    ("role x = *", "role makes no call"), ("recvuntil a /(/", "not a regular expression"),
    ("options a = \"x\"", "options makes no call"), ("sleep 10ms within 1s", "sleep takes no within"),
  ])
  func itIsFound(lines: String, title: String) {
    #expect(problems(lines).last.map { String($0.dropFirst(3)) } == title)
  }

  @Test(arguments: [
    "socket a tcp\nbind a {a}\n? a.unread == 0", "socket PF_INET SOCK_STREAM 0\n? s1.state == CLOSED",
    "accept srv conn\nclose conn = 0 [conn CLOSED]",
    "@let x = 1\nbind a {x}:0",
    "let x = 1\nlet y = {x}", "repeat 2\nsend a \"{i}\"\nend",
    "repeat 2\nrepeat {i}\nsend a {i}\nend\nsend a {i}\nend", "socket tcp SOCK_NONBLOCK\nbind s1 {s1}",
    "socket a tcp\nsleep 10ms [a CLOSED] within 1s (a remark)", "pause look", "jobs",
    "socket tcp\nbind s1 {s1}", "recvmsg a SCM_RIGHTS:x,y\nbind x {y}", "recvmsg a\nbind s1 {s1}",
    "socket a tcp\nrecv a 9 = 5 -> {t}\nsend a {t}", "source other\nclose a = 0 [made-there CLOSED]",
    "socket {which} tcp".replacing("{which}", with: "x{known}") + "\nclose y = 0 [y CLOSED]", "socket a tcp\nli a",
    "let o SO_TYPE\nsocket a tcp\ngetsockopt a {o}\noptions a KEEP\nrecv a 10 MSG_PEEK|64\nsetsockopt a SOL_TCP {o} 1\nset a SOL_TCP 1 on",
  ])
  func nothingIsFound(lines: String) { #expect(problems(lines, known: ["known"]) == []) }

  @Test func everyProblemIsListedAndNothingRuns() {
    #expect(
      problems("bnd\nsocket a tcp\nclose\nbind a {x}") == [
        "2: unknown command: bnd", "4: HANDLE is missing", "5: unknown name: x",
      ])
    let kernel = ScriptedKernel()
    #expect(Play(kernel: kernel).file("socket a tcp\nbnd a") == .unreadable)
    #expect(kernel.calls.isEmpty)
  }
}
