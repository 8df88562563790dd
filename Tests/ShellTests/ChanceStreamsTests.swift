import Foundation
import Support
import Testing

/// Recordings of connections on which the kernel chose how much of a send it took: what is read later is chance, too.
@Suite(.waits) struct ChanceStreamsTests {
  /// Records `lines` on a connection from cli to conn, and checks the recording some times. Returns its lines after those
  /// that connect.
  private func recorded(_ lines: [String]) throws -> [String] {
    try Recording.of(OpeningLines.connected + lines, times: 5).dropFirst(1 + OpeningLines.connected.count).map {
      String($0).replacing(#/ +/#, with: " ")
    }
  }

  private static let partial = ["nonblock conn on", "send cli fill:8M MSG_DONTWAIT"]

  @Test func whatIsReadAndSentAfterAPartialSendIsLeftOpen() throws {
    let lines = try recorded(
      Self.partial + [
        "send cli x MSG_DONTWAIT = *", "recv conn 100000", "sleep 50ms", "recv conn 10000000",
        "recvall conn 10000000 = *", "close cli", "recvall conn 10000000 = *", "recv conn 10",
      ])
    #expect(lines.contains("send cli fill:8M MSG_DONTWAIT = 1..8388608"), "\(lines)")
    for line in ["recv conn 100000 = *", "recv conn 10000000 = *", "close cli = 0", "recv conn 10 = *"] {
      #expect(lines.contains(line), "\(line) in \(lines)")
    }
  }

  @Test func aCancelledSendIsOneToo() throws {
    let lines = try recorded([
      "setsockopt conn SO_RCVTIMEO 100ms", "send cli fill:8M &", "cancel cli", "shutdown cli wr", "recv conn 20000000",
      "recv conn 20000000 = *", "recv conn 20000000 = *", "recv conn 100 = *",
    ])
    #expect(lines.contains("recv conn 20000000 = *") && lines.contains("shutdown cli wr = 0"), "\(lines)")
  }

  /// A play may find data there, or none.
  @Test func aCallThatWaitedOnSuchAConnectionNeedNotWait() throws {
    let lines = try recorded(
      Self.partial + ["recvall conn 10000000 = *", "nonblock conn off", "recv conn 100 &", "cancel conn"])
    #expect(lines.suffix(2).first == "recv conn 100 &", "\(lines)")
  }

  /// The other direction is as before, and so is a new connection of that name.
  @Test func onlyThatDirectionOfThatConnectionIsMeant() throws {
    let lines = try recorded(
      Self.partial + [
        "send conn back", "recv cli 4", "close cli", "socket cli tcp", "connect cli {srv}", "accept srv new",
        "send cli hello", "recv new 9",
      ])
    #expect(lines.contains(#"recv cli 4 = 4 "back""#) && lines.last == #"recv new 9 = 5 "hello""#, "\(lines)")
  }
}
