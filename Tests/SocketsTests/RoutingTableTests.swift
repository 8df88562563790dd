import Sockets
import Support
import Testing

/// Which route of the main table packets take, held against what `ip route get` says where no rules lead to others.
@Suite struct RoutingTableTests {
  static let isPlain =
    Program.find("ip").flatMap { try? Program.run(["rule"], of: $0).output.split(separator: "\n").count <= 3 } ?? false

  @Test(
    .enabled(if: isPlain, "ip is not installed, or rules lead to other tables"),
    arguments: ["192.0.2.1", "10.77.0.2", "8.8.8.8"])
  func theBestRouteIsTheOneThatIpNames(host: String) throws {
    let ended = try Program.run(["-o", "route", "get", host], of: try #require(Program.find("ip")))
    let address = try SocketAddress(text: "\(host):9", for: .ipv4)
    guard ended.code == 0, let device = ended.output.firstMatch(of: /dev (\S+)/)?.1 else {
      #expect(Route.best(for: address).map(\.isRefused) ?? true)
      return
    }
    let gateway = ended.output.firstMatch(of: /via (\S+)/)?.1
    let route = Route.best(for: address)
    #expect(route?.interface == String(device) && route?.gateway == gateway.map(String.init), "\(ended.output)")
  }
}
