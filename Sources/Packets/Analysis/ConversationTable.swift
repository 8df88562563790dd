/// All connections of a capture. It is asked about each packet in order.
package struct ConversationTable: Sendable {
  private var connections: [Flow: TCPConversation] = [:]

  package init() {}

  /// How many connections it has.
  package var count: Int { connections.count }

  /// Takes the next packet.
  ///
  /// - Parameters:
  ///   - number: The packet's, counted from 1.
  ///   - time: When it was captured, in nanoseconds.
  ///   - isForwarded: Whether a router passed on a packet that was taken before: it says nothing new.
  /// - Returns: nil where it is no segment of TCP.
  package mutating func take(_ packet: Packet, number: Int, time: Int64, isForwarded: Bool = false) -> TCPNumbers? {
    guard case .tcp(let header) = packet.transport, let flow = packet.flow else { return nil }
    let isForward = connections[flow] != nil || connections[flow.mirrored] == nil
    let key = isForward ? flow : flow.mirrored
    // How long the whole segment is, its first fragment does not say, so it is compared with nothing, as by Wireshark.
    if packet.isFragment || isForwarded { return connections[key]?.numbers(of: header, isForward: isForward) }
    guard var conversation = connections[key], !conversation.isOver(header, isForward: isForward) else {
      return begin(header, packet, number, time, flow)
    }
    defer { connections[key] = conversation }
    return conversation.take(header, length: packet.dataLength, number: number, time: time, isForward: isForward)
  }

  /// Begins a connection with its first packet.
  private mutating func begin(_ header: TCPHeader, _ packet: Packet, _ number: Int, _ time: Int64, _ flow: Flow)
    -> TCPNumbers
  {
    let isReused = connections[flow] != nil || connections.removeValue(forKey: flow.mirrored) != nil
    var conversation = TCPConversation()
    let numbers = conversation.take(
      header, length: packet.dataLength, number: number, time: time, isForward: true)
    connections[flow] = conversation
    return isReused ? numbers.adding(.portsReused) : numbers
  }
}

extension TCPNumbers {
  fileprivate func adding(_ remark: SegmentRemark) -> TCPNumbers {
    TCPNumbers(
      sequence: sequence, acknowledgment: acknowledgment, window: window,
      acknowledgmentBase: acknowledgmentBase, scale: scale, remarks: remarks + [remark], isForward: isForward)
  }
}
