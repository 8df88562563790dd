import Foundation
import Glibc
import Support
import Testing

/// After every step, the states, queues and addresses on the screen against those of ss.
@Suite(.waits) struct StatesTests {
  /// Runs `lines`; after each, `states` names what some handle must be in by then.
  private func play(
    _ lines: [(line: String, states: [String: String])], arguments: [String] = ["--json", "--allow", "network"]
  ) throws -> Driven {
    let driven = try Driven(arguments)
    for (line, states) in lines {
      try driven.run(line)
      let problems = try Agreement(driven: driven).problems()
      #expect(problems.isEmpty, "after \(line): \(problems.joined(separator: "\n"))")
      for (name, state) in states { #expect(driven.handles[name]?.state ?? "gone" == state, "\(name) after \(line)") }
    }
    return driven
  }

  @Test func aConnectionFromItsBeginToTimeWait() throws {
    let driven = try play([
      ("socket srv tcp", ["srv": "CLOSED"]), ("bind srv 127.0.0.1:0", ["srv": "BOUND"]),
      ("listen srv 3", ["srv": "LISTEN"]),
      ("socket cli tcp", [:]), ("connect cli {srv}", ["cli": "ESTABLISHED"]), ("socket two tcp", [:]),
      ("connect two {srv}", [:]),
      ("accept srv conn", ["conn": "ESTABLISHED"]), (#"send cli "hello""#, [:]), ("recv conn 2", [:]),
      ("send conn fill:8M MSG_DONTWAIT", [:]), ("recv cli 100K", [:]), ("recv conn 100", [:]),
      ("shutdown cli wr", ["conn": "CLOSE_WAIT"]),
      ("recv conn 10", [:]), ("recv cli 16M MSG_WAITALL|MSG_DONTWAIT", [:]),
    ])
    #expect(try Agreement(driven: driven).problems() == [])
    // What is left of the data comes bit by bit, and the last acknowledgement may come later still.
    let deadline = Date().addingTimeInterval(30)
    while driven.handles["cli"]!.unread > 0 || driven.handles["conn"]!.unsent > 0, Date() < deadline {
      try driven.run("recv cli 8M MSG_DONTWAIT = *")
    }
    #expect(try Agreement(driven: driven).problems() == [])
    #expect(driven.handles["cli"]?.state == "FIN_WAIT2")
    try driven.run("close cli")
    #expect(try Agreement(driven: driven).problems() == [])
    #expect(driven.handles["cli"]?.state == "FIN_WAIT2")
    try driven.run("close conn")
    #expect(try Agreement(driven: driven).problems() == [])
    #expect(driven.handles["cli"]?.state == "TIME_WAIT")
    try driven.run("close srv")
    #expect(try driven.end() == 0)
  }

  @Test func timeWaitRunsDownAsTheKernelSays() throws {
    let driven = try play([
      ("socket srv tcp", [:]), ("bind srv 127.0.0.1:0", [:]), ("listen srv", [:]), ("socket cli tcp", [:]),
      ("connect cli {srv}", [:]),
      ("accept srv conn", [:]), ("close cli [cli FIN_WAIT2]", ["cli": "FIN_WAIT2", "conn": "CLOSE_WAIT"]),
      ("close conn", ["cli": "TIME_WAIT", "conn": "gone"]),
    ])
    let cli = try #require(driven.handles["cli"])
    let seconds = try #require(try SocketStatistics("t").row(from: cli.local!, to: cli.peer!)?.seconds)
    let report = try driven.step("state cli")["report"] as? [String] ?? []
    let left = try #require(
      report.first { $0.hasPrefix("cli.left ") }?.split(separator: " ").dropFirst().first.flatMap { Int($0) })
    #expect(abs(left - seconds * 1000) <= 3000, "we say \(left) ms, ss says \(seconds) s")
    #expect((1...60_000).contains(left))
  }

  @Test func aFullQueueKeepsTheNextInSynSent() throws {
    let driven = try play(
      [
        ("socket srv tcp", [:]), ("bind srv 127.0.0.1:0", [:]), ("listen srv 0", [:]), ("socket one tcp", [:]),
        ("connect one {srv}", [:]),
        ("socket two tcp", [:]), ("connect two {srv} &", ["two": "SYN_SENT"]), ("close two", [:]),
      ].filter { $0.0 != "close two" })
    try driven.run("cancel two = -1 EINTR")
    #expect(try Agreement(driven: driven).problems() == [])
  }

  @Test func refusedAndResetSocketsAreClosed() throws {
    let driven = try play([
      ("socket srv tcp", [:]), ("bind srv 127.0.0.1:0", [:]), ("socket no tcp", [:]),
      ("connect no {srv} = -1 ECONNREFUSED", ["no": "CLOSED"]),
      ("listen srv", [:]), ("connect no {srv}", ["no": "ESTABLISHED"]), ("accept srv conn", [:]),
      ("reset conn", ["no": "CLOSED", "conn": "gone"]),
    ])
    #expect(try driven.end() == 0)
  }

  @Test func sixFamiliesOfAddresses() throws {
    let driven = try play([
      ("socket srv tcp6", [:]), ("bind srv :0", [:]), ("listen srv 1", [:]), ("socket six tcp6", [:]),
      ("connect six [::1]:{srv.port}", [:]),
      ("accept srv conn6", [:]), ("socket four tcp", [:]), ("connect four 127.0.0.1:{srv.port}", [:]),
      ("accept srv conn4", [:]),
      (#"send four "mapped""#, [:]), ("shutdown four wr", ["conn4": "CLOSE_WAIT"]), ("recv conn4 100", [:]),
      ("close four", [:]),
      ("close conn4", ["four": "TIME_WAIT"]), ("close conn6", ["six": "CLOSE_WAIT"]),
      ("close six", ["conn6": "TIME_WAIT"]),
    ])
    #expect(try driven.end() == 0)
  }

  @Test func datagramSockets() throws {
    let driven = try play([
      ("socket a udp", ["a": "UNCONN"]), ("bind a 127.0.0.1:0", ["a": "BOUND"]), ("socket b udp", [:]),
      (#"sendto b "one" {a}"#, ["b": "BOUND"]),
      (#"sendto b "two" {a}"#, [:]), ("recvfrom a 10", [:]), ("connect b {a}", ["b": "ESTABLISHED"]),
      ("recvfrom a 10", [:]),
      ("close a", [:]),
      ("socket c udp6", [:]), ("bind c [::1]:0", ["c": "BOUND"]), ("connect c {c}", ["c": "ESTABLISHED"]),
    ])
    #expect(try driven.end() == 0)
  }

  @Test func pairsAndSecondDescriptors() throws {
    let driven = try play([
      ("socketpair a b unix-seqpacket", ["a": "ESTABLISHED", "b": "ESTABLISHED"]), (#"send a "one""#, [:]),
      ("dup b b2", [:]),
      ("recv b2 10", [:]), ("close b", ["b": "gone", "b2": "ESTABLISHED"]), ("close b2", ["b2": "gone"]),
      ("socket srv tcp", [:]), ("bind srv 127.0.0.1:0", [:]), ("listen srv 1", [:]),
      ("dup srv srv2", ["srv2": "LISTEN"]),
      ("socket cli tcp", [:]), ("dup cli cli2", [:]), ("connect cli {srv}", ["cli2": "ESTABLISHED"]),
      ("close srv", ["srv2": "LISTEN"]),
      ("accept srv2 conn", [:]), (#"send cli2 "xyz""#, [:]), ("close cli", ["cli": "gone", "conn": "ESTABLISHED"]),
      ("shutdown cli2 wr", ["conn": "CLOSE_WAIT"]),
    ])
    #expect(try driven.end() == 0)
  }

  @Test(.enabled(if: MPTCP.isPossible)) func multipathConnections() throws {
    let driven = try play([
      ("socket srv mptcp", [:]), ("bind srv 127.0.0.1:0", [:]), ("listen srv 3", ["srv": "LISTEN"]),
      ("socket cli mptcp", [:]),
      ("connect cli {srv}", ["cli": "ESTABLISHED"]), ("accept srv conn", [:]),
      ("shutdown cli wr", ["cli": "FIN_WAIT2", "conn": "CLOSE_WAIT"]),
    ])
    #expect(try driven.end() == 0)
  }

  @Test(.enabled(if: geteuid() == 0, "raw and packet sockets are for root")) func rawAndPacketSockets() throws {
    let driven = try play([
      ("socket r raw-icmp", ["r": "UNCONN"]), ("bind r 127.0.0.1:0", ["r": "BOUND"]), ("socket six raw-icmp6", [:]),
      ("bind six [::1]:0", [:]), ("connect six [::1]:0", ["six": "ESTABLISHED"]),
      ("socket c raw", [:]), ("connect c 127.0.0.1:0", ["c": "ESTABLISHED"]), ("socket ping raw-icmp", [:]),
      ("sendto ping hex:0800b0ed47110001 127.0.0.1:0", [:]), ("recv r 64", [:]),
      ("socket p packet", [:]), ("bind p packet:lo", ["p": "BOUND"]),
      ("socket q AF_PACKET SOCK_DGRAM 0", ["q": "UNCONN"]),
      ("bind q packet:lo:ETH_P_802_EX1", ["q": "BOUND"]), ("sendto q hello packet:lo:ETH_P_802_EX1", [:]),
      ("recv q 64", [:]),
    ])
    #expect(driven.handles["six"]?.peer == "[::1]:0" && driven.handles["q"]?.local == "packet:lo:ETH_P_802_EX1")
    try compareLists(driven, ["r": "raw", "six": "raw6", "p": "packet", "q": "packet"])
    #expect(try driven.end() == 0)
  }

  @Test func netlinkSockets() throws {
    let driven = try play([
      ("socket n netlink", ["n": "UNCONN"]), ("bind n netlink:0", ["n": "BOUND"]),
      // RTM_GETLINK of every interface: answers wait, and their memory is what both count.
      ("sendto n hex:1400000012000103010000000000000000000000 netlink:0", [:]), ("recv n 64K", [:]),
    ])
    try compareLists(driven, ["n": "netlink"])
    #expect(try driven.end() == 0)
  }

  /// What `sockets` says of handles, each of the family that stands behind its name, against what `handles` says.
  private func compareLists(_ driven: Driven, _ families: [String: String]) throws {
    for (name, family) in families {
      let handle = try #require(driven.handles[name])
      let report = try driven.step("sockets \(name)")["report"] as? [String] ?? []
      let words = try #require(report.count == 2 ? report.last : nil, "\(name): \(report)").split(separator: " ").map(
        String.init)
      #expect(words[0] == family && words[1] == (handle.state == "BOUND" ? "UNCONN" : handle.state), "\(report)")
      #expect(words[4] == handle.local && words[5] == handle.peer ?? "-" && words.last == name, "\(report)")
      #expect(words[6] == "sockplay/\(driven.number)")
    }
  }

  /// Not every kernel that has vsock tells ss of its sockets.
  static let seesVsock: Bool = {
    guard let driven = try? Driven(["--json", "--allow", "network"]),
      (try? driven.run("socket v AF_VSOCK SOCK_STREAM 0")) != nil,
      (try? driven.run("bind v vsock:any:any")) != nil, let seen = try? SocketStatistics("vsock")
    else { return false }
    return seen.row(of: driven.handles["v"]!, in: driven.number) != nil
  }()

  @Test(.enabled(if: seesVsock, "this kernel does not tell ss of vsock sockets")) func vsockSockets() throws {
    let driven = try play([
      ("socket v AF_VSOCK SOCK_STREAM 0", ["v": "UNCONN"]), ("bind v vsock:any:any", ["v": "BOUND"]),
      ("listen v 3", ["v": "LISTEN"]),
    ])
    #expect(try driven.end() == 0)
  }

  @Test func unixDomainSockets() throws {
    try Scratch.folder { folder in
      let driven = try play(
        [
          ("socket srv unix", ["srv": "UNCONN"]), ("bind srv unix:\(folder.path)/s", ["srv": "BOUND"]),
          ("listen srv 4", ["srv": "LISTEN"]),
          ("socket cli unix", [:]), ("connect cli {srv}", ["cli": "ESTABLISHED"]), (#"send cli "early""#, [:]),
          ("accept srv conn", [:]),
          ("recv conn 2", [:]), ("close cli", [:]), ("socket d unix-dgram", [:]),
          ("bind d unix:@sockplay-\(folder.lastPathComponent)", [:]),
          (#"sendto d "x" {d}"#, [:]),
        ], arguments: ["--json", "--allow", "files", "--allow", "unix"])
      #expect(try driven.end() == 0)
    }
  }
}
