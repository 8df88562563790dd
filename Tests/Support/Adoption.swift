import Foundation
import Glibc
import Sockets

/// What tests of `adopt` need.
package enum Adoption {
  /// Whether this process may take descriptors of its children: some containers forbid it.
  package static let isPossible: Bool = {
    let own = Processes.open(getpid())
    guard own >= 0 else { return false }
    defer { close(own) }
    let taken = Processes.take(own, of: own)
    guard taken >= 0 else { return false }
    close(taken)
    return true
  }()

  /// Code of a peer that lets every process trace it, where Yama would not, and opens a listener, a connection to it,
  /// and the accepted socket with five bytes unread. It says their three numbers and the port.
  package static let peer = """
    import ctypes
    ctypes.CDLL(None).prctl(0x59616d61, ctypes.c_ulong(-1))
    s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(7)
    c = socket.create_connection(s.getsockname()); a, _ = s.accept(); a.setblocking(False)
    a.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1); a.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 6000)
    c.send(b'hello')
    say(s.fileno()); say(c.fileno()); say(a.fileno()); say(s.getsockname()[1])
    say(a.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF))
    """
}
