import Commands
import Foundation
import Support
import Testing

/// The way of a socket through the states of TCP.
@Suite(.waits) struct StateDiagramTests {
  @Test func theWayOfEachEnd() throws {
    let play = try Play([
      "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5", "socket cli tcp", "connect cli {srv}",
      "accept srv conn",
      "shutdown cli SHUT_WR", "shutdown conn SHUT_WR",
    ])
    let listener = try play.run("path srv").listing
    try Golden.expect(listener.prefix { !$0.isEmpty }.joined(separator: "\n") + "\n", "state-diagram")
    #expect(listener.contains { $0.contains(#/^CLOSED → BOUND +when bind srv 127.0.0.1:0 ran +seen /#) })
    let marked = { (name: String) in
      try Set(play.run("path \(name)").listing.joined().matches(of: /\*([A-Z_0-9]+)\*/).map { String($0.1) })
    }
    #expect(try marked("srv") == ["CLOSED", "LISTEN"])
    #expect(try marked("cli").isSuperset(of: ["CLOSED", "ESTABLISHED", "TIME_WAIT"]))
    #expect(try marked("conn").isSuperset(of: ["ESTABLISHED", "CLOSE_WAIT"]))
    #expect(listener.allSatisfy { $0.count <= 80 })
  }

  @Test func whatIsNoTCPHasNoSuchStates() throws {
    let play = try Play(["socket u udp"])
    #expect(throws: (any Error).self) { try play.run("path u") }
  }
}
