import Testing

@testable import Sockets

@Suite struct MulticastGroupTests {
  @Test func groupsAreRead() {
    let four = """
      Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter
      1\tlo        :     2      V3
      \t\t\t\t010000EF     1 0:00000000\t\t0
      \t\t\t\t010000E0     1 0:00000000\t\t0
      2\teth0      :     1      V3
      \t\t\t\t010000E0     1 0:00000000\t\t0
      """
    let groups = MulticastGroup.ipv4(four)
    #expect(groups.map(\.address.host) == ["239.0.0.1", "224.0.0.1", "224.0.0.1"])
    #expect(groups.map(\.device) == ["lo", "lo", "eth0"] && groups.map(\.interface) == [1, 1, 2])
    #expect(groups.map(\.isOfTheKernel) == [false, true, true])
    let six = """
      1    lo              ff020000000000000000000000770001     1 00000004 0
      1    lo              ff020000000000000000000000000001     1 0000000C 0
      2    eth0            ff0200000000000000000001ff000001     1 00000004 0
      """
    let others = MulticastGroup.ipv6(six)
    #expect(others.map(\.address.host) == ["ff02::77:1", "ff02::1", "ff02::1:ff00:1"])
    #expect(others.map(\.isOfTheKernel) == [false, true, true])
  }
}
