import Glibc
import Sockets
import Text

extension Partner {
  static let timeUDP = Partner(
    "time-udp", "Answers each datagram with the time as text.", transport: .udp,
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
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    withUnsafeMutablePointer(to: &storage) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { sender in
        let count = recvfrom(socket, &buffer, buffer.count, 0, sender, &length)
        guard count >= 0 else { return log.write("recvfrom: \(Errno(errno).symbol)") }
        let reply = Array(answer(Array(buffer.prefix(count))).utf8)
        let sent = sendto(socket, reply, reply.count, 0, sender, length)
        let address = SocketAddress(UnsafeRawBufferPointer(start: sender, count: Int(length)), length: Int(length))
        let name = address.map { "\($0)" } ?? "a client"
        log.write(
          sent < 0
            ? "sendto \(name): \(Errno(errno).symbol)" : "\(name): \(Plural.bytes(count)) came, \(sent) sent back")
      }
    }
  }
}
