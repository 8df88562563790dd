import Sockets

/// The eleven states of RFC 9293, section 3.3.2.
enum TCPState: Int, Sendable, CaseIterable {
  case closed, listen, synSent, synReceived, established, finWait1, finWait2, closeWait, closing, lastAck, timeWait

  /// nil for a state that a TCP socket does not have.
  init?(_ state: SocketState) {
    switch state {
    // A socket that is bound has no connection: to the RFC it does not exist.
    case .closed, .bound: self = .closed
    case .listen: self = .listen
    case .synSent: self = .synSent
    case .synReceived, .newSynReceived: self = .synReceived
    case .established: self = .established
    case .finWait1: self = .finWait1
    case .finWait2: self = .finWait2
    case .closeWait: self = .closeWait
    case .closing: self = .closing
    case .lastAck: self = .lastAck
    case .timeWait: self = .timeWait
    case .unconnected, .open: return nil
    }
  }

  /// With Linux's name.
  var name: String {
    switch self {
    case .closed: SocketState.closed.name
    case .listen: SocketState.listen.name
    case .synSent: SocketState.synSent.name
    case .synReceived: SocketState.synReceived.name
    case .established: SocketState.established.name
    case .finWait1: SocketState.finWait1.name
    case .finWait2: SocketState.finWait2.name
    case .closeWait: SocketState.closeWait.name
    case .closing: SocketState.closing.name
    case .lastAck: SocketState.lastAck.name
    case .timeWait: SocketState.timeWait.name
    }
  }
}
