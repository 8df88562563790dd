import Glibc

extension Partner {
  static let stuck = Partner(
    "stuck", "Accepts and never reads: its receive buffer fills, and the window closes.",
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
