import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let reset = Command(
    name: "reset", group: .opening, parameters: [.handle],
    summary: "Close with RST in place of FIN.",
    manual: "Two calls: setsockopt(SO_LINGER) with a linger time of 0, then close. Nothing is left of the socket, and the other end's next call fails with ECONNRESET.",
    examples: ["socket a tcp = fd", "reset a = 0 [a CLOSED]"]
  ) { (words, table) throws(Diagnostic) in
    let id = try words.openHandle(0)
    let descriptor = table[id].descriptor
    let linger = Invocation(
      Call(
        "setsockopt", .descriptor(descriptor), .symbol("SOL_SOCKET"), .symbol("SO_LINGER"), .linger(on: true, seconds: 0),
        .integer(MemoryLayout<linger>.size)), on: id
    ) { _ in
      var value = Glibc.linger(l_onoff: 1, l_linger: 0)
      return Int(setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size)))
    }
    return .calls([linger, .close(id, descriptor)])
  }
}
