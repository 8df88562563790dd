import Commands
import Foundation
import Handles
import Support
import Testing

/// What a session file reaches through 0.0.0.0.
@Suite(.waits) struct WildcardPermissionsTests {
  /// For 0.0.0.0 the kernel takes the address that the socket has: ip_route_output_key_hash_rcu.
  @Test(.enabled(if: Namespace.isPossible, "this user may not make a network of its own"))
  func theWildcardIsTheAddressOfTheSocketItself() throws {
    try Scratch.folder { folder in
      let file = """
        sockplay 1
        socket t tcp
        setsockopt t SO_BINDTODEVICE lo = 0
        bind t 192.0.2.1:0 = 0
        connect t :9
        """
      try Data(file.utf8).write(to: folder.appendingPathComponent("a.session"))
      let script = #"ip addr add 192.0.2.1/32 dev lo && exec "$@""#
      let words = Namespace.ownNetwork + ["/bin/sh", "-c", script, "sh", Program.sockplay, "check", "a.session"]
      let ended = try Program.run(Array(words.dropFirst()), of: words[0], folder: folder)
      #expect(ended.errors.contains("192.0.2.1:9 is beyond loopback"), "\(ended.output)\(ended.errors)")
    }
  }

  /// What it receives comes to the group; what it sends has no address of its own.
  @Test(arguments: ["224.0.0.9", "255.255.255.255"]) func aGroupIsNoAddressToSendFrom(host: String) throws {
    let play = Play(permissions: [])
    let lines = """
      socket v udp
      bind v 127.0.0.1:0
      socket u udp
      setsockopt u SO_BINDTODEVICE lo
      bind u \(host):0 = 0
      sendto u hello :{v.port} = 5
      recv v 64 = 5 "hello"
      """
    #expect(try play.failures(lines) == [])
  }
}
