import Foundation
import Support
import Testing

/// `sockplay --view`: the session as a page, served while it goes on.
@Suite(.waits) struct LiveViewTests {
  /// What a client sees who asks properly, while others ask for what is not there, send nothing, or never read.
  private static let client = #"""
    import re, socket, sys, time
    port, path = sys.argv[1], sys.argv[2]
    def ask(text, read=True):
        client = socket.create_connection(("127.0.0.1", int(port)), timeout=60)
        client.sendall(text.encode())
        answer = b""
        while read and (more := client.recv(65536)): answer += more
        return (answer.decode(), client)
    silent = [ask("", read=False) for _ in range(5)]
    deaf = ask(f"GET {path}events HTTP/1.1\r\n\r\n", read=False)
    for text in ["GET / HTTP/1.1\r\n\r\n", f"POST {path} HTTP/1.1\r\n\r\n", "\x16\x03 garbage", "GET /" + "a" * 9000]:
        print(ask(text)[0].split("\r\n")[0])
    deadline = time.time() + 60
    while True:
        page = ask(f"GET {path} HTTP/1.1\r\n\r\n")[0]
        if sys.argv[3] in page or time.time() > deadline: break
    print(page.split("\r\n")[0], sys.argv[3] in page, "connect-src 'self'" in page)
    """#

  @Test func aBrowserSeesWhatIsTyped() throws {
    try Scratch.folder { folder in
      let pty = try Pty(["--view"], columns: 120, folder: folder)
      try pty.wait("the first prompt") { $0.prompts == 1 }
      let address = try #require(pty.plain().firstMatch(of: /http:\/\/127\.0\.0\.1:(\d+)(\/[0-9a-f]{32}\/)/))
      let port = String(address.1)
      #expect(try pty.run("socket first udp").contains("= 3 "))
      let seen = try Program.run(
        ["-c", Self.client, port, String(address.2), "socket first udp"], of: "/usr/bin/python3", limit: 300)
      #expect(seen.errors == "")
      let refused = Array(repeating: "HTTP/1.1 404 Not Found\n", count: 4).joined()
      #expect(seen.output == refused + "HTTP/1.1 200 OK True True\n")
      // The session does not show what serves the page.
      #expect(try pty.run("sockets tcp \(port)").contains("there are no such sockets"))
      #expect(try !pty.run("fds").contains("SOCK_STREAM"))
      #expect(try pty.run("close first").contains("= 0"))
      try pty.type("quit\r")
      #expect(try pty.end() == 0)
    }
  }

  @Test(arguments: [["--view"], ["replay", "--view", "a.session"]])
  func thereMustBeATerminal(arguments: [String]) throws {
    let ended = try Program.run(arguments)
    #expect(ended.code == 1 && ended.errors.contains("--view needs a terminal"))
  }
}
