/// What a browser asks the server of a view for.
enum ViewRequest: Equatable {
  case page
  /// The stream that tells each new state of the page.
  case events
  /// Something that is not here; also whatever is not HTTP.
  case unknown

  /// The most bytes that a request may have.
  static let longest = 8192

  /// - Parameter bytes: What has come so far.
  /// - Parameter token: What the path begins with, which nobody can guess.
  /// - Returns: nil while the request is not whole.
  init?(_ bytes: [UInt8], token: String) {
    guard bytes.starts(with: Array("GET ".utf8).prefix(bytes.count)), bytes.count <= Self.longest else {
      self = .unknown
      return
    }
    guard Self.isWhole(bytes) else { return nil }
    let line = bytes.prefix { $0 != 0x0d && $0 != 0x0a }.split(separator: 0x20, omittingEmptySubsequences: false)
    guard line.count == 3, line[2].starts(with: Array("HTTP/1.".utf8)) else {
      self = .unknown
      return
    }
    switch String(decoding: line[1], as: UTF8.self) {
    case "/\(token)/": self = .page
    case "/\(token)/events": self = .events
    default: self = .unknown
    }
  }

  /// Whether the empty line has come that ends a request.
  private static func isWhole(_ bytes: [UInt8]) -> Bool {
    var line = 0
    for byte in bytes where byte != 0x0d {
      if byte == 0x0a, line == 0 { return true }
      line = byte == 0x0a ? 0 : line + 1
    }
    return false
  }

  /// The whole answer with `page`, or the beginning of one that goes on.
  func answer(_ page: [UInt8]) -> [UInt8] {
    let common = "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n"
    switch self {
    case .page:
      let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: \(page.count)\r\n"
      return Array((head + common + "Connection: close\r\n\r\n").utf8) + page
    case .events:
      let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
      return Array((head + common + "Connection: close\r\n\r\n").utf8)
    case .unknown:
      return Array(("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n" + common + "Connection: close\r\n\r\n").utf8)
    }
  }

  /// `page` as an event of a stream, each line of it as a line of data.
  static func event(_ page: [UInt8]) -> [UInt8] {
    var event: [UInt8] = []
    for line in page.split(separator: 0x0a, omittingEmptySubsequences: false) {
      event += Array("data: ".utf8) + line + [0x0a]
    }
    return event + [0x0a]
  }
}
