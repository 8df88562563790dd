import Glibc
import Sockets
import Text

extension Partner {
  static let timeUDP = Partner(
    "time-udp", "Answers each datagram with the time as text.",
    korean: "데이터그램마다 시각을 텍스트로 답합니다.", transport: .udp,
    examples: [
      "socket c udp = fd",
      #"sendto c "what time is it?" {srv} = 16"#,
      "recvfrom c = * from {srv}",
    ]
  ) { server in
    while true { server.answerDatagram { _ in Clock.now(as: "%a %b %e %H:%M:%S %Y") + "\r\n" } }
  }
}

extension Server {
  /// Waits for a datagram, and sends its sender what `answer` makes of it.
  func answerDatagram(_ answer: ([UInt8]) -> String) {
    var buffer = [UInt8](repeating: 0, count: 65536)
    var received = Received()
    let count = received.takeAddress { recvfrom(socket, &buffer, buffer.count, 0, $0, $1) }
    guard count >= 0, let sender = received.address else { return log.write("recvfrom: \(Errno(errno).symbol)") }
    let reply = Array(answer(Array(buffer.prefix(count))).utf8)
    let sent = sender.withSockaddr { sendto(socket, reply, reply.count, 0, $0, $1) }
    log.write(
      sent < 0
        ? "sendto \(sender): \(Errno(errno).symbol)"
        : log.language.text(
          "\(sender): \(Plural.bytes(count)) came, \(sent) sent back",
          korean: "\(sender): \(count)바이트가 와서 \(sent)바이트를 답함"))
  }
}
