import Glibc
import Packets
import Sockets
import Support
import Testing

@testable import Cable

/// The relay between hosts that each have a network namespace.
@Suite(.waits, Namespace.isNeeded) struct RelayTests {
  private static let dontWait = Int32(MSG_DONTWAIT)

  @Test func aConnectionPassesAndEachFrameIsSeenOnce() throws {
    try SeparateProcess.run(isolated: true) {
      let hosts = try HostsOnACable()
      let began = monotonicNanoseconds()
      let (client, server) = try hosts.connection()
      try send(client, "ping")
      #expect(receive(server) == "ping")
      let frames = hosts.frames()
      #expect(frames.map(\.sender) == ["a", "b", "a", "a", "b"], "SYN, SYN,ACK, ACK, data, ACK")
      #expect(frames.allSatisfy { $0.fate == .passed && (began...monotonicNanoseconds()).contains($0.moment) })
      #expect(frames.allSatisfy { Packet($0.bytes, link: .ethernet).verdict == .right })
      #expect(hosts.frames().isEmpty)
      #expect(hosts.relay.lost == 0)
      hosts.relay.isWatched = false
      try send(client, "pong")
      #expect(receive(server) == "pong")
      #expect(hosts.frames().isEmpty)
    }
  }

  @Test func aDroppedSegmentIsSentAgain() throws {
    try SeparateProcess.run(isolated: true) {
      let hosts = try HostsOnACable()
      let (client, server) = try hosts.connection()
      #expect(hosts.relay.add(CableRule(.drop, FrameSelector(limit: 2, kind: .data, sender: "a"))) == 1)
      try send(client, "ping")
      #expect(receive(server) == "ping")
      #expect(hosts.relay.add(CableRule(.drop, FrameSelector(limit: 1, kind: .synAck))) == 2)
      _ = try hosts.connection(port: 5001)
      let dropped = hosts.frames().filter(\.fate.isDropped)
      #expect(dropped.map(\.sender) == ["a", "a", "b"])
      let texts = ["drop 2 of data from a", "drop 2 of data from a", "drop next SYN,ACK"]
      #expect(dropped.map(\.fate.rules.first?.text) == texts)
      #expect(hosts.relay.status.rules.map(\.isUsedUp) == [true, true])
      #expect(hosts.relay.status.dropped == 3)
    }
  }

  @Test func datagramsAreReorderedDoubledAndSpoilt() throws {
    try SeparateProcess.run(isolated: true) {
      let hosts = try HostsOnACable()
      let (client, server) = try hosts.datagrams()
      // A frame is not held for ever, so on a busy machine the next may come too late.
      let isReordered = try (0..<5).contains { _ in
        _ = hosts.relay.add(CableRule(.reorder, .next))
        for text in ["1", "2", "3"] { try send(client, text) }
        return [receive(server), receive(server), receive(server)] == ["2", "1", "3"]
      }
      #expect(isReordered)
      _ = hosts.relay.add(CableRule(.reorder, .next))
      try send(client, "alone")
      #expect(receive(server) == "alone", "nothing follows it")
      _ = hosts.relay.add(CableRule(.duplicate, .next))
      _ = hosts.frames()
      try send(client, "twice")
      #expect([receive(server), receive(server)] == ["twice", "twice"])
      #expect(hosts.frames().count == 2)
      _ = hosts.relay.add(CableRule(.corrupt, .next))
      try send(client, "spoilt")
      try send(client, "whole")
      #expect(receive(server) == "whole")
      #expect(hosts.frames().map { Packet($0.bytes, link: .ethernet).verdict == .right } == [false, true])
    }
  }

  @Test func aDelayHoldsFramesUntilTheyAreDue() throws {
    try SeparateProcess.run(isolated: true) {
      let hosts = try HostsOnACable()
      let (client, server) = try hosts.datagrams()
      _ = hosts.relay.add(CableRule(.delay(time: 100, jitter: 0, seed: nil), .all))
      let began = monotonicNanoseconds()
      try send(client, "late")
      #expect(receive(server) == "late")
      let waited = monotonicNanoseconds() - began
      #expect(waited >= 100_000_000)
      _ = hosts.relay.add(CableRule(.delay(time: 60_000, jitter: 0, seed: nil), .all))
      for text in ["1", "2", "3"] { try send(client, text) }
      while hosts.relay.heldFrames < 3 || !hosts.relay.isQuiet { usleep(1000) }
      #expect(receive(server, flags: Self.dontWait) == nil)
      hosts.relay.removeAll()
      #expect([receive(server), receive(server), receive(server)] == ["1", "2", "3"])
      #expect(hosts.relay.heldFrames == 0)
    }
  }

