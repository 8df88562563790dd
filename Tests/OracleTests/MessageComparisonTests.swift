import Testing

/// The oracle must see whatever differs in a message.
@Suite struct MessageComparisonTests {
  private static let card =
    #"recvmsg(3, {msg_name={AF_INET 127.0.0.1:9}, msg_namelen=128 => 16, msg_iov=[{iov_base="he", iov_len=2}, {iov_base="l", iov_len=9}], "#
    + #"msg_iovlen=2, msg_control=[{cmsg_len=20, cmsg_level=SOL_IP, cmsg_type=IP_TTL, cmsg_data=[5]}, {cmsg_len=20, "#
    + #"cmsg_level=SOL_IPV6, cmsg_type=IPV6_HOPLIMIT, cmsg_data=[5]}], msg_controllen=48, msg_flags=MSG_TRUNC}, MSG_PEEK|MSG_TRUNC)"#
  private static let strace =
    #"recvmsg(3<socket:[91]>, {msg_name={sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("127.0.0.1")}, msg_namelen=128 => 16, "#
    + #"msg_iov=[{iov_base="he", iov_len=2}, {iov_base="l", iov_len=9}], msg_iovlen=2, msg_control=[{cmsg_len=20, cmsg_level=SOL_IP, "#
    + #"cmsg_type=IP_TTL, cmsg_data=[5]}, {cmsg_len=20, cmsg_level=SOL_IPV6, cmsg_type=0x34}], msg_controllen=48, msg_flags=MSG_TRUNC}, "#
    + "MSG_TRUNC|MSG_PEEK) = 3"

  private func agrees(_ card: String, _ strace: String) throws -> Bool {
    let shown = try #require(Shown.read(card, step: 0)).call.arguments
    let traced = try #require(Traced.read("7 " + strace).first).inC.arguments
    return shown.count == traced.count && zip(shown, traced).allSatisfy { $0.agrees(with: $1) }
  }

  @Test func theSameMessageInBothSpellingsAgrees() throws { #expect(try agrees(Self.card, Self.strace)) }

  @Test(arguments: [
    ("127.0.0.1:9}", "127.0.0.1:8}"), ("=> 16", "=> 28"), ("\"he\"", "\"ho\""), ("iov_len=9", "iov_len=8"),
    ("[5]}, {", "[6]}, {"),
    ("cmsg_type=IP_TTL", "cmsg_type=IP_TOS"), ("IPV6_HOPLIMIT", "IPV6_TCLASS"), ("cmsg_len=20", "cmsg_len=24"),
    ("controllen=48", "controllen=40"), ("msg_flags=MSG_TRUNC", "msg_flags=0"), ("MSG_PEEK|", ""),
    ("recvmsg(3", "recvmsg(4"),
    (", {iov_base=\"l\", iov_len=9}", ""),
  ])
  func whatDiffersIsSeen(part: String, other: String) throws {
    #expect(Self.card.contains(part))
    #expect(try !agrees(Self.card.replacing(part, with: other), Self.strace))
  }

  @Test func ofACallThatFailedTheRoomIsNotCompared() throws {
    let card =
      "recvmsg(3, {msg_name=addr, msg_namelen=128, msg_iov=[{iov_base=buf, iov_len=9}], msg_iovlen=1, msg_controllen=0, msg_flags=0}, 0)"
    #expect(
      try agrees(card, "recvmsg(3<socket:[9]>, {msg_namelen=128}, 0) = -1 EAGAIN (Resource temporarily unavailable)"))
    #expect(
      try !agrees(
        card, "recvmsg(3<socket:[9]>, {msg_namelen=128}, MSG_PEEK) = -1 EAGAIN (Resource temporarily unavailable)"))
    #expect(try !agrees(Self.card, "recvmsg(3<socket:[9]>, {msg_namelen=128}, MSG_PEEK|MSG_TRUNC) = -1 EAGAIN (x)"))
  }

  @Test func descriptorsThatComeAreTheUsers() throws {
    let line =
      #"7 recvmsg(3<socket:[91]>, {msg_control=[{cmsg_len=24, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, "#
      + #"cmsg_data=[5<socket:[1]>, 6</dev/null>]}], msg_flags=0}, 0) = 1"#
    let made = ControlCText.descriptors(try #require(Traced.read(line).first))
    #expect(made.map(\.0) == [5, 6] && made.map(\.1) == ["socket:[1]", "/dev/null"])
  }
}
