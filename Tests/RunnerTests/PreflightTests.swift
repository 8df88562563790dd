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
    ("bnd a 127.0.0.1:0", "unknown command: bnd"), ("re a", "re is ambiguous"), ("bind", "bind has too few words"),
    ("close a b", "close has too many words"), ("bind a {host}:0", "host is not set"),
    ("bind a {srv.prt}", "srv is not set"), ("let x 1\nbind a {x.prt}", "there is no field prt"),
    ("? a.unread == 0", "a is not set"),
    ("? {x} == 0", "x is not set"), ("@let a = {b}", "b is not set"),
    ("repeat {n}\nend", "n is not set"), ("close a = -1 EINVALID", "there is no errno EINVALID"),
    ("close a = 0 [a OPENED]", "there is no state OPENED"), ("close a = 0 [b CLOSED]", "b is not set"),
    ("recvfrom a = 5 from {cli}", "cli is not set"), ("recvmsg a SCM_RIGHTS:x\nclose z = 0 [z CLOSED]", "z is not set"),
    ("listen a = 0 IP_TTL:5", "listen gives no such words"), ("send a \"{i}\"", "i is not set"),
    ("socket a tcp\nsetsockopt a SO_RCVBUFF 1", "there is no option SO_RCVBUFF"),
    ("getsockopt a SOL_TCP SO_TYPE", "SO_TYPE is no option of SOL_TCP"),
    ("getsockopt a SOL_TCP", "an option is missing"), ("send a x MSG_NOSIGNAL|MSG_NOW", "MSG_NOW is no message flag"),
    ("recv a 10 MSG_PEAK", "MSG_PEAK is no message flag"),
    ("let x y\nsend a \"{y}\"", "y is not set"), ("socket x tcp6\nbind x {tcp}", "tcp is not set"),
    ("accept srv c\nbind c {srv}", "srv is not set"), ("repeat 2\nsend a {i}\nend\nsend a {i}", "i is not set"),
    ("repeat {i}\nend", "i is not set"), ("handles = 99", "handles makes no call"),
    ("sleep 10ms = 7 \"abc\"", "sleep makes no call"), ("jobs = 0 EOF", "jobs makes no call"),
    ("role x = *", "role makes no call"), ("options a = \"x\"", "options makes no call"),
  ])
  func itIsFound(lines: String, title: String) {
    #expect(problems(lines).last.map { String($0.dropFirst(3)) } == title)
  }

  @Test(arguments: [
    "socket a tcp\nbind a {a}\n? a.unread == 0", "accept srv conn\nclose conn = 0 [conn CLOSED]",
    "@let x = 1\nbind a {x}:0",
    "let x = 1\nlet y = {x}", "repeat 2\nsend a \"{i}\"\nend",
    "repeat 2\nrepeat {i}\nsend a {i}\nend\nsend a {i}\nend", "socket tcp SOCK_NONBLOCK\nbind s1 {s1}",
    "socket a tcp\nsleep 10ms [a CLOSED] within 1s (a remark)", "pause look", "jobs",
    "socket tcp\nbind s1 {s1}", "recvmsg a SCM_RIGHTS:x,y\nbind x {y}", "recvmsg a\nbind s1 {s1}",
    "source other\nclose a = 0 [made-there CLOSED]",
    "socket {which} tcp".replacing("{which}", with: "x{known}") + "\nclose y = 0 [y CLOSED]", "socket a tcp\nli a",
    "let o SO_TYPE\nsocket a tcp\ngetsockopt a {o}\noptions a KEEP\nrecv a 10 MSG_PEEK|64\nsetsockopt a SOL_TCP {o} 1\nset a SOL_TCP 1 on",
  ])
  func nothingIsFound(lines: String) { #expect(problems(lines, known: ["known"]) == []) }

  @Test func everyProblemIsListedAndNothingRuns() {
    #expect(
      problems("bnd\nsocket a tcp\nclose\nbind a {x}") == [
        "2: unknown command: bnd", "4: close has too few words", "5: x is not set",
      ])
    let kernel = ScriptedKernel()
    #expect(Play(kernel: kernel).file("socket a tcp\nbnd a") == .unreadable)
    #expect(kernel.calls.isEmpty)
  }
}
