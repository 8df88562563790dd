import Packets
import Testing
import Text

/// Hosts side by side.
@Suite struct LadderLanesTests {
  /// In the order in which they were made.
  private static let hosts = ["router", "client", "server"]

  private static func row(
    _ number: Int, _ left: String, _ right: String, isRightward: Bool = true, _ parts: [String], isDropped: Bool = false
  ) -> LadderEntry {
    .packet(
      LadderRow(
        number: number, time: Int64(number) * 1000, left: left, right: right, isRightward: isRightward, parts: parts,
        isDropped: isDropped))
  }

  private static func note(_ end: String, _ text: String) -> LadderEntry {
    .note(LadderNote(time: 0, end: end, text: text))
  }

  private static let syn = ["[SYN]", "Seq=0", "Win=64240", "Len=0", "MSS=1460", "SACK_PERM", "WS=1024"]
  private static let through = [
    note("client", "connect cli {router} = 0"), row(1, "client", "router", syn), row(2, "router", "server", syn),
    row(3, "server", "router", ["[SYN, ACK]", "Seq=0", "Ack=1"]), note("router", "nat forward = 0"),
    row(
      4, "client", "router", isRightward: false, ["[SYN, ACK]", "dropped: drop next SYN,ACK (rule 1)"], isDropped: true),
    note("server", "srv LISTEN"),
  ]

  @Test func aRouterStandsBetweenTheOtherTwo() {
    let expected = """
                 client                         router                          server
                 │ connect cli {router} = 0        │                                 │
      1 0.000001 │ [SYN] Seq=0 Win=64240 Len=0 ──▶ │                                 │
                 │ MSS=1460 SACK_PERM WS=1024      │                                 │
      2 0.000002 │                                 │ [SYN] Seq=0 Win=64240 Len=0 ──▶ │
                 │                                 │ MSS=1460 SACK_PERM WS=1024      │
      3 0.000003 │                                 │ ◀─────── [SYN, ACK] Seq=0 Ack=1 │
                 │                                 │ nat forward = 0                 │
      4 0.000004 │ ✗─────────────────── [SYN, ACK] │                                 │
                 │      dropped: drop next SYN,ACK │                                 │
                 │                        (rule 1) │                                 │
                 │                                 │                      srv LISTEN │
      """
    let lines = Ladder(Self.through, hosts: Self.hosts).lines
    #expect(lines.joined(separator: "\n") == expected)
    #expect(lines.allSatisfy { DisplayWidth.of($0) <= 80 })
  }

  @Test func anArrowPassesAHostThatIsNotMeant() {
    let lines = Ladder(
      Self.through + [Self.row(5, "server", "client", ["UDP", "Len=2"])], hosts: ["client", "router", "server"]
    ).lines
    #expect(lines.last == "5 0.000005 │ ◀\(String(repeating: "─", count: 54)) UDP Len=2 │")
  }

  @Test func withoutRoomEachPairHasItsOwn() {
    for (hosts, width) in [([], 80), (Self.hosts, 60)] {
      let lines = Ladder(Self.through, hosts: hosts, width: width).lines
      #expect(lines.count { $0.hasSuffix("router") } > 0 && lines.count { $0.hasSuffix("server") } > 0)
      #expect(lines.allSatisfy { DisplayWidth.of($0) <= width })
    }
    let four = Self.through + [Self.row(5, "fourth", "client", ["UDP"])]
    #expect(Ladder(four, hosts: Self.hosts + ["fourth"]).lines.last?.filter { $0 == "│" }.count == 2)
  }
}
