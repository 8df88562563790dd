import Glibc
import Packets
import Sockets
import Support
import Testing

@testable import Runner

@Suite struct WireStoryTests {
  private typealias Samples = FrameSamples

  /// What is told of the client's handle after `frames`, when its call failed with `errno`.
  private func story(_ frames: [Frame], after errno: Int32? = nil) -> String? {
    let source = ScriptedFrames()
    source.frames = frames
    let client = Segment.End(name: "client", handle: "cli"), server = Segment.End(name: "server", handle: nil)
    let view = Wire.View(naming: { frame, _ in frame.sender == "client" ? (client, server) : (server, client) })
    let wire = Wire(source, since: 0, view)
    _ = wire.take(for: Actor())
    return WireStory(wire.log, of: "cli", after: errno.map { Errno($0) })?.sentence
  }

  private let reset =
    Samples.handshake + [
      Samples.ping(),
      Samples.tcp(isForward: false, Samples.rst | Samples.ack, sequence: 1, acknowledgment: 5, moment: 10_040_000),
    ]

  @Test(arguments: [ECONNRESET, EPIPE, ECONNABORTED, nil]) func aResetIsToldOfWhatItMayEnd(errno: Int32?) {
    #expect(story(reset, after: errno) == "the RST of server came 40 µs after cli's 4 bytes of data")
  }

  /// What the program did wrong, or what a socket cannot do now, is not the work of a segment that passed before.
  @Test(arguments: [EINVAL, EAGAIN, EBADF, EADDRINUSE, EINTR, EISCONN, ENOTCONN, EMSGSIZE, EHOSTUNREACH])
  func aResetIsNotToldOfWhatItCannotEnd(errno: Int32) { #expect(story(reset, after: errno) == nil) }

  private let unanswered = [
    Samples.tcp(isForward: true, Samples.syn, sequence: 0, moment: 0),
    Samples.tcp(isForward: true, Samples.syn, sequence: 0, moment: 1_000_000_000),
  ]

  @Test(arguments: [ETIMEDOUT, nil]) func silenceIsToldOfATimeout(errno: Int32?) {
    #expect(story(unanswered, after: errno) == "its SYN was sent 2 times (0, 1.0 s); no answer was seen")
  }

  @Test(arguments: [EINTR, EALREADY, EINPROGRESS, ECONNREFUSED]) func silenceIsNotToldOfOthers(errno: Int32) {
    #expect(story(unanswered, after: errno) == nil)
  }

  @Test func datagramsThatTheCableDroppedAreTold() {
    let datagram = Samples.udp(isForward: true, Array("ping".utf8))
    let lost = Frame(
      moment: 1_000_000, bytes: datagram.bytes, sender: "client",
      fate: Frame.Fate(isDropped: true, rules: [Frame.StruckRule(number: 1, text: "drop next udp")]))
    #expect(
      story([datagram, lost]) == "the cable dropped 1 of 2 datagrams from it: drop next udp (rule 1)")
    #expect(story([datagram]) == nil && story([lost], after: EAGAIN) == nil)
  }

  @Test func datagramsThatTheCableDamagedAreTold() {
    var bytes = Samples.udp(isForward: true, Array("ping".utf8)).bytes
    bytes[40] = 1
    let damaged = Frame(
      moment: 0, bytes: bytes, sender: "client",
      fate: Frame.Fate(rules: [Frame.StruckRule(number: 2, text: "corrupt next udp")]))
    let end = "left the cable with a wrong checksum, and a kernel drops such datagrams: corrupt next udp (rule 2)"
    #expect(story([damaged]) == "1 of 1 datagram from it " + end)
  }

  @Test func anErrorOfICMPIsToldOfItsOwnErrnoOnly() {
    let frames = [
      Samples.udp(isForward: true, Array("ping".utf8)), Samples.portUnreachable(isForward: false, moment: 1_000_000),
    ]
    #expect(
      story(frames, after: ECONNREFUSED)
        == "ICMP Destination unreachable (Port unreachable) came in answer to cli's 4 bytes")
    for errno in [EHOSTUNREACH, EACCES, EMSGSIZE, EINVAL] { #expect(story(frames, after: errno) == nil) }
  }
}
