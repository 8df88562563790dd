import Sockets
import Testing

@Suite struct SnapshotTests {
  @Test func aRunningTimerAloneIsNoChange() {
    var one = Snapshot(state: .timeWait), other = one
    other.millisecondsLeft = 5
    #expect(one.looksLike(other) && one != other)
    one.unread = 1
    #expect(!one.looksLike(other))
  }

  @Test func everythingElseIs() {
    let plain = Snapshot(state: .listen)
    for field in [\Snapshot.unread, \.unsent, \.queue, \.backlog] as [WritableKeyPath<Snapshot, Int>] {
      var other = plain
      other[keyPath: field] = 1
      #expect(!plain.looksLike(other))
    }
    #expect(!plain.looksLike(Snapshot(state: .closed)))
  }

  @Test func anIPv4PeerOfAnIPv6SocketIsWrittenAsIPv4() {
    let naming = Naming(local: .ipv4(1, port: 1), peer: .ipv6(0, 0xffff_0000_0002, port: 2, scope: 0))
    #expect(naming.unmapped.peer == .ipv4(2, port: 2))
  }
}
