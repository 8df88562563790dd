import Commands
import SessionLanguage
import Sockets
import Support
import Testing

/// What a session file may do that somebody sent. Nothing is called here: the kernel only writes down.
@Suite struct PermissionsTests {
  private let sockets = ["socket t tcp", "socket u udp", "socket six tcp6", "socket x unix", "socket d unix-dgram", "socket v vsock"]

  private func refusal(_ line: String, _ permissions: Permissions) throws -> Diagnostic? {
    let kernel = ScriptedKernel()
    let play = Play(kernel: kernel, permissions: permissions)
    for line in sockets { try play.run(line) }
    do {
      try play.run(line)
      return nil
    } catch let error as Diagnostic {
      #expect(kernel.calls.count == sockets.count, "a refused line made a call")
      return error
    }
  }

  private static let cases: [(String, Permissions)] = [
    ("connect t 8.8.8.8:53", .network), ("connect six [2001:db8::1]:53", .network), ("connect six [::ffff:8.8.8.8]:53", .network),
    ("sendto u x 192.168.0.1:9", .network),
    ("sendto u x 224.0.0.1:9", .network), ("connect t 255.255.255.255:9", .network), ("bind x unix:/etc/sockplay-no-such", .files),
    ("bind x unix:/tmp/../etc/sockplay-no-such", .files),
    ("bind x unix:../sockplay-no-such", .files), ("connect x unix:/dev/null", .unix), ("sendto d x unix:/etc/passwd", .unix),
    ("record /tmp/x", .files), ("sendmsg u x to 192.168.0.1:9", .network), ("sendmmsg u x to 127.0.0.1:9 y to 8.8.8.8:9", .network),
    ("sendmsg u x to 127.0.0.1:9 IP_PKTINFO:127.0.0.1,2", .network), ("sendmsg d x SCM_RIGHTS:t to unix:/etc/passwd", .unix),
    ("sendmsg u x to 224.0.0.1:9", .network),
    ("adopt 999999999 3 taken", .processes),
    ("socket r raw", .network), ("socket r raw-icmp", .network), ("socket r AF_INET6 SOCK_RAW 58", .network), ("socket p packet", .network),
    ("socket p AF_PACKET SOCK_DGRAM|SOCK_NONBLOCK 0", .network), ("socket n netlink", .network),
    ("socket n AF_NETLINK SOCK_RAW NETLINK_SOCK_DIAG", .network), ("socket z 44 SOCK_RAW 0", .network),
    ("socket z 46 SOCK_STREAM 0", .network), ("connect v vsock:2:80", .network), ("sendto u x 224.0.0.1:9", .network),
    ("connect six [ff02::1%2]:9", .network), ("sendto u x netlink:0", .network), ("sendto u x packet:lo", .network),
    ("setsockopt u SO_BINDTODEVICE eth0", .network), ("setsockopt u IP_OPTIONS hex:830704", .network),
  ]

  @Test(arguments: cases.map(\.0))
  func aFileIsRefusedWhatReachesOut(line: String) throws {
    let permission = Self.cases.first { $0.0 == line }!.1
    let word = Permissions.words.first { $0.permission == permission }!.word
    for granted in [[], Permissions.all.subtracting(permission)] as [Permissions] {
      let error = try refusal(line, granted)
      #expect(error?.title == "a session file may not do this unless you allow it")
      #expect(error?.notes.last?.text == "if you trust the file: sockplay --allow \(word) …")
    }
    #expect(try refusal(line, permission) == nil)
  }

  @Test(arguments: [
    "connect t 127.0.0.1:80", "connect t 127.9.9.9:80", "connect six [::1]:80", "connect six [::ffff:127.0.0.1]:80", "connect t :80",
    "sendto u x localhost:9", "sendmsg u x to localhost:9 IP_PKTINFO:127.0.0.1,lo", "sendmsg x x SCM_RIGHTS:t",
    "bind x unix:/tmp/sockplay-no-such", "bind x unix:sockplay-no-such", "bind x unix:@abstract", "bind t :0", "record off",
    "connect u unspec", "connect v vsock:1:80", "socket i icmp", "socket s sctp", "socket m mptcp6",
    "socketpair p q", "sendto u x 127.255.255.255:9", "setsockopt u SO_BINDTODEVICE lo", "socket q unix-seqpacket",
  ])
  func aFileMayTalkToThisMachine(line: String) throws { #expect(try refusal(line, []) == nil) }

  @Test func aPersonMayDoEverything() throws { for (line, _) in Self.cases { #expect(try refusal(line, .all) == nil) } }

  @Test func aFileMayTalkToTheUNIXSocketsItBound() throws {
    let play = Play(permissions: [])
    let name = "sockplay-\(UInt64.random(in: 0...UInt64.max))"
    #expect(try play.failures("socket srv unix\nbind srv unix:@\(name) = 0\nlisten srv 1\nsocket cli unix\nconnect cli {srv} = 0") == [])
    #expect(try play.failures("close srv\nsocket c2 unix\nconnect c2 unix:@\(name) = -1 ECONNREFUSED") == [], "nobody is there")
  }

  @Test func aFileMayNotTalkToTheUNIXSocketsOfOthers() throws {
    let name = "sockplay-\(UInt64.random(in: 0...UInt64.max))"
    let other = Play()
    #expect(try other.failures("socket srv unix\nbind srv unix:@\(name) = 0\nlisten srv 1") == [])
    let play = Play(permissions: [])
    try play.run("socket cli unix")
    #expect(throws: Diagnostic.self) { try play.run("connect cli unix:@\(name)") }
    play.table.permissions = .unix
    #expect(try play.run("connect cli unix:@\(name) = 0").failure == nil)
  }

  @Test func aFileMaySendToAGroupOnlyWhereTheKernelSaysThatItLeavesThroughLoopback() throws {
    let play = Play(permissions: [])
    for line in ["socket u udp", "socket six udp6"] { try play.run(line) }
    for line in ["sendto u x 224.0.0.200:9", "connect u 224.0.0.200:9", "sendto six x [ff05::9]:9"] {
      #expect(throws: Diagnostic.self) { try play.run(line) }
    }
    #expect(
      try play.failures(
        "setsockopt u IP_MULTICAST_IF 127.0.0.1 = 0\nsendto u x 224.0.0.200:9 = 1\nconnect u 224.0.0.200:9 = 0\nsend u x = 1") == [])
    #expect(throws: Never.self) { try play.run("sendto six x [ff02::9%1]:9 = *") }
    #expect(throws: Diagnostic.self) { try play.run("sendto six x [ff05::9%1]:9 = *") }
    #expect(throws: Diagnostic.self) { try play.run("sendto u x 8.8.8.8:9") }
  }

  /// The permission may be lost after the connection was made, as when a person sources a file.
  @Test func sendingOnAConnectionWithAnotherMachineIsRefusedToo() throws {
    let play = Play()
    for line in ["socket u udp", "connect u 127.0.0.1:9"] { try play.run(line) }
    play.table.permissions = []
    #expect(throws: Never.self) { try play.run("send u x = *") }
  }
}
