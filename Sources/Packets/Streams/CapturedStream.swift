/// A connection of TCP, or a conversation of UDP, in a capture.
package struct CapturedStream: Sendable {
  package let isTCP: Bool
  /// The end that sent first. Of a connection whose handshake was captured, that is the client.
  package let client, server: PacketEnd
  package fileprivate(set) var packets = 0
  /// The bytes that the client sent, and those that the server sent, each counted once.
  package fileprivate(set) var sent = 0, received = 0
  /// What was said, in the order in which it was captured.
  package fileprivate(set) var events: [Event] = []
  private var forward = StreamAssembly(), backward = StreamAssembly()

  package struct Event: Sendable, Equatable {
    package let isFromClient: Bool
    package let kind: Kind
    /// That of the packet, counted from 1.
    package let packet: Int
  }

  package enum Kind: Sendable, Equatable {
    case data([UInt8])
    case end
    case reset
    /// That many bytes were not captured.
    case missing(Int)
  }

  fileprivate init(_ flow: Flow, isTCP: Bool) { (client, server, self.isTCP) = (flow.source, flow.destination, isTCP) }

  fileprivate mutating func take(_ packet: Packet, isForward: Bool, number: Int) {
    packets += 1
    var kinds: [Kind] = []
    if case .tcp(let header) = packet.transport {
      if header.flags.intersection([.syn, .ack]) == .syn, isBroken { beginAgain() }
      kinds = isForward ? forward.take(header, packet) : backward.take(header, packet)
    } else if packet.data.count < packet.dataLength {
      kinds = [.missing(packet.dataLength - packet.data.count)]
    } else {
      kinds = [.data(Array(packet.data))]
    }
    for kind in kinds { add(kind, isForward, number) }
  }

  /// Whether an RST has ended it before anything was said.
  private var isBroken: Bool { !events.isEmpty && events.allSatisfy { $0.kind == .reset } }

  /// Whether the server has answered the SYN with an RST, and never with a SYN of its own.
  package var isRefused: Bool {
    isBroken && forward.first != nil && backward.first == nil && events.contains { !$0.isFromClient }
  }

  /// The SYN is sent again after an RST.
  private mutating func beginAgain() { (forward, backward, events) = (StreamAssembly(), StreamAssembly(), []) }

  private mutating func add(_ kind: Kind, _ isForward: Bool, _ number: Int) {
    if case .data(let bytes) = kind {
      if isForward { sent += bytes.count } else { received += bytes.count }
    }
    events.append(Event(isFromClient: isForward, kind: kind, packet: number))
  }

  /// Tells what was still waiting for earlier bytes when the capture ended.
  fileprivate mutating func end(at number: Int) {
    for kind in forward.end() { add(kind, true, number) }
    for kind in backward.end() { add(kind, false, number) }
  }

  /// Whether a SYN of these addresses begins another connection.
  fileprivate func isOver(_ header: TCPHeader, isForward: Bool) -> Bool {
    guard header.flags.intersection([.syn, .ack]) == .syn else { return false }
    return (isForward ? forward : backward).first.map { $0 != header.sequence &+ 1 } ?? false
  }
}

extension CapturedStream {
  /// The streams of a capture, in the order in which they begin.
  package static func all(of file: CaptureFile) -> [CapturedStream] {
    var (streams, places) = ([CapturedStream](), [Flow: Int]())
    for index in file.packets.indices {
      guard let packet = file.packet(index), let flow = packet.flow, let isTCP = packet.isTCP else { continue }
      let known = places[flow] ?? places[flow.mirrored]
      if let known, !packet.begins(anotherThan: streams[known], flow) {
        streams[known].take(packet, isForward: streams[known].client == flow.source, number: index + 1)
        continue
      }
      (places[flow], places[flow.mirrored]) = (streams.count, nil)
      // The end that answers a SYN is the server, also where the SYN was not captured.
      let isAnswer = packet.flags?.isSuperset(of: [.syn, .ack]) ?? false
      var stream = CapturedStream(isAnswer ? flow.mirrored : flow, isTCP: isTCP)
      stream.take(packet, isForward: !isAnswer, number: index + 1)
      streams.append(stream)
    }
    for index in streams.indices { streams[index].end(at: file.packets.count) }
    return streams
  }
}

extension Packet {
  /// Whether it is of TCP, or of UDP; nil for what is neither.
  fileprivate var isTCP: Bool? {
    switch transport {
    case .tcp: true
    case .udp: false
    default: nil
    }
  }

  fileprivate func begins(anotherThan stream: CapturedStream, _ flow: Flow) -> Bool {
    guard case .tcp(let header) = transport else { return false }
    return stream.isOver(header, isForward: stream.client == flow.source)
  }
}
