import Glibc
import SessionLanguage
import Sockets
import Text

/// A connection that a partner has accepted. It is closed by whoever serves it.
struct Client: Sendable {
  let descriptor: Int32
  /// The address of the other end.
  let name: String
  let log: Log

  /// The most bytes that one call takes.
  static let most = 4096

  /// What has come, at least a byte; nil at the end of the data and after an error, which is logged.
  func receive(_ most: Int = most) -> [UInt8]? {
    switch take(most) {
    case .data(let bytes): return bytes
    case .end: say("end of data", korean: "데이터 끝")
    case .failed(let error): say("recv: \(error.symbol)")
    }
    return nil
  }

  enum Taken {
    case data([UInt8]), end
    case failed(Errno)
  }

  /// What comes next.
  func take(_ most: Int) -> Taken {
    var buffer = [UInt8](repeating: 0, count: most)
    let count = recv(descriptor, &buffer, most, 0)
    if count < 0 { return .failed(Errno(errno)) }
    return count == 0 ? .end : .data(Array(buffer.prefix(count)))
  }

  /// Sends all of `bytes`.
  /// - Returns: false after an error, which is logged.
  @discardableResult
  func send(_ bytes: some Collection<UInt8>, flags: Int32 = 0) -> Bool {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, flags | Int32(MSG_NOSIGNAL))
      }
      guard sent >= 0 else {
        say("send: \(Errno(errno).symbol)")
        return false
      }
      rest = rest.dropFirst(sent)
    }
    return true
  }

  @discardableResult
  func send(_ text: String) -> Bool { send(text.utf8) }

  /// Sends as many of `bytes` as there is room for.
  /// - Returns: how many that are; nil after an error, which is logged.
  func offer(_ bytes: ArraySlice<UInt8>) -> Int? {
    let sent = bytes.withUnsafeBytes {
      Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
    }
    if sent >= 0 { return sent }
    let error = Errno(errno)
    if error.rawValue == EAGAIN { return 0 }
    say("send: \(error.symbol)")
    return nil
  }

  /// Closes the connection.
  func close() {
    Glibc.close(descriptor)
    say("closed", korean: "닫음")
  }

  /// Ends the connection with a RST: what is unsent is thrown away, see SO_LINGER in socket(7).
  func reset() {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    Glibc.close(descriptor)
    say("reset", korean: "RST로 끊음")
  }

  /// Takes and drops what comes, until the client is done.
  func drain() { while receive() != nil {} }

  /// - Parameter korean: The same in Korean; nil for what is no language.
  func say(_ text: String, korean: String? = nil) {
    log.write("\(name): \(log.language.text(text, korean: korean ?? text))")
  }

  /// Logs `bytes`, of a long message the beginning.
  func say(_ what: String, korean: String, _ bytes: [UInt8]) {
    let shown = Literal.text(bytes.prefix(Self.shown)) + (bytes.count > Self.shown ? " …" : "")
    say("\(what) \(Plural.bytes(bytes.count)): \(shown)", korean: "\(bytes.count)바이트 \(korean): \(shown)")
  }

  private static let shown = 60
}

/// Lines of text from a client, each without its end.
struct ClientLines {
  private let client: Client
  /// What has come after the last line.
  private(set) var rest: [UInt8] = []

  /// The longest line, in bytes.
  static let longest = 8192

  init(_ client: Client) { self.client = client }

  /// The next line; nil at the end, and when a line is too long.
  mutating func next() -> String? {
    while true {
      if let end = rest.firstIndex(of: 0x0a) {
        let line = rest[..<end]
        rest.removeSubrange(...end)
        return String(decoding: line.last == 0x0d ? line.dropLast() : line, as: UTF8.self)
      }
      guard rest.count <= Self.longest, let more = client.receive() else { return nil }
      rest += more
    }
  }
}
