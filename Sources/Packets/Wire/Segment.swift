/// A packet of a session: a segment of TCP, a datagram of UDP or a message of ICMP, with what the packets before it say
/// of it, and whose it is.
package struct Segment: Sendable {
  /// Counted from 1 in the session.
  package let number: Int
  /// When it was seen, in nanoseconds from the session's start.
  package let moment: Int64
  package var frame: Frame
  package let packet: Packet
  /// nil where it is no segment of TCP.
  package let numbers: TCPNumbers?
  package let source, destination: End

  /// One end of it.
  package struct End: Sendable, Equatable {
    /// How it is named: the host, or else the handle, or else the address.
    package let name: String
    /// The handle whose socket it is; nil where that is none of this session, or is not known.
    package let handle: String?

    package init(name: String, handle: String?) { (self.name, self.handle) = (name, handle) }
  }

  package init(
    number: Int, moment: Int64, frame: Frame, packet: Packet, numbers: TCPNumbers?, source: End, destination: End
  ) {
    (self.number, self.moment, self.frame, self.packet) = (number, moment, frame, packet)
    (self.numbers, self.source, self.destination) = (numbers, source, destination)
  }

  /// In Wireshark's words; between the parts a line may be broken.
  package func words(isRaw: Bool) -> PacketWords { PacketWords(packet, numbers, isRaw: isRaw) }
}
