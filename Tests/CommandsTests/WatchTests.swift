import Runner
import SessionLanguage
import Support
import Testing

/// The machine's sockets, looked at again and again.
@Suite(.waits) struct WatchTests {
  @Test func whatIsNewGoneOrChangedIsMarked() throws {
    let play = Play(timeout: nil)
    for line in ["socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5"] { try play.run(line) }
    let (other, address) = (try Play(["socket c tcp"]), try play.address(of: "srv"))
    // After the first list; the second time it is connected already.
    play.witness.whenListed = { _ = try? other.run("connect c \(address) = *") }
    // Without tcp, a UDP socket of another test may have this port too.
    let step = try play.run("sockets tcp {srv.port} --watch 3")
    let lists = play.witness.interim + [step.listing]
    #expect(lists.count == 3)
    // Earlier connections of the same port may be in TIME_WAIT still.
    let first = lists[0].dropFirst().filter { !$0.contains("TIME_WAIT") }
    #expect(first.map { $0.prefix(8) } == ["   tcp  "], "a first list marks nothing")
    let marks = Set(lists[1...].flatMap { $0.dropFirst().map { $0.prefix(1) } })
    #expect(marks.isSuperset(of: ["*", "+"]) && lists[1...].joined().contains { $0.hasPrefix("*  tcp    LISTEN") })
    #expect(play.witness.steps.isEmpty, "a list in between is no step")
  }

  @Test func withoutACountItNeedsAPerson() throws {
    let error = #expect(throws: Diagnostic.self) { try Play().run("sockets --watch") }
    #expect(error?.title == "without a prompt, --watch needs a count")
    for line in ["sockets --watch 0", "sockets --watch 99999", "sockets --watch 2 nonsense"] {
      #expect(throws: Diagnostic.self) { try Play().run(line) }
    }
  }

  @Test func processesAreAFilter() throws {
    let peer = try PythonPeer("s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(1); say(s.getsockname()[1])")
    defer { peer.end() }
    let port = try peer.line()
    for filter in ["pid:\(peer.pid)", "process:\(peer.name) \(port)"] {
      let rows = try Play().run("sockets \(filter)").listing.filter { $0.contains("tcp") }
      #expect(rows.count == 1 && rows.first?.contains("127.0.0.1:\(port)") == true, "\(filter): \(rows)")
    }
    #expect(try Play().run("sockets pid:999999999").listing.first == "there are no such sockets")
  }

  /// Also those that TCP, UDP and UNIX domain lists do not have; one of MPTCP once, as ss -M shows it.
  @Test func socketsOfEachSortAreShownOfAProcess() throws {
    let peer = try PythonPeer(
      """
      n = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0); n.bind((0, 0))
      a, b = socket.socketpair()
      try: m = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262); m.bind(('127.0.0.1', 0)); m.listen(5); say('mptcp')
      except OSError: say('netlink')
      """)
    defer { peer.end() }
    let sorts = ["netlink", "unix", try peer.line()]
    for (command, column) in [("sockets pid:\(peer.pid)", 0), ("fds \(peer.pid)", 1)] {
      let cells = try Play().run(command).listing.map { $0.split(separator: " ").map(String.init) }
      let found = cells.filter { $0.count > column }.map { $0[column] }
      for sort in sorts { #expect(found.contains(sort), "\(sort) is not in \(found)") }
      #expect(!found.contains("tcp"))
    }
  }
}
