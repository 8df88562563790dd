import Testing

@testable import Sockets

@Suite struct EpollWatchTests {
  @Test func theEntriesAreRead() {
    let text = """
      pos:\t0
      flags:\t02
      mnt_id:\t17
      ino:\t1057
      tfd:        5 events: 80000019 data:                5  pos:0 ino:a1f sdev:9
      tfd:        6 events: 40000000 data:                6  pos:0 ino:a20 sdev:9
      tfd:        7 events: 40000019 data:                7  pos:0 ino:a21 sdev:9
      """
    let entries = EpollWatch.read(text)
    #expect(entries.map(\.descriptor) == [5, 6, 7] && entries.map(\.inode) == [0xa1f, 0xa20, 0xa21])
    #expect(
      entries.map(\.isEdgeTriggered) == [true, false, false] && entries.map(\.isDisarmed) == [false, true, false])
    #expect(entries[0].text == "EPOLLIN|EPOLLET" && entries[2].text == "EPOLLIN|EPOLLONESHOT")
  }

  @Test func whatIsNoEpollWatchesNothing() {
    #expect(EpollWatch.all(of: 0)?.isEmpty == true)
    #expect(EpollWatch.all(of: 999_999) == nil)
  }
}
