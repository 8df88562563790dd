import Glibc
import Packets
import Sockets
import Support
import Testing

@testable import Cable

@Suite(.waits, Namespace.isNeeded) struct LoopbackTapTests {
  @Test func eachFrameIsSeenOnce() throws {
    try SeparateProcess.run(isolated: true) {
      let tap = try LoopbackTap.open().get()
      let (one, other) = try pair()
      _ = tap.takeFrames()
      #expect(tap.isQuiet)
      let began = monotonicNanoseconds()
      try send(one, "ping")
      #expect(!tap.isQuiet)
      let frames = tap.takeFrames()
      #expect(frames.count == 1)
      #expect(frames.allSatisfy { $0.sender == nil && (began...monotonicNanoseconds()).contains($0.moment) })
      #expect(Array(Packet(frames[0].bytes, link: .ethernet).data) == Array("ping".utf8))
      #expect(receive(other) == "ping")
      #expect(tap.isQuiet && tap.takeFrames().isEmpty && tap.lost == 0)
    }
  }

  @Test func longFramesAreCutAndTooManyAreCounted() throws {
    try SeparateProcess.run(isolated: true) {
      let tap = try LoopbackTap.open().get()
      let (one, _) = try pair()
      try send(one, String(repeating: "x", count: 60_000))
      let long = try #require(tap.takeFrames().last)
      #expect(long.originalLength == 60_000 + 42 && long.bytes.count < 4096)
      for _ in 0..<5000 { try send(one, "x") }
      #expect(tap.takeFrames().count == 4096)
      #expect(tap.lost == 5000 - 4096)
      #expect(tap.lost == 5000 - 4096)
    }
  }

  @Test(.enabled(if: geteuid() != 0)) func anOrdinaryUserMayNot() {
    #expect(throws: LoopbackTap.Refusal(errno: Errno(EPERM))) { try LoopbackTap.open().get() }
  }

  /// Two sockets of UDP on loopback, the first connected to the second.
  private func pair() throws -> (Int32, Int32) {
    let sockets = [0, 1].map { _ in socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    try withUnsafeMutablePointer(to: &address) {
      try $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        try check("bind", bind(sockets[1], $0, length))
        try check("getsockname", getsockname(sockets[1], $0, &length))
        try check("connect", connect(sockets[0], $0, length))
      }
    }
    return (sockets[0], sockets[1])
  }
}
