import Foundation
import Support
import Testing

/// Descriptors and credentials between sockplay and a program that knows nothing of it.
@Suite(.waits) struct DescriptorPassingTests {
  @Test func pythonTakesDescriptorsAndGivesSome() throws {
    let name = "sockplay-\(UUID().uuidString)"
    let script = Program.root.appendingPathComponent("Tests/OracleTests/Peers/passing.py")
    let peer = try Peer("python3", [script.path, name])
    try peer.wait(for: "ready\n")
    let session = """
      sockplay 1
      @timeout 20s
      socket u udp = fd
      bind u 127.0.0.1:0 = 0
      socket c unix = fd
      connect c unix:@\(name) = 0
      sendmsg c "here" " you are" SCM_RIGHTS:u = 12
      recvfrom u 64 = 22 "from the other program" from {u}
      recvmsg c 64 SCM_RIGHTS:l,p = 10 "take these" SCM_RIGHTS:l,p [l LISTEN, p OPEN]
      ? p.unread == 5 and p.kind == pipe and l.kind == tcp and l.port > 0
      socket d tcp = fd
      connect d {l} = 0 [d ESTABLISHED]
      accept l e = fd
      send d "over a listener of another program" = 34
      recv e 64 = 34
      send c "thanks" = 6
      """
    let ended = try Program.run(["check", "--allow", "unix", "/dev/stdin"], input: Array((session + "\n").utf8))
    #expect(ended.code == 0, "\(ended.output)\(ended.errors)")
    let seen = try peer.end()
    #expect(seen.text == "ready\nhere you are 1 0 True\nthanks\n")
    #expect(seen.code == 0)
  }
}
