import Packets

/// A source of frames that gives what a test puts into it.
package final class ScriptedFrames: FrameSource {
  package var frames: [Frame] = []
  package var isQuiet = true
  package var lost = 0
  /// How often it was asked.
  package private(set) var turns = 0
  /// What comes when it is asked for that time, counted from 1.
  package var later: [Int: [Frame]] = [:]

  package init() {}

  package func takeFrames() -> [Frame] {
    turns += 1
    defer { frames = [] }
    return frames + (later[turns] ?? [])
  }
}

/// Frames of a connection from 10.0.0.1:40000 to 10.0.0.2:80, with numbers that begin at 1000 and 5000.
package enum FrameSamples {
  package static func tcp(
    isForward: Bool, _ flags: UInt16, sequence: UInt32, acknowledgment: UInt32 = 0, options: [UInt8] = [],
    data: [UInt8] = [], moment: Int64 = 0, fate: Frame.Fate = .passed
  ) -> Frame {
    let ports: [UInt16] = isForward ? [40000, 80] : [80, 40000]
    let base: UInt32 = isForward ? 1000 : 5000, other: UInt32 = isForward ? 5000 : 1000
    var segment = ports.flatMap(bytes) + bytes(base &+ sequence)
    segment += bytes(flags & 0x10 != 0 ? other &+ acknowledgment : 0)
    segment += bytes(UInt16((5 + options.count / 4) << 12) | flags) + bytes(UInt16(64240)) + [0, 0, 0, 0]
    return ip(6, isForward: isForward, segment + options + data, moment: moment, fate: fate)
  }

  package static func udp(isForward: Bool, _ data: [UInt8], moment: Int64 = 0) -> Frame {
    let ports: [UInt16] = isForward ? [40000, 80] : [80, 40000]
    let header = ports.flatMap(bytes) + bytes(UInt16(8 + data.count)) + [0, 0]
    return ip(17, isForward: isForward, header + data, moment: moment)
  }

  /// Port unreachable, about a datagram in the other direction.
  package static func portUnreachable(isForward: Bool, moment: Int64 = 0) -> Frame {
    let about = udp(isForward: !isForward, []).bytes.dropFirst(14)
    return ip(1, isForward: isForward, [3, 3, 0, 0, 0, 0, 0, 0] + about, moment: moment)
  }

  /// Who has 10.0.0.2?
  package static let addressRequest = Frame(
    moment: 0,
    bytes: [UInt8](repeating: 0xff, count: 12) + [8, 6, 0, 1, 8, 0, 6, 4, 0, 1] + [UInt8](repeating: 0, count: 20),
    sender: nil)

  private static func ip(
    _ number: UInt8, isForward: Bool, _ data: [UInt8], moment: Int64, fate: Frame.Fate = .passed
  ) -> Frame {
    let ends: [[UInt8]] = [[10, 0, 0, 1], [10, 0, 0, 2]]
    let addresses = (isForward ? ends : ends.reversed()).flatMap { $0 }
    let header = [0x45, 0] + bytes(UInt16(20 + data.count)) + [0, 1, 0x40, 0, 64, number, 0, 0] + addresses
    let link = [UInt8](repeating: 0, count: 12) + [8, 0]
    return Frame(moment: moment, bytes: link + header + data, sender: isForward ? "client" : "server", fate: fate)
  }

  private static func bytes<T: FixedWidthInteger & UnsignedInteger>(_ number: T) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
  }

  // The flags of TCP.
  package static let fin: UInt16 = 1, syn: UInt16 = 2, rst: UInt16 = 4, psh: UInt16 = 8, ack: UInt16 = 16

  /// The three segments of a handshake, a millisecond apart.
  package static var handshake: [Frame] {
    let options: [UInt8] = [2, 4, 5, 0xb4, 1, 3, 3, 7, 4, 2, 0, 0]
    return [
      tcp(isForward: true, syn, sequence: 0, options: options, moment: 1_000_000),
      tcp(isForward: false, syn | ack, sequence: 0, acknowledgment: 1, options: options, moment: 2_000_000),
      tcp(isForward: true, ack, sequence: 1, acknowledgment: 1, moment: 3_000_000),
    ]
  }

  /// `ping` from the client.
  package static func ping(moment: Int64 = 10_000_000, fate: Frame.Fate = .passed) -> Frame {
    tcp(
      isForward: true, psh | ack, sequence: 1, acknowledgment: 1, data: Array("ping".utf8), moment: moment, fate: fate)
  }

  /// `frame` as a router passes it on a moment later: one hop less is left.
  package static func forwarded(_ frame: Frame, fate: Frame.Fate = .passed) -> Frame {
    var bytes = frame.bytes
    bytes[22] -= 1
    return Frame(moment: frame.moment + 100_000, bytes: bytes, sender: "router", fate: fate)
  }

  /// A rule of the cable that dropped a frame.
  package static let dropped = Frame.Fate(
    isDropped: true, rules: [Frame.StruckRule(number: 1, text: "drop next SYN,ACK")])
}
