import Sockets
import Testing

@Suite struct SocketStateTests {
  @Test func theRawValuesAreTheKernels() {
    #expect(SocketState(rawValue: 1) == .established)
    #expect(SocketState(rawValue: 7) == .closed)
    #expect(SocketState(rawValue: 11) == .closing)
    #expect(SocketState(rawValue: 12) == .newSynReceived)
    #expect(SocketState(rawValue: 13) == nil)
  }

  @Test func everyNameIsReadBack() {
    for state in SocketState.allCases { #expect(SocketState(name: state.name) == state) }
  }

  @Test(
    arguments: [
      ("ESTAB", .established), ("established", .established), ("FIN-WAIT-1", .finWait1), ("fin_wait_2", .finWait2),
      ("SYN-RECEIVED", .synReceived),
      ("CLOSE", .closed), ("time-wait", .timeWait), ("UNCONN", .unconnected),
    ] as [(String, SocketState)])
  func ssAndTheRFCAreRead(name: String, state: SocketState) { #expect(SocketState(name: name) == state) }

  @Test(arguments: ["", "OPENED", "LISTEN ", "FIN_WAIT"])
  func otherWordsAreNone(name: String) { #expect(SocketState(name: name) == nil) }

  @Test func unconnIsAllThatIsClosed() {
    #expect(SocketState.closed.satisfies(.unconnected) && SocketState.bound.satisfies(.unconnected))
    #expect(!SocketState.closed.satisfies(.bound) && !SocketState.listen.satisfies(.unconnected))
    for state in SocketState.allCases { #expect(state.satisfies(state)) }
  }

  @Test func onlyStatesThatEndSoonPass() {
    #expect(
      SocketState.allCases.filter(\.isPassing) == [
        .synSent, .synReceived, .finWait1, .lastAck, .closing, .newSynReceived,
      ])
  }
}
