import Glibc
import Testing

@testable import Sockets

@Suite struct CounterReadingTests {
  private func reading(_ overflows: Int, _ ports: Int) -> CounterReading {
    CounterReading([
      "TcpExt: SyncookiesSent ListenOverflows ListenDrops\nTcpExt: 1 \(overflows) 3\nIpExt: InNoRoutes\nIpExt: 0\n",
      "Udp: InDatagrams NoPorts\nUdp: 10 \(ports)\n", "Udp6NoPorts                     \t3733\n",
    ])
  }

  @Test func whatHasMovedIsFound() {
    let moves = reading(9, 5).moves(since: reading(7, 5))
    #expect(moves.map(\.counter.name) == ["TcpExtListenOverflows"] && moves.map(\.count) == [2])
    #expect(reading(7, 6).moves(since: reading(7, 5)).first?.counter.part == .udp)
    #expect(reading(7, 5).moves(since: reading(7, 5)).isEmpty)
  }

  /// Each counter of the table must be one that this kernel has, or it would never be seen to move.
  @Test func theKernelHasThem() {
    let names = Set(
      ["netstat", "snmp", "snmp6"].flatMap { file -> [String] in
        (SmallFile.text("/proc/net/\(file)") ?? "").split(separator: "\n").flatMap { line -> [String] in
          let words = line.split { $0 == " " || $0 == "\t" }
          return words.count == 2 ? [String(words[0])] : words.dropFirst().map { "\(words[0].dropLast())\($0)" }
        }
      })
    let missing = Counter.all.map(\.name).filter { !names.contains($0) && !$0.hasPrefix("Udp6") }
    #expect(missing.isEmpty)
    #expect(Set(Counter.all.map(\.name)).count == Counter.all.count)
  }

  /// A datagram to a port that nobody has.
  @Test func theKernelCountsWhatHappens() throws {
    let before = CounterReading()
    let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    (address.sin_family, address.sin_port) = (sa_family_t(AF_INET), UInt16(1).bigEndian)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let sent = withUnsafePointer(to: address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(descriptor, "x", 1, 0, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(sent == 1)
    #expect(CounterReading().moves(since: before).contains { $0.counter.name == "UdpNoPorts" && $0.count > 0 })
  }
}
