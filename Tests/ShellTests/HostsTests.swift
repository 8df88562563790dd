import Foundation
import Support
import Testing

@testable import Shell

/// Hosts of an isolated session: what is each one's own, and what becomes of what is started there.
@Suite(.waits, .enabled(if: Namespace.isPossible)) struct HostsTests {
  private func run(_ lines: [String], json: Bool = false) throws -> Program.Ended {
    try Program.run(["--isolated"] + (json ? ["--json"] : []) + lines.flatMap { ["-e", $0] })
  }

  private static let two = ["host client 10.0.0.1", "host server 10.0.0.2 fd00::2"]

  @Test func eachHasPortsOfItsOwn() throws {
    let ended = try run(
      Self.two + [
        "client> socket a tcp", "client> bind a :80 = 0", "server> socket b tcp", "server> bind b :80 = 0",
        "socket c tcp", "bind c :80 = 0", "client> socket d tcp", "client> bind d :80 = -1 EADDRINUSE",
        "server> bind d 10.0.0.2:81 = -1 EADDRNOTAVAIL",
      ])
    #expect(ended.code == 0, "\(ended.errors)")
  }

  @Test func eachHasALoopbackOfItsOwn() throws {
    let ended = try run(
      Self.two + [
        "client> socket a tcp", "client> bind a 127.0.0.1:80", "client> listen a 1", "server> socket b tcp",
        "server> connect b 127.0.0.1:80 = -1 ECONNREFUSED", "? a.queue == 0", "client> socket c tcp",
        "client> connect c 127.0.0.1:80 = 0 [c ESTABLISHED]", "? a.queue == 1",
      ])
    #expect(ended.code == 0, "\(ended.errors)")
  }

  @Test func eachHasAddressesRoutesAndSettingsOfItsOwn() throws {
    let ended = try run(
      Self.two + [
        "interfaces on server", "sysctl tcp_retries2 3 on client", "sysctl tcp_retries2 on server",
        "route add prohibit 10.9.0.0/16 on client", "routes on client", "routes on server",
      ])
    #expect(ended.code == 0, "\(ended.errors)")
    #expect(ended.output.contains("10.0.0.2/24"))
    #expect(ended.output.contains("fd00::2/64"))
    #expect(ended.output.contains("server> sysctl tcp_retries2\nSETTING                VALUE  MEANING\n"))
    #expect(ended.output.components(separatedBy: "10.9.0.0/16  prohibit").count == 2)
  }

  /// connect returns before its last ACK has come to the other host; the card tells what that changed all the same.
  @Test func aQueueOfAnotherHostIsToldWithItsConnect() throws {
    let clients = (1...12).flatMap { ["client> socket c\($0) tcp6", "client> connect c\($0) [fd00::2]:7001 = 0"] }
    let server = ["server> socket srv tcp6", "server> bind srv [::]:7001", "server> listen srv 20"]
    let ended = try run(["host client fd00::1", "host server fd00::2"] + server + clients)
    #expect(ended.code == 0, "\(ended.errors)")
    let cards = ended.output.components(separatedBy: "\nclient> connect c").dropFirst()
    #expect(cards.count == 12)
    for (index, card) in cards.enumerated() {
      #expect(card.contains("queue \(index)/20 ") && card.contains(" \(index + 1)/20"), "\(card)")
    }
  }

  /// 0.0.0.0 means another host's own addresses there.
  @Test func aWildcardIsReachedAtItsHost() throws {
    let ended = try run(
      Self.two + [
        "server> socket srv tcp", "server> bind srv :30000", "server> listen srv 5", "client> socket a tcp",
        "client> connect a {srv} = 0 [a ESTABLISHED]", "? a.peerhost == 10.0.0.2", "server> socket b tcp",
        "server> connect b {srv} = 0 [b ESTABLISHED]", "? b.peerhost == 127.0.0.1",
      ])
    #expect(ended.code == 0, "\(ended.errors)")
  }

  @Test func theListHasThemAll() throws {
    let ended = try run(Self.two + ["host"], json: true)
    let steps = try ended.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    let values = try #require(steps.last?["values"] as? [[String: Any]])
    #expect(values.map { $0["host"] as? String } == ["client", "server"])
    #expect(values.last?["addresses"] as? [String] == ["10.0.0.2/24", "fd00::2/64"])
    #expect(values.first?["hardware"] as? String == "02:00:00:00:00:01")
  }

  @Test(arguments: [
    ("host client", "host client 10.0.0.1"), ("host client 127.0.0.1", "127.0.0.1"),
    ("host client 224.0.0.1", "such as 10.0.0.1"), ("host 1x 10.0.0.1", "invalid host name: 1x"),
    ("host a 10.0.0.1 10.0.0.1", "10.0.0.1 is taken"), ("sockets on nowhere", "unknown host: nowhere"),
    ("@host a", "@host server 10.0.0.2"),
  ])
  func whatIsNoHostIsRefused(line: String, said: String) throws {
    let ended = try run([line])
    #expect(ended.code == 3 || ended.code == 2)
    #expect(ended.errors.contains(said), "\(ended.errors)")
  }

  @Test func onlyAnIsolatedSessionHasHosts() throws {
    let ended = try Program.run(["-e", "host client 10.0.0.1"])
    #expect(ended.code == 3)
    #expect(ended.errors.contains("only an isolated session may do this"))
  }

  @Test func aNameOrAnAddressIsTakenOnce() throws {
    let name = try run(Self.two + ["host client 10.0.0.3"]), address = try run(Self.two + ["host third 10.0.0.1"])
    #expect(name.errors.contains("there is a host client already"))
    #expect(address.errors.contains("10.0.0.1 is taken"))
  }

  @Test func thereMayBeOnlySoMany() throws {
    let ended = try run((1...64).map { "host h\($0) 10.0.0.\($0)" })
    #expect(ended.errors.contains("there are 63 hosts already"), "\(ended.errors)")
  }

  @Test func aServerToPractiseWithIsOnAHost() throws {
    let ended = try run(
      Self.two + [
        "peer echo on server", "server> socket c tcp", "server> connect c {echo} = 0", "server> send c hello = 5",
        "server> recv c = 5 \"hello\"",
      ])
    #expect(ended.code == 0, "\(ended.errors)")
    #expect(ended.output.contains("echo at 10.0.0.2:"))
  }

  @Test func aRecordingHasTheHosts() throws {
    try Scratch.folder { folder in
      let path = folder.appending(path: "r.session").path
      let ended = try run(
        ["host client 10.0.0.1", "record \(path)", "host server 10.0.0.2", "server> socket s tcp", "record off"])
      #expect(ended.code == 0, "\(ended.errors)")
      let text = try String(contentsOfFile: path, encoding: .utf8)
      #expect(text.hasPrefix("sockplay 1\n@isolated\n@host client 10.0.0.1/24\n"), "\(text)")
      #expect(text.contains("host server 10.0.0.2\n"))
      let checked = try Program.run(["check", path])
      #expect(checked.code == 0, "\(checked.errors)")
    }
  }

  @Test(.enabled(if: UnprivilegedUser.isPossible)) func anOrdinaryUserMayDoTheSame() throws {
    let ended = try UnprivilegedUser.run(
      ["--isolated"] + (Self.two + ["server> socket b tcp", "server> bind b :80 = 0"]).flatMap { ["-e", $0] })
    #expect(ended.code == 0, "\(ended.errors)")
  }
}
