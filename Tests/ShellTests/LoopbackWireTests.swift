import Foundation
import Support
import Testing

/// Who sent what passes on loopback, with real sockets.
@Suite(.waits, Namespace.isNeeded) struct LoopbackWireTests {
  private func check(_ lines: String) throws -> Program.Ended {
    try Scratch.folder { folder in
      try Data("sockplay 1\n@isolated\nwire on\n\(lines)\n".utf8).write(to: folder.appending(path: "w.session"))
      return try Program.run(["check", "w.session"], folder: folder)
    }
  }

  /// Sockets whose own address is not known yet when their first packet passes, those of IPv6 that send IPv4, and those
  /// that have no port.
  @Test(arguments: [
    "socket t udp\nsendto t x 127.0.0.1:9 = 1 {> UDP Len=1, < ICMP port-unreachable}",
    "socket t udp6\nsendto t x [::1]:9 = 1 {> UDP Len=1, < ICMP port-unreachable}",
    "socket t udp6\nsendto t x [::ffff:127.0.0.1]:9 = 1 {> UDP Len=1, < ICMP port-unreachable}",
    "socket t udp\nsendto t x :9 = 1 {> UDP Len=1, < ICMP port-unreachable}",
    "socket t udp\nsocket u udp\nbind u 127.0.0.1:0\nsendto t x {u} = 1 {> UDP Len=1}\nrecvfrom u 9 = 1 from {t}\n"
      + "sendto u yy {t} = 2 {> UDP Len=2}",
    "socket t tcp6\nconnect t [::ffff:127.0.0.1]:9 = -1 ECONNREFUSED {> SYN, < RST,ACK}",
    "socket s tcp6\nbind s [::]:0\nlisten s\nsocket t tcp6\nconnect t [::ffff:127.0.0.1]:{s.port} = 0 {> SYN, < SYN,ACK, > ACK}",
    "socket r raw-icmp\nsendto r hex:0800f7fd00010001 127.0.0.1:0 = 8 {> ICMP echo-request, < ICMP echo-reply}",
  ]) func theFirstPacketHasItsSender(lines: String) throws {
    let ended = try check(lines)
    #expect(ended.code == 0, "\(ended.output)\(ended.errors)")
  }

  /// What a line says of a field is beside what the segment has there.
  @Test func aFieldThatDiffersIsSaid() throws {
    let size = try check("socket t tcp\nconnect t 127.0.0.1:9 = -1 ECONNREFUSED {> SYN MSS=1400, ...}")
    #expect(size.errors.contains("segment 1 came instead: > SYN MSS=65495, not > SYN MSS=1400"), "\(size.errors)")
    let window = try check("socket t tcp\nconnect t 127.0.0.1:9 = -1 ECONNREFUSED {> SYN Win=0..9 SACK_PERM, ...}")
    #expect(window.errors.contains(#/came instead: > SYN Win=\d+ SACK_PERM, not/#), "\(window.errors)")
  }
}
