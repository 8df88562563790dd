extension SocketState {
  /// What the state means for the owner of the socket. See RFC 9293 section 3.3.2.
  package func meaning(_ isTCP: Bool) -> String {
    switch self {
    case .established: isTCP ? "both ends may send and receive" : "it has a peer, to which send sends"
    case .synSent: "its SYN has gone out, and no answer has come yet"
    case .synReceived, .newSynReceived:
      "a SYN came and was answered; the ACK that ends the handshake has not arrived yet"
    case .finWait1: "this end has sent FIN, which the other has not acknowledged yet"
    case .finWait2: "this end has sent FIN; the other end has acknowledged it, and may still send"
    case .timeWait: "both ends have closed; the kernel keeps the port, so that late segments do no harm"
    case .closed: "it has no connection and no address"
    case .closeWait: "the other end has sent FIN and sends no more; this end may still send, and has yet to close"
    case .lastAck: "both ends have sent FIN; the ACK for this end's FIN has not arrived yet"
    case .listen: "it takes connections into its queue; accept takes them out"
    case .closing: "both ends have sent FIN at the same time; the ACK for this end's FIN has not arrived yet"
    case .bound:
      isTCP ? "it has an address; it neither listens nor is connected" : "datagrams for its address reach it"
    case .unconnected: "it has neither an address nor a peer"
    case .open: "it is a descriptor, not a socket"
    }
  }
}
