import Sockets

/// The states of TCP and what leads from one to the next, as figure 5 of RFC 9293 draws them, with Linux's names.
enum StateDiagram {
  /// The diagram, with a star on each side of the states in `seen`.
  static func lines(seen: Set<SocketState>) -> [String] {
    let names = seen.map { $0 == .bound ? SocketState.closed.name : $0.name }
    return figure.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      names.reduce(String(line)) { $0.replacing("| \($1) |", with: "|*\($1)*|") }
    }
  }

  private static let figure = """
                              +--------+
          listen              | CLOSED |             connect: send SYN
     .------------------------+--------+------------------------.
     v                                                          v
    +--------+    recv SYN:     +----------+    recv SYN:    +----------+
    | LISTEN |----------------->| SYN_RECV |<----------------| SYN_SENT |
    +--------+  send SYN,ACK    +----------+   send SYN,ACK  +----------+
                                     |                          |
                            recv ACK |                          | recv SYN,ACK:
                                     v                          | send ACK
                              +-------------+                   |
                              | ESTABLISHED |<------------------'
                              +-------------+
            close: send FIN     |         |     recv FIN: send ACK
     .--------------------------'         '---------------------.
     v                                                          v
    +-----------+  recv FIN: send ACK   +---------+      +------------+
    | FIN_WAIT1 |---------------------->| CLOSING |      | CLOSE_WAIT |
    +-----------+                       +---------+      +------------+
      |       |                              |                  | close:
      |       | recv FIN,ACK: send ACK       | recv ACK         | send FIN
      |       |                              v                  v
      |       |                       +-----------+        +----------+
      |       '---------------------->| TIME_WAIT |        | LAST_ACK |
      | recv ACK                      +-----------+        +----------+
      v                                ^     | 60 s             | recv ACK
    +-----------+  recv FIN: send ACK  |     v                  v
    | FIN_WAIT2 |----------------------'   CLOSED             CLOSED
    +-----------+
    """
}
