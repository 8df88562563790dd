import Glibc

extension Partner {
  static let stuck = Partner(
    "stuck", "Accepts and never reads, so that its window closes.",
    korean: "연결만 받아들이고 읽지 않습니다. 그래서 윈도우가 닫힙니다.",
    examples: [
      "socket c tcp = fd",
      "connect c {srv} = 0",
      "sendall c fill:32M = timeout within 500ms",
      "? c.unsent > 10000",
    ]
  ) { server in
    server.inThreads { _ in while true { pause() } }
  }
}
