import Commands
import Foundation
import Glibc
import Support
import Testing

/// Options that were set here, read by a Python program that inherits the descriptor.
@Suite struct OptionsReadByPythonTests {
  private static let script = """
    import socket, struct, sys
    s = socket.socket(fileno=int(sys.argv[1]))
    print(s.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF))
    print(s.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR))
    print(*struct.unpack('ii', s.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)))
    print(*struct.unpack('qq', s.getsockopt(socket.SOL_SOCKET, 20, 16)))
    print(s.getsockopt(socket.SOL_TCP, socket.TCP_CONGESTION, 16).split(b'\\0')[0].decode())
    print(s.getsockopt(socket.SOL_TCP, socket.TCP_KEEPIDLE), s.getsockopt(socket.SOL_TCP, socket.TCP_USER_TIMEOUT))
    print(s.getsockopt(socket.SOL_IP, socket.IP_TTL), s.getsockopt(socket.SOL_IP, 10), socket.inet_ntoa(s.getsockopt(socket.SOL_IP, socket.IP_MULTICAST_IF, 4)))
    s.detach()
    """

  /// The number under which python3 has the descriptor.
  private static let inherited: Int32 = 100

  /// Runs python3 with a copy of DESCRIPTOR, which Foundation's Process would close.
  private func python(_ arguments: [String], with descriptor: Int32) throws -> String? {
    guard let path = Program.find("python3") else { return nil }
    let output = try Scratch.file()
    defer { try? FileManager.default.removeItem(at: output) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, output.path, O_WRONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, descriptor, Self.inherited)
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    try #require(posix_spawn(&child, path, &actions, nil, &words, environ) == 0)
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    #expect(status == 0)
    return try String(contentsOf: output, encoding: .utf8)
  }

  @Test func pythonReadsWhatWasSet() throws {
    let play = Play()
    try play.run("socket a tcp")
    for words in [
      "SO_RCVBUF 4096", "SO_REUSEADDR on", "SO_LINGER on 5s", "SO_RCVTIMEO 1500ms", "TCP_CONGESTION reno", "TCP_KEEPIDLE 61",
      "TCP_USER_TIMEOUT 5s", "IP_TTL 9",
      "IP_MTU_DISCOVER IP_PMTUDISC_DO",
    ] { #expect(try play.run("setsockopt a " + words).exchanges.last?.answer?.result == 0) }
    let descriptor = play.table[try #require(play.table.find("a"))].descriptor
    guard let text = try python(["-c", Self.script, "\(Self.inherited)"], with: descriptor) else { return }
    #expect(text.split(separator: "\n").map(String.init) == ["8192", "1", "1 5", "1 500000", "reno", "61 5000", "9 2 0.0.0.0"])
  }
}
