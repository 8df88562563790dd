import Commands
import Foundation
import Handles
import Runner
import Sockets
import Support
import Testing

/// What looking commands and getsockopt give as values, beside the lines of the screen.
@Suite struct ValuesTests {
  private func connected() throws -> Play {
    let play = Play()
    for line in OpeningLines.connected { #expect(try play.run(line).failure == nil) }
    return play
  }

  @Test func aHandleHasAQueueOrBytes() throws {
    let play = try connected()
    _ = try play.run("send cli hello")
    #expect(try play.run("? conn.unread == 5").failure == nil)
    let rows = try play.run("handles").values
    #expect(rows.map { $0["name"] } == [.text("srv"), .text("cli"), .text("conn")])
    let (srv, cli, conn) = (rows[0], rows[1], rows[2])
    #expect(srv["state"] == .text("LISTEN") && srv["backlog"] == .number(5) && srv["queue"] == .number(0))
    #expect(srv["unread"] == Row.Value.none && srv["unsent"] == Row.Value.none && srv["peer"] == Row.Value.none)
    #expect(conn["unread"] == .number(5) && conn["queue"] == Row.Value.none && conn["backlog"] == Row.Value.none)
    #expect(cli["peer"] == srv["local"] && cli["local"] == conn["peer"])
    let handle = try #require(play.table.find("cli"))
    #expect(cli["fd"] == .number(Int(handle.descriptor)))
    #expect(try Play().run("handles").values == [])
  }

  @Test func stateGivesEachFieldThatACheckReads() throws {
    let play = try connected()
    let row = try #require(try play.run("state cli").values.first)
    #expect(row.fields.map(\.name) == ["name"] + Field.all.map(\.name))
    #expect(row["state"] == .text("ESTABLISHED") && row["host"] == .text("127.0.0.1"))
    _ = try play.run("socket u udp")
    let udp = try #require(try play.run("state u").values.first)
    #expect(udp["kind"] == .text("udp") && udp["peer"] == Row.Value.none && udp["rtt"] == Row.Value.none)
  }

  @Test func tcpinfoGivesNumbers() throws {
    let play = try connected()
    let step = try play.run("tcpinfo cli")
    let row = try #require(step.values.first)
    #expect(row.fields.map(\.name) == step.listing.dropFirst().map { String($0.prefix { $0 != " " }) })
    #expect(row["tcpi_state"] == .number(1))
    #expect(row["tcpi_max_pacing_rate"] == Row.Value.none, "no limit is not a number")
  }

  @Test func optionsGivesEachOptionOfTheScreen() throws {
    let play = Play()
    _ = try play.run("socket a tcp")
    _ = try play.run("setsockopt a SO_RCVBUF 4096")
    let step = try play.run("options a")
    #expect(step.values.map { $0["option"] } == step.listing.dropFirst().map { .text(String($0.prefix { $0 != " " })) })
    let buffer = try #require(step.values.first { $0["option"] == .text("SO_RCVBUF") })
    #expect(buffer["value"] == .number(8192) && buffer["asked"] == .text("4096"))
    let fresh = Play()
    _ = try fresh.run("socket a tcp")
    #expect(try buffer["default"] == fresh.run("getsockopt a SO_RCVBUF").values.first?["value"])
    let error = try #require(step.values.first { $0["option"] == .text("SO_ERROR") })
    #expect(error["value"] == Row.Value.none, "it is not read, for that would clear it")
  }

  @Test(arguments: [
    ("SO_LINGER on 5s", Row.Value.row(["on": .boolean(true), "seconds": .number(5)])),
    ("SO_LINGER off", .row(["on": .boolean(false), "seconds": .number(0)])),
    ("SO_RCVBUF 4096", .number(8192)), ("SO_KEEPALIVE on", .boolean(true)),
    ("SO_RCVTIMEO 1500ms", .row(["seconds": .number(1), "microseconds": .number(500_000)])),
  ])
  func getsockoptGivesWhatTheBytesMean(_ setting: String, _ expected: Row.Value) throws {
    let play = Play()
    _ = try play.run("socket a tcp")
    #expect(try play.run("setsockopt a \(setting) = 0").failure == nil)
    let option = String(setting.prefix { $0 != " " })
    let row = try #require(try play.run("getsockopt a \(option) = 0").values.first)
    #expect(row.fields.map(\.name) == ["option", "level", "value"])
    #expect(row["option"] == .text(option) && row["value"] == expected)
    #expect(row["level"] == .text("SOL_SOCKET"))
  }

  @Test func structsHaveFields() {
    #expect(
      OptionForm.ports.value([0x40, 0x9c, 0x27, 0xa0]) == .row(["lowest": .number(40000), "highest": .number(40999)]))
    #expect(
      OptionForm.credentials.value([1, 0, 0, 0, 2, 0, 0, 0, 255, 255, 255, 255])
        == .row(["pid": .number(1), "uid": .number(2), "gid": .number(-1)]))
    #expect(OptionForm.address.value([127, 0, 0, 1]) == .text("127.0.0.1"))
    #expect(OptionForm.text(16).value(Array("lo\0\0".utf8)) == .text("lo"))
    #expect(OptionForm.errno.value([111, 0, 0, 0]) == .text("ECONNREFUSED"))
  }

  @Test func getsockoptGivesNamesAndNothing() throws {
    let play = Play()
    _ = try play.run("socket a tcp")
    #expect(try play.run("getsockopt a SO_TYPE").values.first?["value"] == .text("SOCK_STREAM"))
    #expect(try play.run("getsockopt a SO_ERROR").values.first?["value"] == Row.Value.none)
    _ = try play.run("socket u udp")
    let step = try play.run("getsockopt u TCP_MAXSEG = -1")
    #expect(step.failure == nil && step.values == [], "a call that fails gives no value")
  }

  @Test func fdsGivesEachDescriptor() throws {
    let play = try connected()
    let step = try play.run("fds")
    #expect(step.values.count == step.listing.count - 1)
    let srv = try #require(step.values.first { $0["handle"] == .text("srv") })
    let cli = try #require(step.values.first { $0["handle"] == .text("cli") })
    #expect(srv["family"] == .text("AF_INET") && srv["type"] == .text("SOCK_STREAM") && srv["peer"] == Row.Value.none)
    #expect(cli["peer"] == srv["local"])
    let own = try play.run("fds \(ProcessInfo.processInfo.processIdentifier)").values
    #expect(own.first { $0["fd"] == srv["fd"] }?["state"] == .text("LISTEN"))
  }

  @Test func aStepUsedAgainForgetsThem() throws {
    let play = try connected()
    #expect(try !play.run("handles").values.isEmpty)
    #expect(try play.run("send cli x").values.isEmpty)
  }
}
