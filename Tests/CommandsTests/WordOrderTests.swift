import Commands
import Runner
import SessionLanguage
import Support
import Testing

/// What is said of words that are right but stand in another order.
@Suite struct WordOrderTests {
  private func error(_ line: String) throws -> Diagnostic? {
    let play = try Play(["socket a udp", "socket b udp", "bind b 127.0.0.1:0", "socketpair c d"])
    do {
      try play.run(line)
      return nil
    } catch let error as Diagnostic { return error }
  }

  @Test(arguments: [
    (#"sendto a {b} "x""#, #"sendto a "x" {b}"#), (#"sendto a 127.0.0.1:9 "x""#, #"sendto a "x" 127.0.0.1:9"#),
    (#"sendto {b} "x" a"#, #"sendto a "x" {b}"#), (#"sendto "x" {b} a"#, #"sendto a "x" {b}"#),
    (#"sendto a MSG_DONTWAIT "x" {b}"#, #"sendto a "x" {b} MSG_DONTWAIT"#),
    (#"sendto a {a} "x""#, #"sendto a "x" {a}"#), (#"send "x" c"#, #"send c "x""#), ("send hello c", "send c hello"),
    (#"send c MSG_DONTWAIT "안녕""#, #"send c "안녕" MSG_DONTWAIT"#), ("recv 64 c", "recv c 64"),
    ("recv c MSG_DONTWAIT 100", "recv c 100 MSG_DONTWAIT"),
    ("connect {b} a", "connect a {b}"), ("bind 127.0.0.1:0 a", "bind a 127.0.0.1:0"), ("dup e a", "dup a e"),
    ("shutdown wr c", "shutdown c wr"), ("setsockopt SO_REUSEADDR a on", "setsockopt a SO_REUSEADDR on"),
    ("ioctl FIONREAD a", "ioctl a FIONREAD"), ("fcntl F_GETFL a", "fcntl a F_GETFL"),
  ]) func theOrderThatIsRightIsShown(typed: String, right: String) throws {
    let error = try #require(try error(typed))
    #expect(error.title == "wrong order of words" && error.help == "write: \(right)", "\(error)")
    #expect(error.translated(to: .korean).help == "이렇게 적으세요: \(right)")
  }

  /// What is wrong in any order, or right in this one, is told as it is.
  @Test(arguments: [
    "sendto a x y", #"sendto e "x" {b}"#, "send e x", "connect a b", "dup a b", "recv e 64", "setsockopt a on SO_X",
    #"bind "x" "y""#, "shutdown c c", "connect a 127.0.0.1:99999", "recv e e e e e",
    "setsockopt a SO_RCVTIMEO 5 0",
  ]) func anythingElseIsToldAsItIs(typed: String) throws {
    #expect(try error(typed)?.title != "wrong order of words" && error(typed) != nil)
  }

  @Test func aFileIsToldBeforeItRuns() {
    let (file, _) = SessionFile.read(Array("sockplay 1\nsocketpair a b\nsetsockopt SO_KEEPALIVE a on\n".utf8))
    #expect(Preflight.problems(of: file, known: []).map(\.diagnostic.help) == ["write: setsockopt a SO_KEEPALIVE on"])
  }
}