  @Test func theCableAnswersForWhatItDrops() throws {
    try SeparateProcess.run(isolated: true) {
      let hosts = try HostsOnACable()
      for (error, errno) in [(ICMPError.hostUnreachable, EHOSTUNREACH), (.portUnreachable, ECONNREFUSED)] {
        _ = hosts.relay.add(CableRule(.icmp(error), FrameSelector(limit: 1, kind: .syn)))
        let client = try hosts.socket(1, SOCK_STREAM)
        do {
          try hosts.connect(client, to: 2, port: 5000)
          Issue.record("connected")
        } catch let refused as HostsOnACable.Refused { #expect(refused.errno.rawValue == errno) }
        close(client)
        let frames = hosts.frames()
        #expect(frames.map(\.sender) == ["a", nil])
        #expect(frames.map(\.fate.isMade) == [false, true])
        #expect(frames.last?.fate.rules.map(\.text) == ["icmp \(error.rawValue) for next SYN"])
      }
      _ = hosts.relay.add(CableRule(.mtu(600, isSilent: false), .all))
      let (client, server) = try hosts.connection()
      let long = String(repeating: "x", count: 3000)
      try send(client, long)
      var came = ""
      while came.count < long.count, let more = receive(server) { came += more }
      #expect(came == long, "path MTU discovery has made the segments shorter")
    }
  }

  @Test func aCutCableIsHealed() throws {
    try SeparateProcess.run(isolated: true) {
      let hosts = try HostsOnACable(3)
      let (client, server) = try hosts.datagrams()
      _ = hosts.relay.add(.cut("b"))
      try send(client, "lost")
      #expect(hosts.frames().map(\.fate.isDropped) == [true])
      #expect(receive(server, flags: Self.dontWait) == nil)
      #expect(hosts.relay.removeCuts(of: "a") == 0)
      #expect(hosts.relay.removeCuts(of: "b") == 1)
      try send(server, "back")
      #expect(receive(client) == "back")
      #expect(hosts.frames().count == 1, "nobody else got it")
    }
  }

  @Test func whatIsForAllReachesAll() throws {
    try SeparateProcess.run(isolated: true) {
      let hosts = try HostsOnACable(3)
      let sender = try hosts.socket(1, SOCK_DGRAM)
      var on: Int32 = 1
      setsockopt(sender, SOL_SOCKET, SO_BROADCAST, &on, socklen_t(MemoryLayout<Int32>.size))
      let others = try [2, 3].map { try hosts.socket($0, SOCK_DGRAM, port: 6000, isForAll: true) }
      try hosts.connect(sender, to: 255, port: 6000)
      try send(sender, "all")
      #expect(others.map { receive($0) } == ["all", "all"])
      #expect(hosts.frames().count == 1)
    }
  }

  /// The thread may be about to pass frames on when a host comes that they are for.
  @Test(arguments: 0..<5) func aHostThatHasJustComeIsReached(turn: Int) throws {
    try SeparateProcess.run("\(turn)", isolated: true) {
      let hosts = try HostsOnACable()
      _ = hosts.relay.add(CableRule(.duplicate, FrameSelector(limit: nil, kind: .data)))
      let (client, server) = try hosts.datagrams()
      for text in ["1", "2"] { try send(client, text) }
      #expect((0..<4).map { _ in receive(server) } == ["1", "1", "2", "2"])
    }
  }

  @Test func itEndsAndClosesItsDescriptors() throws {
    try SeparateProcess.run(isolated: true) {
      let hosts = try HostsOnACable()
      hosts.relay.stop()
      #expect(hosts.relay.attach("c", -1, hardware: []) != nil)
      #expect(hosts.relay.isQuiet)
      let (client, server) = try hosts.datagrams()
      try send(client, "lost")
      #expect(receive(server, flags: Self.dontWait) == nil)
      hosts.relay.stop()
    }
  }
}
