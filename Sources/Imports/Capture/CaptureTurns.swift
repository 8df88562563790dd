import Packets
import SessionLanguage

/// The events of a stream as the calls of one of its sides.
struct CaptureTurns {
  private let stream: CapturedStream
  private let isClient: Bool
  private var lines: [String] = []
  /// What one side has sent since the other one did.
  private var turn: (isOwn: Bool, bytes: [UInt8])?
  private var isClosed = false
  private var hasOwnEnd = false

  init(_ stream: CapturedStream, isClient: Bool) { (self.stream, self.isClient) = (stream, isClient) }

  private var name: String { isClient ? "cli" : stream.isTCP ? "conn" : "srv" }
  private var isV6: Bool { if case .v6 = stream.server.address { true } else { false } }

  /// - Throws: That a part of what the side sends was not captured.
  mutating func allLines() throws(ImportProblem) -> [String] {
    open()
    if stream.isRefused { return lines + ["close \(name) = 0"] }
    for event in stream.events {
      let isOwn = event.isFromClient == isClient
      switch event.kind {
      case .data(let bytes): take(bytes, isOwn)
      case .missing(let count): try miss(count, isOwn, event)
      case .end: end(isOwn)
      case .reset: reset(isOwn)
      }
    }
    flush()
    if !isClosed { lines.append("close \(name) = 0") }
    if !isClient, stream.isTCP { lines.append("close srv = 0") }
    return lines
  }

  private mutating func open() {
    let kind = (stream.isTCP ? "tcp" : "udp") + (isV6 ? "6" : "")
    if isClient {
      lines += ["socket cli \(kind) = fd", "connect cli {ADDRESS} = \(stream.isRefused ? "-1 ECONNREFUSED" : "0")"]
      return
    }
    lines += ["socket srv \(kind) = fd"]
    if stream.isTCP { lines += ["setsockopt srv SO_REUSEADDR on = 0"] }
    lines += ["bind srv {ADDRESS} = 0"]
    if stream.isTCP { lines += ["listen srv 5 = 0", "accept srv conn = fd"] }
  }

  private mutating func take(_ bytes: [UInt8], _ isOwn: Bool) {
    guard stream.isTCP else { return datagram(bytes, isOwn) }
    if turn?.isOwn != isOwn { flush() }
    turn = (isOwn, (turn?.bytes ?? []) + bytes)
  }

  /// Each datagram is a call.
  private mutating func datagram(_ bytes: [UInt8], _ isOwn: Bool) {
    if !isOwn { return receive(bytes) }
    let data = Literal.text(bytes)
    lines.append(isClient ? "send cli \(data) = \(bytes.count)" : "sendto srv \(data) {CLIENT} = \(bytes.count)")
  }

  private mutating func receive(_ bytes: [UInt8]) {
    let data = ImportedData.expected(bytes, isCut: false).map { " " + $0 } ?? ""
    let call = stream.isTCP ? "recvall \(name) \(bytes.count)" : "\(isClient ? "recv" : "recvfrom") \(name) 65535"
    lines.append("\(call) = \(bytes.count)\(data)")
  }

  /// The most bytes of one line.
  private static let mostSent = 16 << 10

  /// Writes what one side has said so far.
  private mutating func flush() {
    guard let (isOwn, bytes) = turn else { return }
    turn = nil
    if !isOwn { return receive(bytes) }
    for start in stride(from: 0, to: bytes.count, by: Self.mostSent) {
      let piece = bytes[start..<min(start + Self.mostSent, bytes.count)]
      lines.append("sendall \(name) \(Literal.text(piece)) = \(piece.count)")
    }
  }

  private mutating func miss(_ count: Int, _ isOwn: Bool, _ event: CapturedStream.Event) throws(ImportProblem) {
    guard !isOwn else {
      throw ImportProblem(
        "\(count) bytes that this side sent before packet \(event.packet) are not in the capture",
        help: "they cannot be made up: capture whole packets (tcpdump -s 0) from the start of the connection",
        korean: "\(event.packet)번째 패킷 전에 이쪽이 보낸 \(count)바이트가 캡처에 없습니다",
        koreanHelp: "지어낼 수는 없습니다. 연결의 처음부터 패킷 전체를 캡처하세요 (tcpdump -s 0)")
    }
    flush()
    lines += ["# \(count) bytes of the other side were not captured.", "recvall \(name) \(count) = \(count)"]
  }

  /// A FIN: of this side shutdown, or close where nothing follows; of the other one the end of file.
  private mutating func end(_ isOwn: Bool) {
    flush()
    if isOwn {
      hasOwnEnd = true
      lines.append("shutdown \(name) wr = 0")
    } else {
      lines.append("recv \(name) 64 = 0 EOF")
    }
  }

  private mutating func reset(_ isOwn: Bool) {
    flush()
    if isOwn, !isClosed {
      lines.append("reset \(name) = 0")
      isClosed = true
    } else if !isOwn, !isClosed {
      lines.append("# The other side has sent RST.")
    }
  }
}
