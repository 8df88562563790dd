import Foundation
import Support
import Testing

@testable import Shell

/// Which timer sent a segment, on two hosts, by a real kernel's counters.
@Suite(.waits, .enabled(if: Namespace.isPossible)) struct SendTriggersLiveTests {
  /// Each line's segments that a timer sent: the words of TCP that begin them, and the trigger.
  private func triggers(_ lines: [String]) throws -> [String] {
    let hosts = ["host client 10.0.0.1", "host server 10.0.0.2"]
    let listening = ["server> socket srv tcp", "server> bind srv 10.0.0.2:7000", "server> listen srv 5"]
    let ended = try Program.run(
      ["--isolated", "--json"] + (hosts + listening + ["client> socket cli tcp"] + lines).flatMap { ["-e", $0] })
    #expect(ended.code == 0, "\(ended.errors)")
    return try ended.output.split(separator: "\n").flatMap { line -> [[String: Any]] in
      let record = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      return record["type"] as? String == "segment" ? [record] : record["segments"] as? [[String: Any]] ?? []
    }.compactMap { $0["trigger"] as? String }
  }

  private let connected = ["client> connect cli {srv} = 0", "server> accept srv conn"]

  @Test func aSYNThatIsNotAnsweredIsSentByItsTimer() throws {
    #expect(try triggers(["cable drop next SYN"] + connected).first == "retransmission timer")
  }

  @Test func anIdleConnectionIsProbedByItsTimer() throws {
    let lines = ["setsockopt cli SO_KEEPALIVE 1", "setsockopt cli TCP_KEEPIDLE 1", "sleep 1500ms"]
    #expect(try triggers(connected + lines).contains("keep-alive timer"))
  }

  @Test func aFullWindowIsProbedByItsTimer() throws {
    let small = ["setsockopt srv SO_RCVBUF 2304"]
    let lines = ["send cli fill:20000 = *", "sleep 2500ms"]
    #expect(try triggers(small + connected + lines).contains("persist timer"))
  }

  /// Only where TIME_WAIT was seen before the answer: on a busy machine, the FIN may come again before anybody has looked.
  @Test func aFINThatComesAgainIsAnsweredInTimeWait() throws {
    let lines = [
      "client> close cli", "server> recv conn 1 = 0 EOF", "cable drop next ACK from client",
      "server> close conn = 0 [cli TIME_WAIT]", "sleep 1500ms",
    ]
    #expect(try (1...5).contains { _ in try triggers(connected + lines).contains("sent in TIME_WAIT") })
  }

  /// Nothing is lost and nobody waits.
  @Test func whatCallsCauseHasNone() throws {
    let lines = ["client> send cli hello", "server> recv conn 10", "server> close conn", "client> close cli"]
    #expect(try triggers(connected + lines).allSatisfy { $0 == "delayed ACK timer" })
  }
}
