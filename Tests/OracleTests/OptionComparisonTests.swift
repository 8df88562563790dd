import Testing

/// What strace prints for socket options, and what cards do.
@Suite struct OptionComparisonTests {
  private static let begin = [
    "7 socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_SOCK_DIAG) = 3<socket:[90]>", "7 close(3<socket:[90]>) = 0",
    "7 socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3<socket:[91]>",
  ]

  private func problems(_ card: String?, _ log: [String]) -> [String] {
    let cards =
      ["> socket a tcp", "socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3      errno 0  1 µs"]
      + (card.map { ["> x", "\($0)  errno 0  1 µs"] } ?? [])
    let log = Self.begin + log + ["7 close(3<socket:[91]>) = 0"]
    return Comparison(
      ShownCalls(screen: cards.joined(separator: "\n"), probes: 0), Traced.read(log.joined(separator: "\n")),
      folder: "/tmp"
    ).problems
  }

  @Test(arguments: [
    ("setsockopt(3, SOL_SOCKET, SO_RCVBUF, [4096], 4) = 0", "SO_RCVBUF, [4096], 4) = 0"),
    (
      "setsockopt(3, SOL_SOCKET, SO_RCVTIMEO, {tv_sec=5, tv_usec=1000}, 16) = 0",
      #"SO_RCVTIMEO_OLD, "\5\0\0\0\0\0\0\0\350\3\0\0\0\0\0\0", 16) = 0"#
    ),
    ("setsockopt(3, SOL_SOCKET, SO_BINDTODEVICE, \"lo\", 2) = 0", #"SO_BINDTODEVICE, "lo", 2) = 0"#),
    ("setsockopt(3, SOL_SOCKET, TCP_CONGESTION, \"reno\", 4) = 0", "TCP_CONGESTION, [1869505906], 4) = 0"),
    (
      "setsockopt(3, SOL_SOCKET, IP_MULTICAST_IF, inet_addr(\"127.0.0.1\"), 4) = 0",
      "IP_MULTICAST_IF, [16777343], 4) = 0"
    ),
    (
      "getsockopt(3, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=5}, [8]) = 0",
      "SO_LINGER, {l_onoff=1, l_linger=5}, [8]) = 0"
    ),
  ]) func anOptionInBothSpellingsAgrees(card: String, strace: String) {
    let name = card.prefix(10)
    #expect(problems(card, ["7 \(name)(3<socket:[91]>, SOL_SOCKET, \(strace)"]) == [])
  }

  @Test(arguments: [
    "7 setsockopt(3<socket:[91]>, SOL_SOCKET, SO_RCVBUF, [4097], 4) = 0",
    "7 setsockopt(3<socket:[91]>, SOL_SOCKET, SO_SNDBUF, [4096], 4) = 0",
    "7 setsockopt(3<socket:[91]>, SOL_SOCKET, SO_RCVBUF, [4096], 8) = 0",
    "7 setsockopt(3<socket:[91]>, SOL_TCP, SO_RCVBUF, [4096], 4) = 0",
  ]) func anotherOptionOrValueIsFound(line: String) {
    #expect(
      problems("setsockopt(3, SOL_SOCKET, SO_RCVBUF, [4096], 4) = 0", [line]).first?.hasPrefix("other arguments")
        == true)
  }

  private static let fresh = [
    "7 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_TCP) = 4<socket:[92]>",
    "7 getsockopt(4<socket:[92]>, SOL_SOCKET, SO_RCVBUF, [131072], [1024 => 4]) = 0", "7 close(4<socket:[92]>) = 0",
  ]

  @Test func aFreshSocketThatIsOnlyLookedAtIsNoCall() { #expect(problems(nil, Self.fresh) == []) }

  @Test func askingForAnMTUIsALook() {
    let question = "7 ioctl(4<socket:[92]>, SIOCGIFMTU, {ifr_name=\"lo\", ifr_mtu=65536}) = 0"
    #expect(problems(nil, [Self.fresh[0], question, Self.fresh[2]]) == [])
  }

  @Test(arguments: [
    "7 ioctl(4<socket:[92]>, SIOCSIFMTU, {ifr_name=\"lo\", ifr_mtu=1500}) = 0",
    "7 getsockopt(4<socket:[92]>, SOL_SOCKET, SO_RCVBUF, [131072], [4]) = 0", "7 listen(4<socket:[92]>, 1) = 0",
    "7 setsockopt(4<socket:[92]>, SOL_SOCKET, SO_RCVBUF, [4096], 4) = 0",
  ]) func aFreshSocketThatIsUsedIsFound(line: String) {
    #expect(problems(nil, [Self.fresh[0], Self.fresh[1], line, Self.fresh[2]]) != [])
  }
}
