import ArgumentParser
import Glibc
import Reports
import Runner
import Sockets

/// `sockplay view-server`: serves the page of a session to browsers on this machine. `--view` starts it as a process of its
/// own, so that nothing a client does reaches the session, and the session has none of its sockets.
///
/// Its standard input tells of each new page, a byte before it is written and one after that; once it is closed, the
/// session is over. The page lies in a memory file, its standard error. Its standard output says the address.
struct ViewServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "view-server", shouldDisplay: false)

  func run() throws {
    guard let listener = Self.listener() else {
      Output(descriptor: Output.standardOutput).write("\(Errno(errno).text)\n")
      throw Ended(code: Verdict.couldNotRun.rawValue)
    }
    let token = (0..<16).map { _ in String(UInt8.random(in: 16...255), radix: 16) }.joined()
    Output(descriptor: Output.standardOutput).write("http://127.0.0.1:\(listener.port)/\(token)/\n")
    close(Output.standardOutput)
    var server = ViewServer(listener.descriptor, token: token)
    server.run()
  }

  /// A listener on a free port of this machine; nil with errno if there is none.
  private static func listener() -> (descriptor: Int32, port: UInt16)? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    var address = sockaddr_in()
    (address.sin_family, address.sin_addr.s_addr) = (sa_family_t(AF_INET), INADDR_LOOPBACK.bigEndian)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard bind(descriptor, address, length) == 0, listen(descriptor, 16) == 0 else { return Int32(-1) }
        return getsockname(descriptor, address, &length)
      }
    }
    return descriptor >= 0 && result == 0 ? (descriptor, UInt16(bigEndian: address.sin_port)) : nil
  }
}
