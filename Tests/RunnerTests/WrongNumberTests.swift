import Runner
import Support
import Testing

/// Descriptors that give and take only numbers.
@Suite(.waits) struct WrongNumberTests {
  @Test(arguments: [
    ("eventfd e", "write e hex:01", "e takes a number of 8 bytes, and write has 1 byte"),
    ("eventfd e", "write e hex:ffffffffffffffff", "2^64-1 cannot be added: the counter of e goes up to 2^64-2"),
    ("eventfd e 1", "read e 4", "e returns the counter of 8 bytes, and read asked for 4"),
    ("timerfd t 10s", "read t 7", "t returns the count of 8 bytes, and read asked for 7"),
    ("timerfd t 10s", "write t hex:0100000000000000", "t is a timerfd, which cannot be written to"),
    ("signalfd g SIGTERM", "read g 10", "g returns a structure of 128 bytes, and read asked for 10"),
    ("epoll_create ep", "read ep 10", "ep is an epoll, which has no bytes to move"),
  ])
  func whyTheKernelRefusesThem(_ made: String, _ line: String, _ why: String) throws {
    let step = try Play([made], isInteractive: true).run("\(line) = -1 EINVAL")
    #expect(step.failure == nil && step.why == why)
  }

  @Test func whatHasNoSendBufferIsNotSaidToHaveOne() throws {
    let counter = ["eventfd e", "write e hex:feffffffffffffff = 8", "write e hex:0100000000000000 &"]
    let story = try Play(counter, isInteractive: true).run("why e").listing.joined(separator: "\n")
    #expect(story.contains("for somebody to read: the counter of e has no room for that number"), "\(story)")
    let short = try Play(["pipe r w", "nonblock w on"], isInteractive: true).run("write w fill:128K").short
    #expect(short?.hasSuffix("the pipe had no room for more, and the call was non-blocking") == true)
  }
}
