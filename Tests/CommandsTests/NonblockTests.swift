import Sockets
import Support
import Testing

@Suite struct NonblockTests {
  @Test func theOtherFlagsStayAsTheyAre() throws {
    let play = Play()
    #expect(
      try play.failures(
        """
        socket a udp
        fcntl a F_SETFL O_ASYNC = 0
        nonblock a on = 0
        fcntl a F_GETFL = * O_RDWR|O_NONBLOCK|O_ASYNC
        nonblock a off = 0
        fcntl a F_GETFL = * O_RDWR|O_ASYNC
        """) == [])
  }

  @Test func bothCallsAreShownAndTheSecondDecides() throws {
    let play = Play()
    try play.run("pipe out in")
    let step = try play.run("nonblock out on")
    let descriptor = Argument.descriptor((try #require(play.table.find("out"))).descriptor)
    #expect(
      step.exchanges.map(\.call) == [
        Call("fcntl", descriptor, .symbol("F_GETFL")),
        Call("fcntl", descriptor, .symbol("F_SETFL"), .symbol("O_RDONLY|O_NONBLOCK")),
      ])
    #expect(step.result == step.exchanges.last && step.total == nil)
  }
}
