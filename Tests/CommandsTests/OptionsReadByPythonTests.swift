import Foundation
import Runner
import Sockets
import Support
import Testing

/// Options of a socket, read by a Python program that gets its descriptor over a UNIX domain socket.
@Suite(.waits) struct OptionsReadByPythonTests {
  /// What is set before both read: one or more of each form.
  private static let settings: [String: [String]] = [
    "tcp": [
      "SO_RCVBUF 4096", "SO_REUSEADDR on", "SO_LINGER on 5s", "SO_RCVTIMEO 1500ms", "SO_PRIORITY 3", "SO_RCVLOWAT 10",
      "TCP_CONGESTION reno",
      "TCP_KEEPIDLE 61", "TCP_USER_TIMEOUT 5s", "TCP_NODELAY on", "TCP_MAXSEG 1000", "IP_TTL 9",
      "IP_TOS IPTOS_LOWDELAY",
      "IP_MTU_DISCOVER IP_PMTUDISC_DO", "IP_OPTIONS hex:01010101",
    ],
    "udp": [
      "SO_BROADCAST on", "SO_SNDTIMEO 1us", "SO_TIMESTAMPNS on", "SO_BINDTODEVICE lo", "UDP_CORK on", "IP_PKTINFO on",
      "IP_RECVERR on",
      "IP_MULTICAST_IF 127.0.0.1", "IP_MULTICAST_TTL 3", "IP_FREEBIND on",
    ],
    "unix": ["SO_SNDBUF 8K", "SO_PASSCRED on", "SO_PEEK_OFF 1"],
    "udp6": [
      "IPV6_UNICAST_HOPS 7", "IPV6_TCLASS 16", "IPV6_V6ONLY on", "IPV6_RECVPKTINFO on",
      "IPV6_MTU_DISCOVER IP_PMTUDISC_PROBE",
    ],
  ]

  /// Waits for a descriptor, and tells of each option its bytes or its errno.
  private static func reader(_ name: String, _ options: [SocketOption]) -> String {
    """
    server = socket.socket(socket.AF_UNIX)
    server.bind("\\0\(name)")
    server.listen(1)
    say("ready")
    connection = server.accept()[0]
    s = socket.socket(fileno=socket.recv_fds(connection, 1, 1)[1][0])
    for level, number in \(options.map { [$0.level.rawValue, $0.number] }):
      try: say(s.getsockopt(level, number, 256).hex())
      except OSError as e: say("errno %d" % e.errno)
    """
  }

  /// With more room, or a little later, the kernel tells more or other things than it told sockplay.
  private static func isSteady(_ option: SocketOption) -> Bool {
    !["TCP_INFO", "SO_TIMESTAMPING"].contains(option.symbol)
  }

  @Test(arguments: ["tcp", "udp", "unix", "udp6"]) func pythonReadsTheSameBytes(kind: String) throws {
    let play = Play()
    guard try play.run("socket a \(kind)").exchanges.last?.answer?.failed == false else { return }
    for words in Self.settings[kind]! {
      #expect(try play.run("setsockopt a \(words)").exchanges.last?.answer?.result == 0, "\(words)")
    }
    let socketKind = (try #require(play.table.find("a"))).kind
    let options = SocketOption.all.filter { $0.access != .writeOnly && $0.applies(to: socketKind) }
    let name = "sockplay-\(UUID().uuidString)"
    guard Program.find("python3") != nil else { return }
    let peer = try PythonPeer(Self.reader(name, options))
    defer { peer.end() }
    try #expect(peer.line() == "ready")
    for line in ["socket c unix = fd", "connect c unix:@\(name) = 0", "sendmsg c x SCM_RIGHTS:a = 1"] {
      try #require(play.run(line).failure == nil, "\(line)")
    }
    var values = 0
    for option in options {
      let theirs = try peer.line()
      let answer = try #require(play.run("getsockopt a \(option.level.symbol) \(option.symbol)").exchanges.last?.answer)
      let ours = answer.failed ? "errno \(answer.errno.rawValue)" : hex(answer.received.option ?? [])
      if Self.isSteady(option) {
        #expect(theirs == ours, "\(option.symbol)")
      } else {
        #expect(theirs.hasPrefix(ours.prefix(2)))
      }
      if !answer.failed { values += 1 }
    }
    #expect(values > 20, "only \(values) of \(options.count) have a value")
  }

  private func hex(_ bytes: [UInt8]) -> String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
