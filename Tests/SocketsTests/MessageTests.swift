import Glibc
import Testing

@testable import Sockets

@Suite struct MessageTests {
  /// Two connected datagram sockets, closed with the last use.
  private final class Pair {
    let ends: [Int32]
    init() {
      var ends: [Int32] = [0, 0]
      _ = socketpair(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0, &ends)
      self.ends = ends
    }
    deinit { for end in ends { close(end) } }
  }

  private func received(_ room: MessageBuffer, on descriptor: Int32) -> Received {
    var received = Received()
    _ = received.takeMessage(room, isStream: false) { recvmsg(descriptor, $0, 0) }
    return received
  }

  @Test func theDataFillOneBufferAfterTheOther() {
    let pair = Pair()
    #expect(Message([[1, 2], [], [3, 4, 5]]).passed { sendmsg(pair.ends[0], $0, 0) } == 5)
    let message = received(MessageBuffer([1, 3, 9, 2], control: 0), on: pair.ends[1]).messages[0]
    #expect(message.buffers == [[1], [2, 3, 4], [5], []])
    #expect(message.data == [1, 2, 3, 4, 5] && message.length == 5 && message.flags == 0)
  }

  @Test func aFailureLeavesErrnoAndNothingElse() {
    let pair = Pair()
    var received = Received()
    errno = 0
    #expect(
      received.takeMessage(MessageBuffer([100], control: 100), isStream: false) { recvmsg(pair.ends[1], $0, 0) } == -1)
    #expect(errno == EAGAIN)
    #expect(received.data == nil && received.messages.isEmpty)
    errno = 0
    #expect(
      received.takeMessages(MessageBuffer([100], control: 100), count: 3) {
        recvmmsg(pair.ends[1], $0, 3, 0, timeout: nil)
      } == -1)
    #expect(errno == EAGAIN)
    #expect(Message([Array(repeating: 0, count: 1 << 20)]).passed { sendmsg(pair.ends[0], $0, 0) } == -1)
    #expect(errno == EMSGSIZE)
  }

  @Test func severalMessagesKeepTheirBounds() {
    let pair = Pair()
    var sent = Received()
    #expect(
      sent.takeLengths([Message([[1]]), Message([[2, 2], [2]]), Message([[]])]) { sendmmsg(pair.ends[0], $0, 3, 0) }
        == 3)
    #expect(sent.details == .lengths([1, 3, 0]))
    var received = Received()
    #expect(
      received.takeMessages(MessageBuffer([2], control: 0), count: 5) { recvmmsg(pair.ends[1], $0, 5, 0, timeout: nil) }
        == 3)
    #expect(received.pieces == [[1], [2, 2], []])
    #expect(received.messages.map(\.flags) == [0, ConstantTable.messageFlags.value("MSG_TRUNC")!, 0])
  }

  @Test func aControlMessageComesAsItWasSent() {
    let pair = Pair()
    var one: Int32 = 1
    setsockopt(pair.ends[1], SOL_SOCKET, SO_PASSCRED, &one, 4)
    let kind = ControlKind.named("scm_credentials")!
    let bytes = [getpid(), Int32(bitPattern: getuid()), Int32(bitPattern: getgid())].flatMap {
      withUnsafeBytes(of: $0) { Array($0) }
    }
    #expect(Message([[1]], control: [ControlMessage(kind, bytes)]).passed { sendmsg(pair.ends[0], $0, 0) } == 1)
    let control = received(MessageBuffer([9], control: 64), on: pair.ends[1]).messages[0].control
    #expect(control == [ControlMessage(kind, bytes)])
    #expect(control.first?.word { "\($0)" } == "SCM_CREDENTIALS:\(getpid()),\(getuid()),\(getgid())")
    #expect(
      control.first?.inC.hasPrefix("{cmsg_len=28, cmsg_level=SOL_SOCKET, cmsg_type=SCM_CREDENTIALS, cmsg_data={pid=")
        == true)
  }

  @Test(arguments: 0...64) func whateverRoomThereIsEveryDescriptorIsCounted(room: Int) {
    let pair = Pair()
    let rights = ControlMessage(
      ControlKind.named("SCM_RIGHTS")!, pair.ends.flatMap { withUnsafeBytes(of: $0) { Array($0) } })
    #expect(Message([[1]], control: [rights]).passed { sendmsg(pair.ends[0], $0, 0) } == 1)
    let received = received(MessageBuffer([9], control: room), on: pair.ends[1])
    let made = Answer(result: 1, received: received).descriptors(of: Call("recvmsg"))
    // What the kernel has room for: a header of 16 bytes, and an int for each.
    #expect(made.count == min(2, max(0, (room - 16) / 4)))
    for descriptor in made { #expect(close(descriptor) == 0) }
  }

  @Test(
    arguments: [
      (0, 2, [5, 0, 0, 0], "IP_TTL:5", "cmsg_len=20, cmsg_level=SOL_IP, cmsg_type=IP_TTL, cmsg_data=[5]"),
      (0, 1, [16], "IP_TOS:16", "cmsg_len=17, cmsg_level=SOL_IP, cmsg_type=IP_TOS, cmsg_data=[0x10]"),
      (0, 2, [5], "IP_TTL:05", "cmsg_len=17, cmsg_level=SOL_IP, cmsg_type=IP_TTL, cmsg_data=[0x05]"),
      (
        1, 1, [3, 0, 0, 0, 7, 0, 0, 0, 9], "SCM_RIGHTS:3,7",
        "cmsg_len=25, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, cmsg_data=[3, 7]"
      ),
      (263, 8, [1, 2], "SOL_PACKET/8:0102", "cmsg_len=18, cmsg_level=SOL_PACKET, cmsg_type=8, cmsg_data=[0x01, 0x02]"),
      (99, 1, [], "99/1:", "cmsg_len=16, cmsg_level=99, cmsg_type=1"),
      (
        1, 29, [1, 0, 0, 0, 0, 0, 0, 0, 42, 0, 0, 0, 0, 0, 0, 0], "SO_TIMESTAMP:1.000042",
        "cmsg_len=32, cmsg_level=SOL_SOCKET, cmsg_type=SO_TIMESTAMP, cmsg_data={tv_sec=1, tv_usec=42}"
      ),
      (
        0, 11, [90, 0, 0, 0, 1, 0, 0, 0, 0xdc, 5, 0, 0, 0, 0, 0, 0],
        "IP_RECVERR:EMSGSIZE,SO_EE_ORIGIN_LOCAL,0,0,1500-0",
        "cmsg_len=32, cmsg_level=SOL_IP, cmsg_type=IP_RECVERR, cmsg_data={ee_errno=EMSGSIZE, ee_origin=SO_EE_ORIGIN_LOCAL, ee_type=0, "
          + "ee_code=0, ee_info=1500, ee_data=0, offender={AF_UNSPEC}}"
      ),
    ] as [(Int32, Int32, [UInt8], String, String)])
  func itReads(level: Int32, type: Int32, bytes: [UInt8], word: String, inC: String) {
    let message = ControlMessage(level: level, type: type, bytes: bytes)
    #expect(message.word { "\($0)" } == word)
    #expect(message.inC == "{\(inC)}")
  }

  /// What a peer or the kernel might ever write must not trap.
  @Test func noBytesAreTooFewOrTooMany() {
    for kind in ControlKind.all {
      for count in 0...140 {
        let message = ControlMessage(kind, Array(repeating: 0xff, count: count))
        #expect(!message.inC.isEmpty && !message.word { "\($0)" }.isEmpty)
        _ = message.descriptors
      }
    }
  }

  @Test func aRecordingInsistsOnNothingThatVaries() {
    #expect(ControlKind.steady("SO_TIMESTAMP:1.5") == "SO_TIMESTAMP:*")
    #expect(ControlKind.steady("2.SCM_CREDENTIALS:1,2,3") == "2.SCM_CREDENTIALS:*")
    #expect(ControlKind.steady("IP_TTL:64") == "IP_TTL:64")
    #expect(ControlKind.steady("srv:POLLIN") == "srv:POLLIN")
    #expect(ControlKind.steady("5") == "5")
  }
}
