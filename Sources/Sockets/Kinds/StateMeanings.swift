import Text

extension SocketState {
  /// What the state means for the owner of the socket. See RFC 9293 section 3.3.2.
  package func meaning(_ isTCP: Bool, in language: Language = .english) -> String {
    switch language {
    case .english: english(isTCP)
    case .korean: korean(isTCP)
    }
  }

  private func english(_ isTCP: Bool) -> String {
    switch self {
    case .established: isTCP ? "the connection is open in both directions" : "it has a peer, to which send sends"
    case .synSent: "its SYN has gone out, and no answer has come yet"
    case .synReceived, .newSynReceived:
      "a SYN came and was answered; the ACK that ends the handshake has not arrived yet"
    case .finWait1: "this end has sent FIN, which the other has not acknowledged yet"
    case .finWait2: "this end has sent FIN; the other end has acknowledged it, and may still send"
    case .timeWait:
      "both ends have sent FIN, and this end has acknowledged the other's; the kernel keeps the port, so that late "
        + "segments do no harm"
    case .closed: "it has no connection and no address"
    case .closeWait: "the other end has sent FIN and sends no more; this end may still send, and has yet to close"
    case .lastAck: "both ends have sent FIN; the ACK for this end's FIN has not arrived yet"
    case .listen: "it takes connections into its queue; accept takes them out"
    case .closing:
      "the other end's FIN came after this end had sent its own, whose ACK has not arrived yet"
    case .bound:
      isTCP ? "it has an address; it neither listens nor is connected" : "it has an address, and no peer"
    case .unconnected: "it has neither an address nor a peer"
    case .open: "it is a descriptor, not a socket"
    }
  }

  private func korean(_ isTCP: Bool) -> String {
    switch self {
    case .established: isTCP ? "연결이 양방향으로 열려 있습니다" : "상대방이 정해져 있어 send가 그리로 보냅니다"
    case .synSent: "SYN을 보냈고, 응답은 아직 오지 않았습니다"
    case .synReceived, .newSynReceived: "SYN이 와서 응답했고, 연결 설정을 끝내는 ACK는 아직 오지 않았습니다"
    case .finWait1: "이쪽이 FIN을 보냈고, 상대방의 ACK는 아직 오지 않았습니다"
    case .finWait2: "이쪽이 FIN을 보내고 ACK를 받았습니다. 상대방은 아직 보낼 수 있습니다"
    case .timeWait:
      "양쪽 모두 FIN을 보냈고, 이쪽은 상대방의 FIN에 ACK를 보냈습니다. 늦게 온 세그먼트가 해를 끼치지 않도록 "
        + "커널이 포트를 잡아 둡니다"
    case .closed: "연결도 주소도 없습니다"
    case .closeWait: "상대방이 FIN을 보냈고 더는 보내지 않습니다. 이쪽은 아직 보낼 수 있고, 닫을 일이 남았습니다"
    case .lastAck: "양쪽 모두 FIN을 보냈고, 이쪽 FIN에 대한 ACK는 아직 오지 않았습니다"
    case .listen: "연결을 받아 대기열에 넣습니다. accept가 꺼냅니다"
    case .closing: "이쪽이 FIN을 보낸 뒤에 상대방의 FIN이 왔고, 이쪽 FIN에 대한 ACK는 아직 오지 않았습니다"
    case .bound: isTCP ? "주소는 있지만 LISTEN도 아니고 연결도 없습니다" : "주소는 있고, 상대방은 정해져 있지 않습니다"
    case .unconnected: "주소도 상대방도 없습니다"
    case .open: "소켓이 아닌 디스크립터입니다"
    }
  }
}
