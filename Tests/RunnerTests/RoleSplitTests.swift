import Runner
import SessionLanguage
import Testing

/// Who plays which line where the roles are in several processes.
@Suite struct RoleSplitTests {
  private func split(_ lines: String) -> (split: RoleSplit, file: SessionFile) {
    let (file, problems) = SessionFile.read(Array("sockplay 1\n\(lines)\n".utf8))
    #expect(problems.isEmpty)
    return (RoleSplit(file), file)
  }

  private func owners(_ lines: String) -> [String?] {
    let (split, file) = split(lines)
    #expect(split.problems.isEmpty, "\(split.problems)")
    return (1..<file.count).map { split.role(ofLine: $0, in: file) }
  }

  @Test func rolesPlayTheirLines() {
    let (split, _) = split("# text\nb> socket x tcp\na> socket y tcp\nb> close x")
    #expect(split.roles == ["b", "a"])
    #expect(owners("# text\nb> socket x tcp\na> socket y tcp\nb> close x") == [nil, "b", "a", "b"])
  }

  /// What says how to play is for everyone; what only looks is for whoever has the handle.
  @Test func linesThatAreNobodys() {
    let lines = """
      ## Heading
      @timeout 1s
      @let host = 127.0.0.1
      peer echo e
      sleep 1ms
      server> socket srv tcp
      client> socket cli tcp
      repeat 2
      ? cli.fd > 0
      end
      state cli
      @let port = {srv.port}
      handles
      sockets cli
      """
    #expect(
      owners(lines) == [
        nil, nil, nil, "server", "server", "server", "client", nil, "client", nil, "client", "server", "server",
        "client",
      ])
  }

  @Test func namesWithABraceBelongToWhoMakesThem() {
    let lines = """
      server> socket srv tcp
      repeat 2
      client> socket cli{i} tcp
      client> connect cli{i} {srv} = 0 [cli{i} ESTABLISHED]
      server> accept srv conn{i}
      end
      close cli2
      ? conn1.unread == 0
      """
    #expect(owners(lines).suffix(2) == ["client", "server"])
  }

  @Test func othersHandlesMayBeNamedInBracesAndStates() {
    let lines = """
      server> socket srv udp
      client> socket cli udp
      client> sendto cli "x" {srv} = 1 [srv BOUND, cli BOUND]
      server> recvfrom srv 9 = "x" from {cli}
      client> let p = {srv.port}
      """
    #expect(owners(lines) == ["server", "client", "client", "server", "client"])
    #expect(split(lines).split.references == ["srv", "cli"])
  }

  private static let refused: [(line: String, title: String, label: String)] = [
    ("client> close srv", "srv belongs to server", "made on line 2; this line is played by client"),
    ("client> poll cli:POLLIN srv:POLLIN 0s", "srv belongs to server", ""),
    ("client> sendmsg cli x SCM_RIGHTS:srv", "srv belongs to server", ""),
    ("client> close fd:{srv.number} = -1 EBADF", "srv belongs to server", ""),
    ("client> socket srv tcp", "server makes a handle of this name, too", "on line 2"),
    ("client> socket tcp", "the new handle has no name", "each process would number its own"),
    ("client> socket x tcp = 5", "this expects the number of a descriptor", "each process counts its own"),
    ("@host client 10.0.0.2", "@host needs all roles in one process", "this line cannot be split"),
    ("wire on", "wire needs all roles in one process", "this line cannot be split"),
    ("? cable.dropped == 1", "cable needs all roles in one process", ""),
    ("source a.session", "source needs all roles in one process", ""),
    ("role client", "role needs all roles in one process", ""),
    ("routes on server", "on HOST needs all roles in one process", ""),
    ("client> close cli = 0 {> FIN}", "{…} needs all roles in one process", ""),
    ("repeat {srv.backlog}", "srv may change while this is read", "each process reads it by itself"),
  ]

  @Test func whatCannotBeSplitIsRefused() {
    for (line, title, label) in Self.refused {
      let end = line.hasPrefix("repeat") ? "\nend" : ""
      let problems = split("server> socket srv tcp\nclient> socket cli tcp\n\(line)\(end)").split.problems
      #expect(problems.map(\.diagnostic.title) == [title], "\(line)")
      #expect(problems.first?.number == 4 && problems.first?.diagnostic.label.hasPrefix(label) == true, "\(line)")
    }
  }

  @Test func aFileWithoutTwoRolesHasNothingToSplit() {
    #expect(split("socket a tcp").split.roles == [])
    #expect(split("a> socket a tcp\na> close a").split.roles == ["a"])
  }
}
