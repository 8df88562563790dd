import Foundation
import Support
import Testing

/// The programs of a session's roles, each a process, play the session together.
@Suite(.waits, .enabled(if: Namespace.isPossible, "no network of one's own")) struct RoleProgramsTests {
  private static let session = """
    sockplay 1
    @isolated
    server> socket srv tcp = fd
    server> bind srv 127.0.0.1:30000 = 0
    server> listen srv 5 = 0
    client> socket cli tcp = fd
    client> connect cli {srv} = 0
    server> accept srv conn = fd
    client> send cli "Hello Bob" = 9
    server> recv conn 100 = 9 "Hello Bob"
    server> sendall conn "bye" = 3
    server> close conn = 0
    client> recv cli 3 MSG_WAITALL = 3 "bye"
    client> recv cli 100 = 0 EOF
    client> close cli = 0
    server> close srv = 0

    """

  private func export(_ role: String, _ language: String, of text: String = session) throws -> Program.Ended {
    try Scratch.folder { folder in
      try Data(text.utf8).write(to: folder.appendingPathComponent("a.session"))
      return try Program.run(["export", language, "--role", role, "a.session"], folder: folder)
    }
  }

  @Test func eachHasItsOwnCalls() throws {
    let server = try export("server", "c").output, client = try export("client", "c").output
    #expect(server.contains("accept(srv") && !server.contains("connect(") && !server.contains("cli"))
    #expect(client.contains("connect(cli") && !client.contains("listen(") && !client.contains("conn ="))
    #expect(client.contains("30000"), "\(client)")
  }

  /// A server in one language, and a client in another.
  @Test(.enabled(if: Program.find("cc") != nil && Program.find("python3") != nil)) func theyPlayTogether() throws {
    let server = try export("server", "c").output, client = try export("client", "python").output
    try Scratch.folder { folder in
      try Data(server.utf8).write(to: folder.appendingPathComponent("server.c"))
      try Data(client.utf8).write(to: folder.appendingPathComponent("client.py"))
      let cc = try #require(Program.find("cc"))
      let words = ["-Wall", "-Wextra", "-Werror", "-pthread", "-o", "server", "server.c"]
      #expect(try Program.run(words, of: cc, folder: folder).code == 0)
      // The client waits until the server listens.
      let script = """
        ip link set lo up; ./server & pid=$!
        for i in $(seq 500); do ss -Hltn | grep -q :30000 && break; sleep 0.01; done
        python3 client.py && wait $pid
        """
      let shell = Array(Namespace.ownNetwork.dropFirst()) + ["/bin/sh", "-c", script]
      let ended = try Program.run(shell, of: Namespace.ownNetwork[0], folder: folder)
      #expect(ended.code == 0, "\(ended.output)\(ended.errors)")
    }
  }

  @Test(arguments: [
    ("server", "127.0.0.1:0", ""), ("client", "127.0.0.1:0", "the kernel chose the port of srv"),
    ("cleint", "127.0.0.1:0", "unknown role: cleint, did you mean client? a.session has server, client"),
  ])
  func whatCannotBeSplitIsRefused(role: String, address: String, error: String) throws {
    let ended = try export(role, "c", of: Self.session.replacing("127.0.0.1:30000", with: address))
    #expect(error.isEmpty ? ended.code == 0 : ended.code > 0 && ended.errors.contains(error), "\(ended)")
  }
}
