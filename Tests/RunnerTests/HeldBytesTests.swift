import Sockets
import Support
import Testing

/// Why bytes of a connection have not left.
@Suite(.waits) struct HeldBytesTests {
  private static let held = ["MSG_MORE", "spaces segments", "in a row had no answer"]

  @Test(
    .enabled(if: Namespace.isPossible),
    arguments: [
      NetworkSituation(
        hosts: "b> socket srv tcp", "b> bind srv 10.0.0.2:80", "b> listen srv 5", "a> socket c tcp",
        "a> connect c 10.0.0.2:80", "a> link eth0 down", "a> send c x", "sleep 600ms", "a> why c",
        says: [
          "leads to 10.0.0.2, and eth0, whose network has it, is down", "the kernel has tried to probe the other ",
        ],
        hides: held),
      NetworkSituation(
        hosts: "b> socket srv tcp", "b> bind srv 10.0.0.2:80", "b> listen srv 5", "a> socket c tcp",
        "a> connect c 10.0.0.2:80", "a> address delete 10.0.0.1/24 dev eth0", "a> send c x", "a> why c",
        says: ["1 byte of them has not left yet: no route of the main table leads to 10.0.0.2"], hides: held),
    ])
  func aLostWayIsNamed(_ situation: NetworkSituation) throws { try situation.check() }

  /// It waits for 200 ms, which a busy machine may take between two lines.
  @Test func whatWaitsForMoreIsNamed() throws {
    let play = try Play(OpeningLines.connected, isInteractive: true)
    var told = ""
    let end = monotonicNanoseconds() + 20_000_000_000
    while !told.contains("what was sent with MSG_MORE waits for more"), monotonicNanoseconds() < end {
      try play.run("send cli ab MSG_MORE")
      told = try play.run("why cli").listing.joined(separator: "\n")
    }
    #expect(told.contains("nothing is under way, and what was sent with MSG_MORE waits for more"), "\(told)")
  }
}
