import Support
import Testing

/// What `routes` and `interfaces` show is what ip shows, in a network of its own that has such routes.
@Suite(.waits, .enabled(if: Namespace.isPossible && Program.find("ip") != nil, "no network of its own, or no ip"))
struct RoutesTests {
  private static let setup = """
    ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up
    ip addr add 10.5.5.1 peer 10.5.5.2/32 dev v0; ip addr add 10.1.0.1/24 dev v0; ip -6 addr add fe80::5/64 dev v0 nodad
    """

  /// The lines of `command`, each as its words.
  private func shown(_ command: String, after setup: String) throws -> [String] {
    let shell = ["/bin/sh", "-c", Self.setup + "\n" + setup + "\nexec \"$@\"", "sh", Program.sockplay, "-e", command]
    let ended = try Program.run(Array(Namespace.ownNetwork.dropFirst()) + shell, of: Namespace.ownNetwork[0])
    #expect(ended.code == 0, "\(ended.errors)")
    return ended.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
  }

  @Test(arguments: [
    ("ip route add blackhole 10.9.0.0/16", ["10.9.0.0/16 blackhole * 0"]),
    ("ip route add unreachable 10.9.0.0/16 metric 7", ["10.9.0.0/16 unreachable * 7"]),
    ("ip route add throw 10.9.0.0/16", ["10.9.0.0/16 throw * 0"]),
    (
      "ip route add 10.8.0.0/16 nexthop via 10.1.0.2 weight 1 nexthop via 10.1.0.3 weight 3",
      ["10.8.0.0/16 10.1.0.2 weight 1 v0 0", "10.1.0.3 weight 3 v0"]
    ),
    ("ip route add 10.20.0.0/16 via inet6 fe80::9 dev v0", ["10.20.0.0/16 fe80::9 v0 0"]),
    (
      "ip route add 10.30.0.0/16 via 10.1.0.9 table 100",
      ["10.30.0.0/16 10.1.0.9 v0 0 100", "10.1.0.0/24 - v0 0 main", "rules decide which table a packet uses"]
    ),
    ("ip -6 route add default via fe80::1 dev v0 metric 5", ["default6 fe80::1 v0 5", "10.5.5.2/32 - v0 0"]),
  ])
  func aRouteIsShownAsIpShowsIt(setup: String, lines: [String]) throws {
    let found = try shown("routes", after: setup)
    for line in lines { #expect(found.contains { $0.hasPrefix(line) }, "\(line) is not in\n\(found)") }
    #expect(found.contains { $0.hasSuffix(" TABLE") } == setup.contains("table 100"))
  }

  @Test func anAddressHasItsPeer() throws {
    let found = try shown("interfaces", after: "")
    #expect(found.contains { $0.contains("10.5.5.1 peer 10.5.5.2/32") }, "\(found)")
    #expect(found.contains { $0.contains("10.1.0.1/24") } && !found.contains { $0.contains("10.5.5.1/32") })
  }
}
