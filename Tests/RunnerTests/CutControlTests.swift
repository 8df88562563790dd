import Runner
import Support
import Testing

/// A message that lost descriptors on its way says so.
@Suite struct CutControlTests {
  private func play() throws -> Play {
    try Play(["socketpair a b", "socketpair c d", "sendmsg a x SCM_RIGHTS:c,d"], isInteractive: true)
  }

  @Test func bothCausesAreSaidWhereTheyCannotBeToldApart() throws {
    let play = try play()
    let short = try #require(try play.run("recvmsg b 8 control:20 = 1 msg_flags:MSG_CTRUNC").short)
    let start =
      "not all control messages and descriptors of b came (MSG_CTRUNC): 20 bytes of room were too small for them"
    #expect(short.hasPrefix(start + ", or no number was free for a descriptor (RLIMIT_NOFILE is "))
    #expect(short.hasSuffix("); the rest is lost"))
    #expect(try play.run("why").listing.contains("  why   \(short)"))
  }

  @Test func withoutRoomThereIsOneCause() throws {
    let short = try play().run("recvmsg b 8 control:0").short
    #expect(short == "not all control messages of b came (MSG_CTRUNC): there was no room for them; the rest is lost")
  }

  @Test func nothingIsSaidWhereAllCame() throws { #expect(try play().run("recvmsg b 8").short == nil) }
}
