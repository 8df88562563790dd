import Runner
import SessionLanguage
import Sockets
import Support
import Testing

/// splice(2) holds a pipe's lock while it waits for the other end. Whoever asks the pipe anything meanwhile waits for
/// the lock, and no signal ends that: neither a look of the session's own nor a deadline may hang on it.
@Suite(.waits) struct LockedPipeTests {
  private func play(timeout: Int = 30) throws -> Play {
    let play = Play(timeout: timeout)
    for line in ["pipe out in", "socketpair a b unix-dgram", "splice a in 5 &"] { try play.run(line) }
    return play
  }

  @Test(arguments: ["handles", "why out", "why in", "state out", "fds", "jobs", "? out.unread == 0", "sleep 60ms"])
  func noLookAsksThePipe(_ line: String) throws {
    let play = try play()
    #expect(try play.failures("\(line)\nsend b hello = 5\nwait a = 5 within 5s\nread out = 5 \"hello\"") == [])
  }

  /// A check of a file looks at what it expects only, and a duplicate of a locked pipe was never looked at before.
  @Test(arguments: [true, false]) func aDuplicateIsOpen(_ wantsChanges: Bool) throws {
    let play = Play(wantsChanges: wantsChanges)
    #expect(try play.failures("pipe out in\nread out 64 &\ndup in twin = fd [twin OPEN]\nwrite twin hi = 2") == [])
  }

  @Test(arguments: [
    "read out 5", "close out", "close in", "write in x", "nonblock in on", "ioctl out FIONREAD", "dup out twin",
    "dup in twin",
  ])
  func aCallThatHangsOnItGoesToTheBackgroundWhenItsTimeIsUp(_ line: String) throws {
    let play = try play()
    let step = try play.run(line)
    if case .waiting(let job, _) = step.outcome {
      #expect(
        try #require(throws: Diagnostic.self) { try play.run("cancel \(job)") }.label
          == "it waits for a lock inside the kernel")
      #expect(try play.run("cancel a = -1 EINTR").failure == nil)
      play.session.timeout = 5000
      #expect(try play.run("wait \(job) = *").outcome == .done)
    }
    #expect(try play.failures("handles\nwhy a") == [])
  }

  @Test func aBackgroundCallMayHangOnItToo() throws {
    let play = try play()
    #expect(try play.failures("write in x & = blocks\ncancel a = -1 EINTR\nwait in = 1 within 5s\nread out = 1") == [])
  }
}
