import Glibc
import Sockets
import Testing

@Suite struct ReceiveBufferTests {
  @Test func onlyTheBytesThatCameAreKept() {
    var received = Received()
    let result = received.fill(10, isStream: true) { room in
      room!.update(repeating: 7, count: 3)
      return 3
    }
    #expect(result == 3 && received.data == [7, 7, 7] && !received.isEndOfFile)
  }

  @Test func nothingOnAStreamIsItsEnd() {
    var received = Received()
    #expect(received.fill(10, isStream: true) { _ in 0 } == 0)
    #expect(received.isEndOfFile && received.data == [])
    #expect(received.fill(0, isStream: true) { _ in 0 } == 0)
    #expect(!received.isEndOfFile, "a call that asks for no bytes learns nothing of the end")
    #expect(received.fill(10, isStream: false) { _ in 0 } == 0)
    #expect(!received.isEndOfFile, "an empty datagram is no end")
  }

  @Test func aFailureLeavesNoBytes() {
    var received = Received()
    #expect(received.fill(10, isStream: true) { _ in -1 } == -1)
    #expect(received.data == [] && !received.isEndOfFile)
  }

  /// With MSG_TRUNC the kernel returns the datagram's whole length, which is more than there is room for.
  @Test func aLengthBeyondTheRoomIsNoReadBeyondIt() {
    var received = Received()
    #expect(
      received.fill(2, isStream: false) {
        $0!.update(repeating: 1, count: 2); return 9
      } == 9)
    #expect(received.data == [1, 1])
  }

  @Test func anAddressIsTakenWhenTheCallSucceeds() {
    let address = SocketAddress.ipv4(0x7f00_0001, port: 9)
    func write(_ room: UnsafeMutablePointer<sockaddr>, _ length: UnsafeMutablePointer<socklen_t>) {
      address.withSockaddr { from, count in
        memcpy(room, from, Int(count))
        length.pointee = count
      }
    }
    var received = Received()
    #expect(
      received.takeAddress {
        write($0, $1); return 5
      } == 5)
    #expect(received.address == address)
    var failed = Received()
    #expect(
      failed.takeAddress {
        write($0, $1); return -1
      } == -1)
    #expect(failed.address == nil)
    var nameless = Received()
    #expect(
      nameless.takeAddress {
        $1.pointee = 0; return 5
      } == 5)
    #expect(nameless.address == nil)
  }
}
