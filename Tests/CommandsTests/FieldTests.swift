import Commands
import Handles
import Sockets
import Support
import Testing

@Suite struct FieldTests {
  @Test func aConnectionHasEveryField() throws {
    let play = Play()
    for line in OpeningLines.connected + ["send cli hello", "? conn.unread == 5"] {
      #expect(try play.run(line).failure == nil)
    }
    let conn = play.table.find("conn")!
    for field in Field.all { #expect(field.read(conn, play.table.kernel) != nil, "\(field.name)") }
    #expect(
      try play.failures(
        """
        ? srv.backlog == 5 and srv.queue == 0 and srv.state == LISTEN
        ? conn.peer == {cli.addr} and conn.port == {srv.port} and conn.host == 127.0.0.1
        ? conn.kind == tcp and conn.fd > 2 and conn.mss >= 500 and conn.cwnd > 0
        ? cli.unsent == 0 and cli.retrans == 0 and cli.rto > 0 and cli.left == 0
        """) == [])
  }

  @Test func whatAHandleDoesNotHaveIsNotThere() throws {
    let play = Play()
    try play.run("socket u udp")
    let handle = play.table.find("u")!
    for name in ["addr", "port", "host", "peer", "rtt", "mss"] {
      #expect(Field.named(name)!.read(handle, play.table.kernel) == nil, "\(name)")
    }
    #expect(Field.named("nonsense") == nil)
  }

  @Test func namesAreDistinct() { #expect(Set(Field.all.map(\.name)).count == Field.all.count) }
}
