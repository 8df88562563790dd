import Handles
import Sockets
import Text

// What the kernel's count of unread bytes says. Of datagrams it is the length of the next one alone, however many there
// are: first_packet_length in net/ipv4/udp.c, unix_inq_len in net/unix/af_unix.c. With UDP_GRO several may have come as
// one.
extension SocketKind {
  /// Whether the count is that of one message.
  var countsNextMessage: Bool { isSocket && (type == .datagram || type == .raw) && !countsMemory }

  /// Whether the count is that of the memory that all unread messages use: netlink has no SIOCINQ.
  fileprivate var countsMemory: Bool { domain == .netlink }
}

extension Handle {
  private var mayMergeDatagrams: Bool { kind.isUDP && optionsSet["UDP_GRO"] != nil }

  /// Such as `3 bytes unread`, or `a datagram of 3 bytes unread`.
  func unreadText(_ count: Int) -> String {
    let bytes = Plural.bytes(count)
    if kind.countsMemory { return "unread messages, which use \(bytes) of memory" }
    guard kind.countsNextMessage else { return "\(bytes) unread" }
    return mayMergeDatagrams
      ? "\(bytes) of one or more datagrams unread" : "a \(kind.messageNoun) of \(bytes) unread"
  }

  /// The same as a sentence.
  func unreadSentence(_ count: Int) -> String {
    let bytes = Plural.bytes(count)
    if kind.countsMemory { return "messages have come and are unread: they use \(bytes) of memory" }
    if kind == .pipe { return "\(bytes) in the pipe \(Plural.is(count)) unread" }
    guard kind.countsNextMessage else {
      return "\(bytes) \(Plural.has(count)) come and \(Plural.is(count)) unread"
    }
    return mayMergeDatagrams
      ? "what it receives next has \(bytes), of one datagram or of several that came together (UDP_GRO)"
      : "the next \(kind.messageNoun) has \(bytes)"
  }
}
