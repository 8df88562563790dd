import Foundation
import Glibc
import Sockets
import Support
import Testing

/// What is said to a user without privileges, who is refused what root may do.
@Suite(.waits, .enabled(if: UnprivilegedUser.isPossible, "another user cannot start the program in this folder"))
struct PrivilegeTests {
  static let asRoot = "run sockplay as root: sudo sockplay"

  /// Runs `lines`, of which the last fails, and `why`; expects its `symbol`, the reason and what can be done.
  private func expect(_ lines: [String], _ symbol: String, _ why: String, _ remedy: String) throws {
    let ended = try UnprivilegedUser.run((lines + ["why"]).flatMap { ["-e", $0] } + ["--keep-going"])
    #expect(ended.code == 4, "\(ended.output)\(ended.errors)")
    #expect(ended.errors.contains(" got \(symbol) (") && ended.errors.contains("= why   \(why)\n"))
    #expect(ended.output.contains("  why   \(why)\n  try   \(remedy)\n"), "\(ended.output)")
  }

  @Test(arguments: [
    ("raw-icmp", "raw"), ("raw", "raw"), ("raw-icmp6", "raw"), ("packet", "packet"), ("packet-dgram", "packet"),
  ])
  func aKindOfSocketThatIsForRoot(_ kind: String, _ word: String) throws {
    try expect(["socket s \(kind)"], "EPERM", "\(word) sockets need CAP_NET_RAW, which this process lacks", Self.asRoot)
  }

  @Test(arguments: [
    ("udp", "SO_MARK 1", "SO_MARK needs CAP_NET_ADMIN or CAP_NET_RAW"),
    ("tcp", "SO_RCVBUFFORCE 9999", "SO_RCVBUFFORCE needs CAP_NET_ADMIN"),
    ("tcp", "SO_PRIORITY 7", "a priority outside 0 to 6 needs CAP_NET_ADMIN or CAP_NET_RAW"),
    ("udp", "IP_TRANSPARENT on", "IP_TRANSPARENT needs CAP_NET_ADMIN or CAP_NET_RAW"),
    ("udp6", "IPV6_HOPOPTS hex:0000010400000000", "IPV6_HOPOPTS needs CAP_NET_RAW"),
  ])
  func anOptionThatIsForRoot(_ kind: String, _ option: String, _ why: String) throws {
    try expect(
      ["socket s \(kind)", "setsockopt s \(option)"], "EPERM", why + ", which this process lacks", Self.asRoot)
  }

  @Test func debuggingIsForRoot() throws {
    try expect(
      ["socket s tcp", "setsockopt s SO_DEBUG on"], "EACCES", "SO_DEBUG needs CAP_NET_ADMIN, which this process lacks",
      Self.asRoot)
  }

  @Test func aLockedFilterIsForNobody() throws {
    try expect(
      ["socket s udp", "setsockopt s SO_LOCK_FILTER on", "setsockopt s SO_ATTACH_FILTER hex:06000000ffff0000"], "EPERM",
      "SO_LOCK_FILTER is on: neither the filter of s nor the lock can be changed",
      "open another socket: the lock cannot be removed")
  }

  @Test(
    .enabled(if: value("ip_unprivileged_port_start").flatMap { Int($0) } ?? 0 > 1, "every port is for everybody here"))
  func aLowPort() throws {
    let first = try #require(Self.value("ip_unprivileged_port_start"))
    try expect(
      ["socket s tcp", "bind s 127.0.0.1:1"], "EACCES", "ports below \(first) are for root (CAP_NET_BIND_SERVICE)",
      "take a higher port, or run sockplay as root: sudo sockplay")
  }

  @Test(
    .enabled(if: value("ping_group_range") == "1 0", "some groups may send pings here"), arguments: ["icmp", "icmp6"])
  func pings(_ kind: String) throws {
    try expect(
      ["socket s \(kind)"], "EACCES",
      "net.ipv4.ping_group_range names no group of this process; raw-icmp does without, but needs CAP_NET_RAW",
      #"root lets every group send pings with sysctl -w net.ipv4.ping_group_range="0 2147483647""#)
  }

  private static func value(_ name: String) -> String? { Setting.all.first { $0.name == "net.ipv4." + name }?.value }

  @Test(arguments: [
    ("bind", "take a path in a directory of your own, or below /tmp"), ("connect", nil),
  ])
  func aFolderThatMayNotBeEntered(_ call: String, _ remedy: String?) throws {
    try Scratch.folder { folder in
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
      let path = folder.path + "/closed"
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0])
      let ended = try UnprivilegedUser.run([
        "--keep-going", "-e", "socket s unix", "-e", "\(call) s unix:\(path)/s", "-e", "why",
      ])
      #expect(
        ended.errors.contains(#/= why   user \d+ may not search the directory \S+\/closed\n/#), "\(ended.errors)")
      #expect(
        ended.output.contains("  try   \(remedy ?? "ls -l \(path)/s shows who may write to it")\n"), "\(ended.output)")
    }
  }

  @Test func aFileThatMayNotBeRead() throws {
    try Scratch.folder { folder in
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
      let path = folder.path + "/closed"
      try Data().write(to: URL(filePath: path))
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
      let ended = try UnprivilegedUser.run(["-e", "open \(path) f"])
      #expect(ended.errors.contains(#/= why   user \d+ may not read \S+\/closed\n/#), "\(ended.errors)")
    }
  }
}

/// Other users' processes.
extension PrivilegeTests {
  static let initIsOthers =
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/1/fd")) == nil || geteuid() == 0

  @Test(.enabled(if: initIsOthers, "the first process here is this user's")) func adoptingFromSomebodyElse() throws {
    try expect(
      ["adopt 1 0 x"], "EPERM",
      "only a process that may trace another may take its descriptors: one of the same user, or one with CAP_SYS_PTRACE"
        + (Setting.ptraceScope.map { ", and kernel.yama.ptrace_scope is \($0)" } ?? ""),
      "sockets shows whose process it is: take one of your own user, or run sockplay as root: sudo sockplay")
  }

  @Test(.enabled(if: initIsOthers, "the first process here is this user's")) func theDescriptorsOfSomebodyElse() throws
  {
    let ended = try UnprivilegedUser.run(["-e", "fds 1"])
    #expect(ended.code == 3)
    #expect(ended.errors.contains("the descriptors of process 1 may not be seen"))
    #expect(ended.errors.contains("only its own user and root may see them"))
  }

  /// This process's listener, as another user sees it.
  @Test(.enabled(if: geteuid() == 0, "only root can become another user")) func theListOfSocketsSaysWhatItHides() throws
  {
    let play = Play()
    for line in ["socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 1"] { try play.run(line) }
    let port = try #require(play.table.find("srv")!.endpoints.local?.port)
    let hint = "only root sees which sockets other users' processes have"
    let lines = try UnprivilegedUser.run(["-e", "sockets \(port) LISTEN"]).output.split(separator: "\n").map(
      String.init)
    #expect(
      lines.count == 4 && lines[2].split(separator: " ").suffix(3) == ["-", "-", "-"] && lines.last == hint, "\(lines)")
    let hidden = try UnprivilegedUser.run(["-e", "sockets pid:\(getpid())"])
    #expect(hidden.output.hasSuffix("no such sockets can be seen\n\(hint)\n"), "\(hidden.output)")
    #expect(
      try UnprivilegedUser.run(["-e", "socket a udp", "-e", "bind a 127.0.0.1:0", "-e", "sockets a"]).output.contains(
        hint) == false)
    #expect(try play.run("sockets srv").listing.count == 2)
  }
}
