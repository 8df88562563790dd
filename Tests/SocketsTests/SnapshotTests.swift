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
}
