import Fuzzing
import Support
import Testing

/// Seeded random bytes: `Scripts/soak dissector` goes on for as long as one likes.
@Suite struct PacketFuzzTests {
  private static let valid: [[UInt8]] = [
    PacketSamples.ethernet()
      + PacketSamples.ipv4(PacketSamples.tcp(flags: 2, options: [2, 4, 5, 6, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0])),
    PacketSamples.ethernet(0x86dd) + PacketSamples.ipv6([60, 0, 0, 0, 0, 0, 0, 0] + PacketSamples.udp([1]), next: 44),
    PacketSamples.ipv4(
      PacketSamples.icmp(type: 3, code: 4, PacketSamples.ipv4(PacketSamples.tcp(flags: 16))), protocolNumber: 1),
    PacketSamples.ethernet(0x0806) + [0, 1, 8, 0, 6, 4, 0, 1] + [UInt8](repeating: 7, count: 20),
    CaptureSamples.pcapng, CaptureSamples.pcap(isBigEndian: true),
  ]

  private func look(_ bytes: [UInt8]) {
    if let problem = FuzzedPacket.problem(bytes) { Issue.record("\(problem) in \(bytes)") }
  }

  @Test func randomBytesAreNeverATrap() {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<3_000 {
      look((0..<Int.random(in: 0...90, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) })
    }
  }

  @Test func brokenPacketsAreNeverATrap() {
    var random = SeededGenerator(seed: 12)
    for _ in 0..<3_000 {
      var bytes = Self.valid.randomElement(using: &random)!
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        bytes[index] = [0, 1, 0x7f, 0x80, 0xff, UInt8.random(in: 0...255, using: &random)].randomElement(
          using: &random)!
      }
      look(bytes)
    }
  }

  @Test func packetsThatAreCutOffAreNeverATrap() {
    for bytes in Self.valid { for count in 0...bytes.count { look(Array(bytes.prefix(count))) } }
  }
}
