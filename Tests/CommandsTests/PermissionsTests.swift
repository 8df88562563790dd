import Commands
import Foundation
import Glibc
import Handles
import SessionLanguage
import Sockets
import Support
import Testing

/// What a session file may do that somebody sent. Nothing is called here: the kernel only writes down.
@Suite struct PermissionsTests {
  private let sockets = [
    "socket t tcp", "socket u udp", "socket six tcp6", "socket x unix", "socket d unix-dgram", "socket v vsock",
  ]

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
    ("connect t 8.8.8.8:53", .network), ("connect six [2001:db8::1]:53", .network),
    ("connect six [::ffff:8.8.8.8]:53", .network),
    ("sendto u x 192.168.0.1:9", .network),
    ("sendto u x 224.0.0.1:9", .network), ("connect t 255.255.255.255:9", .network),
    ("bind x unix:/etc/sockplay-no-such", .files),
    ("bind x unix:/tmp/../etc/sockplay-no-such", .files),
    ("bind x unix:../sockplay-no-such", .files), ("connect x unix:/dev/null", .unix),
    ("sendto d x unix:/etc/passwd", .unix),
    ("record /tmp/x", .files), ("sendmsg u x to 192.168.0.1:9", .network),
    ("sendmmsg u x to 127.0.0.1:9 y to 8.8.8.8:9", .network),
    ("sendmsg u x to 127.0.0.1:9 IP_PKTINFO:127.0.0.1,2", .network),
    ("sendmsg u x IP_PKTINFO:192.0.2.2 to :9", .network),
    ("sendmsg six x to [::ffff:0.0.0.0]:9 IPV6_PKTINFO:::ffff:192.0.2.2", .network),
    ("sendmsg d x SCM_RIGHTS:t to unix:/etc/passwd", .unix),
    ("sendmsg u x to 224.0.0.1:9", .network),
    ("adopt 999999999 3 taken", .processes), ("getaddrinfo unix:x.example", .network),
    ("getaddrinfo vsock:1", .network),
    ("socket r raw", .network), ("socket r raw-icmp", .network), ("socket r AF_INET6 SOCK_RAW 58", .network),
    ("socket p packet", .network),
    ("socket p AF_PACKET SOCK_DGRAM|SOCK_NONBLOCK 0", .network), ("socket n netlink", .network),
    ("socket n AF_NETLINK SOCK_RAW NETLINK_SOCK_DIAG", .network), ("socket z 44 SOCK_RAW 0", .network),
    ("socket z 46 SOCK_STREAM 0", .network), ("connect v vsock:2:80", .network), ("sendto u x 224.0.0.1:9", .network),
    ("connect six [ff02::1%2]:9", .network), ("sendto u x netlink:0", .network), ("sendto u x packet:lo", .network),
    ("bind six [fe80::dead%2]:0", .network), ("connect six [::1%2]:9", .network), ("sendto u x [::1%2]:9", .network),
    ("setsockopt u IP_ADD_MEMBERSHIP 224.0.0.9", .network),
    ("setsockopt u IP_ADD_MEMBERSHIP 224.0.0.9 10.0.0.1", .network),
    ("setsockopt u IP_ADD_SOURCE_MEMBERSHIP 232.0.0.9 0.0.0.0 127.0.0.1", .network),
    ("setsockopt u IP_ADD_SOURCE_MEMBERSHIP 232.0.0.9 10.0.0.1 127.0.0.1", .network),
    ("setsockopt u IP_MSFILTER 232.0.0.9 10.0.0.1 include 127.0.0.1", .network),
    ("setsockopt u IP_TRANSPARENT on", .network), ("setsockopt u IP_FREEBIND on", .network),
    ("setsockopt u SO_MARK 7", .network),
    ("sendmsg u x SO_MARK:7 to 127.0.0.1:9", .network),
    // A slash and an accent behind it are one character.
    ("bind x unix:\"/\u{338}x\"", .files), ("bind x unix:\"/tmp/../\u{338}x\"", .files),
    ("bind x unix:\"../\u{338}x\"", .files),
    ("bind t :0", .network), ("bind u 0.0.0.0:0", .network), ("bind six :0", .network),
    ("bind six [::ffff:0.0.0.0]:0", .network), ("bind u unspec", .network), ("bind u 224.0.0.200:0", .network),
    ("bind t 192.0.2.1:0", .network), ("listen t 1", .network), ("listen six 1", .network),
    ("socket p AF_INET 10 768", .network), ("socket p AF_INET SOCK_STREAM 99", .network),
    ("socket p AF_INET6 7 0", .network), ("socket p 99 SOCK_STREAM 0", .network),
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
    "connect t 127.0.0.1:80", "connect t 127.9.9.9:80", "connect six [::1]:80", "connect six [::ffff:127.0.0.1]:80",
    "connect t :80",
    "sendto u x localhost:9", "sendmsg u x to localhost:9 IP_PKTINFO:127.0.0.1,lo", "sendmsg x x SCM_RIGHTS:t",
    "sendmsg u x to localhost:9 IP_PKTINFO:192.0.2.2", "sendmsg u x to :9 IP_PKTINFO:127.0.0.2",
    "bind x unix:/tmp/sockplay-no-such", "bind x unix:sockplay-no-such", "bind x unix:@abstract", "bind x unix:",
    "bind t 127.0.0.1:0", "bind six [::1]:0", "bind six [::ffff:127.0.0.1]:0", "record off",
    "connect u unspec", "connect v vsock:1:80", "socket i icmp", "socket s sctp", "socket m mptcp6",
    "socketpair p q", "sendto u x 127.255.255.255:9", "setsockopt u SO_BINDTODEVICE lo", "socket q unix-seqpacket",
    "bind six [::1%1]:0", "setsockopt u IP_FREEBIND off",
    "setsockopt u IP_ADD_SOURCE_MEMBERSHIP 232.0.0.9 127.0.0.1 127.0.0.1",
    "bind x unix:/tmp/sockplay-no-such/x", "bind x unix:sockplay-no-such/x",
  ])
  func aFileMayTalkToThisMachine(line: String) throws { #expect(try refusal(line, []) == nil) }

  /// SO_BINDTODEVICE keeps a wildcard address on loopback.
  @Test func aSocketOfTheLoopbackDeviceMayHaveAnyAddress() throws {
    let play = Play(permissions: [])
    try play.run("socket t tcp6")
    try play.run("setsockopt t SO_BINDTODEVICE lo = 0")
    #expect(try play.failures("bind t :0 = 0\nlisten t 1 = 0") == [])
    // Nor may it lose the device again.
    for none in [#""""#, #""\0lo""#] {
      #expect(throws: Diagnostic.self, "\(none)") { try play.run("setsockopt t SO_BINDTODEVICE \(none)") }
    }
    #expect(try play.run("? t.SO_BINDTODEVICE == lo").failure == nil)
  }

  @Test func aPersonMayDoEverything() throws { for (line, _) in Self.cases { #expect(try refusal(line, .all) == nil) } }

  @Test func aFileMayTalkToTheUNIXSocketsItBound() throws {
    let play = Play(permissions: [])
    let name = "sockplay-\(UInt64.random(in: 0...UInt64.max))"
    #expect(
      try play.failures(
        "socket srv unix\nbind srv unix:@\(name) = 0\nlisten srv 1\nsocket cli unix\nconnect cli {srv} = 0") == [])
    #expect(
      try play.failures("socket auto unix-dgram\nbind auto unix: = 0\nsocket d unix-dgram\nsendto d x {auto} = 1") == []
    )
    #expect(
      try play.failures("close srv\nsocket c2 unix\nconnect c2 unix:@\(name) = -1 ECONNREFUSED") == [],
      "nobody is there")
  }

  /// Names and paths that a closed handle had may be somebody else's now, whether changes are looked for or not.
  @Test(arguments: [true, false]) func whatAFileHadIsNotItsForEver(wantsChanges: Bool) throws {
    try Scratch.folder { folder in
      for address in ["unix:@sockplay-\(UInt64.random(in: 0...UInt64.max))", "unix:\(folder.path)/s"] {
        let play = Play(permissions: [], wantsChanges: wantsChanges)
        try #expect(play.failures("socket a unix-dgram\nbind a \(address) = 0\nclose a\nsocket b unix-dgram") == [])
        try? FileManager.default.removeItem(atPath: folder.path + "/s")
        // The kernel's clock for files ticks every 4 ms or so.
        usleep(20_000)
        let other = Play()
        try #expect(other.failures("socket o unix-dgram\nbind o \(address) = 0") == [])
        #expect(throws: Diagnostic.self, "\(address)") { try play.run("connect b \(address)") }
      }
    }
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

  /// The kernel lists names as they are, one a line.
  @Test func aNewlineInItsNameDoesNotHideASocket() throws {
    let name = "sockplay-\(UInt64.random(in: 0...UInt64.max))"
    let other = Play()
    #expect(try other.failures("socket srv unix\nbind srv \"unix:@\(name)\\nmore\" = 0\nlisten srv 1") == [])
    let play = Play(permissions: [])
    try play.run("socket cli unix")
    #expect(throws: Diagnostic.self) { try play.run("connect cli \"unix:@\(name)\\nmore\"") }
  }

  @Test func aLinkLeadsNoSocketFileOutOfTheUsualPlaces() throws {
    try Scratch.folder { folder in
      let (out, inside) = (folder.path + "/out", folder.path + "/inside")
      try FileManager.default.createSymbolicLink(atPath: out, withDestinationPath: "/etc")
      try FileManager.default.createSymbolicLink(atPath: inside, withDestinationPath: ".")
      #expect(try refusal("bind x unix:\(out)/sockplay-no-such", []) != nil)
      // The kernel reads a path up to its first NUL.
      #expect(try refusal("bind x \"unix:\(out)/x\\0/../x\"", []) != nil)
      if folder.path.hasPrefix("/tmp/") { #expect(try refusal("bind x unix:\(inside)/s", []) == nil) }
    }
  }

  @Test func aFileMayNotTalkToASocketThatCameInPlaceOfItsOwn() throws {
    try Scratch.folder { folder in
      let path = folder.path + "/s"
      let (play, other) = (Play(permissions: .files), Play())
      for line in ["socket srv unix-dgram", "bind srv unix:\(path)", "close srv", "socket cli unix-dgram"] {
        try play.run(line)
      }
      #expect(throws: Never.self) { try play.run("sendto cli x unix:\(path) = -1 ECONNREFUSED") }
      unlink(path)
      for line in [
        "socket keep unix-dgram", "bind keep unix:\(path)2", "socket srv unix-dgram", "bind srv unix:\(path)",
      ] {
        try other.run(line)
      }
      #expect(throws: Diagnostic.self) { try play.run("sendto cli x unix:\(path)") }
    }
  }

  /// On a stream the kernel does not look at the address of sendto. 192.0.2.1 stands for another machine.
  @Test(
    .enabled(if: Namespace.isPossible, "this user may not make a network of its own"),
    arguments: ["sendto", "sendmsg", "sendmmsg"])
  func anAddressOnLoopbackDoesNotHideTheStreamsPeer(call: String) throws {
    try Scratch.folder { folder in
      let line = "\(call) conn \"x\" \(call == "sendto" ? "" : "to ")127.0.0.1:9"
      try Data("sockplay 1\n\(line)\n".utf8).write(to: folder.appendingPathComponent("a.session"))
      let lines = [
        "socket srv tcp", "bind srv 192.0.2.1:0", "listen srv 1", "socket cli tcp", "connect cli {srv}",
        "accept srv conn",
        "source a.session",
      ]
      let script = #"ip addr add 192.0.2.1/32 dev lo && exec "$@""#
      let words =
        Namespace.ownNetwork + ["/bin/sh", "-c", script, "sh", Program.sockplay] + lines.flatMap { ["-e", $0] }
      let ended = try Program.run(Array(words.dropFirst()), of: words[0], folder: folder)
      #expect(ended.errors.contains("192.0.2.1:") && ended.errors.contains("is beyond loopback"), "\(ended.errors)")
    }
  }

  @Test func aFileMaySendToAGroupOnlyWhereTheKernelSaysThatItLeavesThroughLoopback() throws {
    let play = Play(permissions: [])
    for line in ["socket u udp", "socket six udp6"] { try play.run(line) }
    for line in ["sendto u x 224.0.0.200:9", "connect u 224.0.0.200:9", "sendto six x [ff05::9]:9"] {
      #expect(throws: Diagnostic.self) { try play.run(line) }
    }
    #expect(
      try play.failures(
        "setsockopt u IP_MULTICAST_IF 127.0.0.1 = 0\nsendto u x 224.0.0.200:9 = 1\nconnect u 224.0.0.200:9 = 0\nsend u x = 1"
      ) == [])
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
