extension SocketState {
  /// Whether this end has sent its FIN, or is about to, and the other end has not acknowledged it.
  package var hasUnacknowledgedFIN: Bool { self == .finWait1 || self == .closing || self == .lastAck }

  /// Whether the other end's FIN has come, which the kernel counts as one unread byte (`ss`, sock_diag(7)).
  package var hasReceivedFIN: Bool { self == .closeWait || self == .lastAck || self == .closing || self == .timeWait }

  /// How many bytes are not acknowledged, when the kernel counts `count`: a FIN takes a sequence number, and the kernel
  /// counts it as one byte more (SIOCOUTQ, `ss`, sock_diag(7)).
  package func bytes(unsent count: Int) -> Int { max(0, hasUnacknowledgedFIN ? count - 1 : count) }
}
