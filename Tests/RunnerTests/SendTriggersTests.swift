import Support
import Testing

@testable import Runner
@testable import Sockets

/// What made the kernel send a segment, by counters that are made up. The lessons of Sessions show those of a kernel.
@Suite struct SendTriggersTests {
  private static let names = SendTrigger.allCases.compactMap(\.counter).map { String($0.dropFirst("TcpExt".count)) }

  /// A reading in which these counters have these values, and the others 0.
  private static func reading(_ values: [String: Int]) -> CounterReading {
    CounterReading([
      "TcpExt: \(names.joined(separator: " "))\n"
        + "TcpExt: \(names.map { "\(values[$0] ?? 0)" }.joined(separator: " "))\n"
    ])
  }

  /// The triggers of segments on these occasions, all of one host, while the counters moved like this.
  private func found(_ occasions: [SendTriggers.Occasion?], moved: [String: Int]) -> [SendTrigger?] {
    var isLater = false
    var triggers = SendTriggers { _ in Self.reading(isLater ? moved : [:]) }
    triggers.begin("client")
    isLater = true
    return triggers.find(occasions.map { ("client", $0) })
  }

  @Test(
    arguments: [
      ("TCPTimeouts", .repetition, .retransmissionTimer), ("TCPLossProbes", .repetition, .lossProbe),
      ("TCPFastRetrans", .repetition, .fastRetransmit), ("TCPSlowStartRetrans", .repetition, .slowStart),
      ("TCPKeepAlive", .probe, .keepAliveTimer), ("TCPWinProbe", .probe, .persistTimer),
      ("DelayedACKs", .lateAcknowledgment, .delayedAckTimer),
    ] as [(String, SendTriggers.Occasion, SendTrigger)])
  func aCounterThatMovedNamesIt(counter: String, occasion: SendTriggers.Occasion, trigger: SendTrigger) {
    #expect(found([occasion], moved: [counter: 1]) == [trigger])
    #expect(found([nil, occasion, occasion], moved: [counter: 2]) == [nil, trigger, trigger])
    // Another connection of the host, or a segment that was not seen.
    #expect(found([occasion], moved: [counter: 2]) == [nil])
    #expect(found([occasion, occasion], moved: [counter: 1]) == [nil, nil])
    #expect(found([occasion], moved: [:]) == [nil])
    #expect(found([nil], moved: [counter: 1]) == [nil])
  }

  @Test func twoThatMovedAreNotToldApart() {
    #expect(found([.repetition], moved: ["TCPTimeouts": 1, "TCPLossProbes": 1]) == [nil])
    #expect(
      found([.repetition, .probe], moved: ["TCPTimeouts": 1, "TCPKeepAlive": 1])
        == [.retransmissionTimer, .keepAliveTimer])
  }

  @Test func eachHostHasItsOwnCounters() {
    var moved: [String?: [String: Int]] = [:]
    var triggers = SendTriggers { host in Self.reading(moved[host] ?? [:]) }
    triggers.begin("client")
    triggers.begin("server")
    moved = ["client": ["TCPTimeouts": 1], "server": ["TCPLossProbes": 1]]
    #expect(
      triggers.find([("client", .repetition), ("server", .repetition)]) == [.retransmissionTimer, .lossProbe])
    // What has been told once is not told again.
    #expect(triggers.find([("client", .repetition)]) == [nil])
  }

  @Test func withoutAReadingNothingIsTold() {
    var triggers = SendTriggers { _ in nil }
    triggers.begin(nil)
    #expect(triggers.find([(nil, .repetition)]) == [nil])
    var late = SendTriggers { _ in Self.reading(["TCPTimeouts": 1]) }
    #expect(late.find([("client", .repetition)]) == [nil])
  }
}
