import Support
import Testing

/// The states of both ends through a handshake and through closes, which the cable holds where they are, against what ss sees
/// in the namespace of each host.
@Suite(.waits, .enabled(if: Namespace.isPossible && Program.find("nsenter") != nil)) struct HostStatesTests {
  private static let beginning = [
    "host client 10.0.0.1 fd00::1", "host server 10.0.0.2 fd00::2", "server> socket srv tcp",
    "server> bind srv 10.0.0.2:7000 = 0 [srv BOUND]", "server> listen srv 5 = 0 [srv LISTEN]",
    "client> socket cli tcp = fd [cli CLOSED]", "cable drop all SYN,ACK", "client> connect cli {srv} & = blocks",
    "state cli [cli SYN_SENT] within 9s", "cable off", "client> wait cli = 0 [cli ESTABLISHED] within 30s",
    "server> accept srv conn = fd [conn ESTABLISHED] within 30s",
  ]

  /// One end closes, then the other.
  private static let oneAfterTheOther = [
    "cable cut", "client> close cli = 0 [cli FIN_WAIT1]", "cable heal",
    "state cli [cli FIN_WAIT2, conn CLOSE_WAIT] within 30s", "cable cut", "server> close conn = 0 [conn LAST_ACK]",
    "cable heal", "state cli [cli TIME_WAIT] within 30s",
  ]

  /// Both close before the other's FIN comes.
  private static let together = [
    "cable cut", "client> close cli = 0 [cli FIN_WAIT1]", "server> close conn = 0 [conn FIN_WAIT1]", "cable heal",
    "state cli [cli TIME_WAIT, conn TIME_WAIT] within 30s",
  ]

  @Test(arguments: [oneAfterTheOther, together])
  func eachStateIsThatOfSS(closing: [String]) throws {
    let shell = try Driven(["--isolated", "--json", "--allow", "programs"])
    var witnesses: [String: [String]] = [:]
    var seen: [String: Set<String>] = [:]
    for line in Self.beginning + closing {
      try shell.run(line)
      if line.hasPrefix("host ") {
        let name = String(line.split(separator: " ")[1])
        witnesses[name] = try witness(on: name, shell)
      }
      // What waits on the cable goes on now, at a moment of its own; the next line waits for it.
      if line == "cable heal" { continue }
      for (name, handle) in shell.handles {
        let host = name == "cli" ? "client" : "server"
        // ss lists no socket that is only bound, and has no address for a connection that is not there yet.
        guard let words = witnesses[host], let local = handle.local, !["CLOSED", "BOUND"].contains(handle.state)
        else { continue }
        let statistics = try SocketStatistics("t", inside: words)
        let row = handle.peer.map { statistics.row(from: local, to: $0) } ?? statistics.row(from: local)
        // The last acknowledgment ends it, and then the kernel keeps nothing of it.
        if row == nil, handle.state == "LAST_ACK", line == closing.last { continue }
        #expect(row?.state == handle.state, "\(name) after \(line)")
        seen[host, default: []].insert(handle.state)
      }
    }
    let common: Set = ["ESTABLISHED", "FIN_WAIT1"]
    #expect(seen["client"]?.isSuperset(of: common) == true, "\(seen)")
    #expect(seen["server"]?.contains("LISTEN") == true && seen["server"]?.contains("ESTABLISHED") == true, "\(seen)")
    _ = try shell.end()
  }

  /// The words that ask something in the namespace of `host`: it has a program of its own there.
  private func witness(on host: String, _ shell: Driven) throws -> [String] {
    let step = try shell.step("run as see_\(host) sleep 600 on \(host)")
    let values = try #require(step["values"] as? [[String: Any]], "\(step)")
    let pid = try #require(values.first?["pid"] as? Int)
    let nsenter = try #require(Program.find("nsenter"))
    return [nsenter, "-t", "\(pid)", "-U", "-n", "--preserve-credentials"]
  }
}
