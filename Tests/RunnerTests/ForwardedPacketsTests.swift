import Packets
import Support
import Testing

@testable import Runner

@Suite struct ForwardedPacketsTests {
  private typealias Samples = FrameSamples

  /// The number of the earlier one of each that was passed on.
  private func forwarded(_ frames: [Frame]) -> [Int?] {
    var packets = ForwardedPackets()
    return frames.enumerated().map { index, frame in
      packets.take(Packet(frame.bytes, link: .ethernet), in: frame, number: index + 1)?.number
    }
  }

  @Test func anotherSenderWithFewerHopsHasPassedItOn() {
    let ping = Samples.ping(), datagram = Samples.udp(isForward: true, [1])
    #expect(
      forwarded([ping, datagram, Samples.forwarded(ping), Samples.forwarded(datagram)]) == [nil, nil, 1, 2])
  }

  @Test func whatItsOwnSenderSendsAgainIsNotPassedOn() {
    let ping = Samples.ping(), again = Samples.ping(moment: 210_000_000)
    #expect(forwarded([ping, again, Samples.forwarded(again)]) == [nil, nil, 2])
    // The other one did not come from there with fewer hops.
    #expect(forwarded([Samples.forwarded(ping), ping]) == [nil, nil])
  }

  @Test func onlyTheLastAreKept() throws {
    let first = Samples.ping(moment: 0)
    let others = (1...300).map { Samples.udp(isForward: true, Array(repeating: 0, count: $0)) }
    let last = try #require(forwarded([first] + others + [Samples.forwarded(first)]).last)
    #expect(last == nil)
  }
}
