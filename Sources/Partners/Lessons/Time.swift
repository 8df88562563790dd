import Glibc

extension Partner {
  static let time = Partner(
    "time", "Sends the time as text to each client, and closes.",
    korean: "클라이언트마다 시각을 텍스트로 보내고 닫습니다.",
    examples: [
      "socket c tcp = fd",
      "connect c {srv} = 0",
      #"recvuntil c "\r\n" = *"#,
      "recv c = 0",
    ]
  ) { server in
    server.oneByOne { client in
      client.send(Clock.now(as: "%a %b %e %H:%M:%S %Y") + "\r\n")
      client.close()
    }
  }
}

enum Clock {
  /// The local time in a form of strftime(3).
  static func now(as form: String) -> String { text(form) { localtime_r($0, $1) } }

  /// The time as HTTP writes it (RFC 9110 section 5.6.7).
  static func nowInHTTP() -> String { text("%a, %d %b %Y %H:%M:%S GMT") { gmtime_r($0, $1) } }

  private static func text(
    _ form: String, _ split: (UnsafePointer<time_t>, UnsafeMutablePointer<tm>) -> UnsafeMutablePointer<tm>?
  ) -> String {
    var seconds = Glibc.time(nil), parts = tm()
    _ = split(&seconds, &parts)
    var buffer = [UInt8](repeating: 0, count: 64)
    let length = buffer.withUnsafeMutableBytes { strftime($0.baseAddress, $0.count, form, &parts) }
    return String(decoding: buffer.prefix(length), as: UTF8.self)
  }
}
