import Commands
import Foundation
import SessionLanguage
import Support
import Testing

/// The commands that change the network of an isolated session, and those that show it then.
@Suite(.waits, .enabled(if: Namespace.isPossible, "this user may not make a namespace")) struct NetworkCommandsTests {
  private func play(_ lines: [String], options: [String] = []) throws -> Program.Ended {
    try Program.run(["--isolated"] + options + lines.flatMap { ["-e", $0] })
  }

  /// The values that the last of `lines` gives.
  private func values(_ lines: [String]) throws -> [[String: Any]] {
    let ended = try play(lines, options: ["--json"])
    #expect(ended.code == 0, "\(ended.errors)\(ended.output)")
    let last = try #require(ended.output.split(separator: "\n").last)
    let object = try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any]
    return object?["values"] as? [[String: Any]] ?? []
  }

  // MARK: What it takes

  @Test(arguments: [
    "route add prohibit 192.0.2.0/24", "route delete 192.0.2.0/24", "address add 192.0.2.1/24", "link lo down",
    "sysctl tcp_retries2 3", "rlimit nofile 10", "destroy a", "capability drop CAP_NET_RAW",
  ])
  func outsideItIsRefusedAndNothingIsDone(line: String) throws {
    let show = ["routes", "interfaces", "sysctl tcp_retries2", "rlimit nofile"]
    let lines = ["socket a tcp"] + show + [line] + show
    let ended = try Program.run(["--keep-going", "--json"] + lines.flatMap { ["-e", $0] })
    #expect(ended.code == 3)
    let objects = try ended.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    try #require(objects.count == lines.count)
    let refusal = String(describing: objects[show.count + 1])
    #expect(refusal.contains("only an isolated session may do this") && refusal.contains("sockplay --isolated"))
    func shown(_ step: [String: Any]) -> [String] {
      let calls = step["calls"] as? [[String: Any]] ?? []
      return (step["report"] as? [String] ?? []) + calls.compactMap { $0["call"] as? String }
    }
    for index in 1...show.count {
      #expect(!shown(objects[index]).isEmpty && shown(objects[index]) == shown(objects[index + show.count + 1]))
    }
  }

  /// A word that is wrong is told before anything else is.
  @Test(arguments: [
    ("route add", "ROUTE is missing"), ("route put 192.0.2.0/24", "invalid action: put"),
    ("route add 192.0.2.0/33", "invalid network: 192.0.2.0/33"), ("route add prohibit", "an address is missing"),
    ("route add 192.0.2.0/24 via", "an address is missing"), ("route add 192.0.2.0/24 dev", "an interface is missing"),
    ("route add 192.0.2.0/24 dev eth77", "unknown interface: eth77"),
    ("route add 192.0.2.0/24 over lo", "unknown route word: over"), ("address add lo", "invalid network: lo"),
    ("address add 192.0.2.1/24 at lo", "unknown word: at"), ("address add 192.0.2.1/24 dev", "an interface is missing"),
    ("link lo sideways", "invalid change: sideways"), ("link lo mtu", "the number is missing"),
    ("link lo up 3", "up takes no number"), ("link eth77 up", "unknown interface: eth77"),
    ("destroy nobody", "unknown handle: nobody"), ("destroy r", "r cannot be destroyed"),
    ("rlimit nothing", "unknown limit: nothing"), ("rlimit nofile 2", "invalid number: 2"),
    ("rlimit nofile many", "invalid number: many"), ("sysctl nosuch 3", "unknown setting: nosuch"),
    ("sysctl tcp_keepalive 3", "tcp_keepalive is a part of several names"), ("sysctl -w", "NAME is missing"),
    ("sysctl net.ipv4/../../kernel/hostname x", "unknown setting"),
    ("capability lose CAP_NET_RAW", "invalid change: lose"),
    ("capability drop CAP_NET_ROW", "unknown capability: CAP_NET_ROW"),
    ("sysctl tcp_sack = 1", "sysctl makes no call here"),
  ])
  func whatIsWrongWithALineIsSaid(line: String, title: String) throws {
    let ended = try play(["pipe r w", line])
    #expect(ended.code != 0 && ended.errors.contains("error: \(title)"), "\(ended.errors)")
  }

  @Test(arguments: [
    ("route ", "delete"), ("route add ", "prohibit"), ("route add 192.0.2.0/24 ", "dev"),
    ("route add 192.0.2.0/24 dev ", "lo"), ("address add 192.0.2.1/24 dev ", "lo"), ("link ", "lo"),
    ("link lo ", "mtu"),
    ("rlimit ", "nofile"), ("rlimit nofile ", "hard"), ("capability drop ", "CAP_NET_RAW"),
    ("sysctl ", "net.ipv4.tcp_rto_max_ms"), ("", "route"),
    ("@", "@short-timers"),
  ])
  func tabOffersWhatFits(line: String, word: String) throws {
    let start = line == "@" ? 0 : line.utf8.count
    guard case .words(let words) = Completion.offers(for: line, start: start, table: Play().table) else {
      Issue.record("no words")
      return
    }
    #expect(words.contains(word), "\(words)")
  }

  // MARK: What it does

  @Test func aRouteIsShownUntilItIsDeleted() throws {
    let route = try values(["route add 192.0.2.0/24 dev lo", "routes"])
    #expect(route.count == 1 && route[0]["destination"] as? String == "192.0.2.0/24")
    #expect(route[0]["interface"] as? String == "lo" && route[0]["refused"] as? Bool == false)
    #expect(route[0]["gateway"] is NSNull && route[0]["metric"] as? Int == 0)
    let refused = try values(["route add prohibit 192.0.2.0/24", "routes"])
    #expect(refused.count == 1 && refused[0]["refused"] as? Bool == true)
    #expect(try values(["route add 192.0.2.0/24 dev lo", "route delete 192.0.2.0/24", "routes"]).isEmpty)
    let gateway = ["address add 192.0.2.1/24", "route add 203.0.113.0/24 dev lo", "route add default via 203.0.113.9"]
    #expect(try values(gateway + ["routes"]).contains { $0["gateway"] as? String == "203.0.113.9" })
    #expect(try values(["route add unreachable 2001:db8::/32", "routes"]).contains { $0["refused"] as? Bool == true })
  }

  @Test func theErrnoIsThatOfTheKernelsAnswer() throws {
    let lines = [
      "route add 192.0.2.0/24 via 203.0.113.1 = -1 ENETUNREACH", "route delete 192.0.2.0/24 = -1 ESRCH",
      "route add 192.0.2.1/24 dev lo = -1 EINVAL", "route add 192.0.2.0/24 = -1 ENODEV",
      "route add prohibit 192.0.2.0/24 = 0", "route add prohibit 192.0.2.0/24 = -1 EEXIST",
      "address add 192.0.2.1/24 = 0", "address add 192.0.2.1/24 = -1 EEXIST",
      "address delete 192.0.2.2/24 = -1 EADDRNOTAVAIL",
    ]
    let ended = try play(lines)
    #expect(ended.code == 0, "\(ended.errors)")
    let call = "rtnetlink(RTM_NEWROUTE, NLM_F_CREATE|NLM_F_EXCL, {RTN_UNICAST 192.0.2.0/24, via 203.0.113.1}) = -1"
    #expect(ended.output.contains(call) && ended.output.contains("kernel says: Nexthop has invalid gateway"))
  }

  @Test(arguments: [
    ("route add 192.0.2.0/24 via 203.0.113.1", "no network of this machine has the gateway"),
    ("route add 192.0.2.0/24", "a route that does not refuse needs via GATEWAY or dev INTERFACE"),
    ("route delete 192.0.2.0/24", "there is no such route"),
    ("address delete 192.0.2.1/24", "does not have this address"),
    ("sysctl tcp_syn_retries 0", "the kernel does not take this value for the setting"),
    ("rlimit nofile 9000000000000000000", "the number is above the hard limit"),
    ("destroy fresh", "the kernel finds no socket by these addresses"),
  ])
  func whyItWasRefusedIsTold(line: String, why: String) throws {
    let ended = try play(["socket fresh tcp", line])
    #expect(ended.code == 4 && ended.errors.contains("= why   ") && ended.errors.contains(why), "\(ended.errors)")
  }

  @Test func addressesAndLinksAreShown() throws {
    let lines = ["address add 192.0.2.1/24 dev lo", "address add 2001:db8::1/64", "link lo mtu 1500", "interfaces"]
    let lo = try #require(try values(lines).first)
    let addresses = try #require(lo["addresses"] as? [String])
    #expect(Set(addresses).isSuperset(of: ["127.0.0.1/8", "192.0.2.1/24", "2001:db8::1/64"]))
    #expect(lo["mtu"] as? Int == 1500 && (lo["flags"] as? [String])?.contains("UP") == true)
    let down = try #require(try values(["link lo down", "interfaces"]).first)
    #expect((down["flags"] as? [String])?.contains("UP") == false)
    #expect(
      (try values(["link lo down", "link lo up", "interfaces"])[0]["flags"] as? [String])?.contains("UP") == true)
  }

  @Test(arguments: [
    "sysctl net.ipv4.tcp_retries2 3", "sysctl tcp_retries2=3", "sysctl -w tcp_retries2=3", "sysctl -w tcp_retries2 3",
    "sysctl tcp_retries2 3 = 1", "let n = 3\nsysctl tcp_retries2 {n}",
  ])
  func aSettingIsSet(lines: String) throws {
    let set = try values(lines.split(separator: "\n").map(String.init))
    #expect(
      set.count == 1 && set[0]["setting"] as? String == "net.ipv4.tcp_retries2" && set[0]["value"] as? String == "3")
    let read = try values(lines.split(separator: "\n").map(String.init) + ["sysctl tcp_retries2"])
    #expect(read.count == 1 && read[0]["value"] as? String == "3")
  }

  @Test func aSettingThatIsNotInTheListHasItsFullName() throws {
    let lines = ["sysctl net.ipv4.igmp_max_memberships 1", "sysctl net.ipv4.igmp_max_memberships"]
    let read = try values(lines)
    #expect(read.count == 1 && read[0]["value"] as? String == "1" && read[0]["meaning"] is NSNull)
  }

  @Test func aValueThatTheKernelRefusesHasItsErrno() throws {
    let ended = try play([
      "sysctl tcp_syn_retries 0 = -1 EINVAL", #"sysctl ip_local_port_range "40000 40010" = 11"#,
      "sysctl ip_local_port_range",
    ])
    #expect(ended.code == 0, "\(ended.errors)")
    #expect(ended.output.contains("open(\"/proc/sys/net/ipv4/tcp_syn_retries\", O_WRONLY) = 3"))
    #expect(ended.output.contains("write(3, \"0\", 1) = -1") && ended.output.contains("40000 40010"))
  }

  // MARK: destroy

  @Test func aDestroyedConnectionEndsAtBothEnds() throws {
    let lines =
      OpeningLines.connected + [
        "destroy cli = 0 [cli CLOSED, conn CLOSED]", "why cli", "recv cli 10 = -1 ECONNABORTED", "why cli",
        "recv conn 10 = -1 ECONNRESET", "why conn",
      ]
    let ended = try play(lines)
    #expect(ended.code == 0, "\(ended.errors)")
    #expect(ended.output.contains("sock_diag(SOCK_DESTROY, {AF_INET 127.0.0.1:"))
    #expect(ended.output.contains("the other end of conn sent RST, because destroy ended cli"), "\(ended.output)")
    #expect(ended.output.contains("destroy cli ended it"), "\(ended.output)")
  }

  @Test func whatIsLeftOfAConnectionIsDestroyedToo() throws {
    let lines =
      OpeningLines.connected + [
        "close cli", "close conn = 0 [cli TIME_WAIT]", "destroy cli = 0", "handles",
      ]
    let ended = try play(lines)
    #expect(ended.code == 0, "\(ended.errors)")
    #expect(ended.output.contains("TIME_WAIT → gone"), "\(ended.output)")
  }

  @Test func listenersAndDatagramSocketsAreDestroyed() throws {
    let lines = [
      "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv", "destroy srv = 0 [srv BOUND]", "socket u udp",
      "bind u 127.0.0.1:0", "destroy u = 0", "recv u 10 = -1 ECONNABORTED", "socket six tcp6", "bind six [::1]:0",
      "listen six", "destroy six = 0", "socket fresh tcp", "destroy fresh = -1 ENOENT",
    ]
    let ended = try play(lines)
    #expect(ended.code == 0, "\(ended.errors)")
    #expect(ended.output.contains("why   destroy u ended it (SOCK_DESTROY)"), "\(ended.output)")
  }

  // MARK: rlimit

  @Test func withoutDescriptorsTheProgramStillLooksAndRecords() throws {
    try Scratch.folder { folder in
      let path = folder.appending(path: "a.session").path
      let lines = [
        "rlimit nofile 4 = 0", "socket a tcp", "record \(path)", "socket b tcp = -1 EMFILE", "interfaces",
        "sysctl tcp_retries2", "handles", "route add prohibit 192.0.2.0/24 = -1 EMFILE", "rlimit nofile hard = 0",
        "socket b tcp", "? b.fd == 4", "record off",
      ]
      let ended = try play(lines)
      #expect(ended.code == 0, "\(ended.errors)")
      #expect(ended.output.contains("127.0.0.1/8") && !ended.output.contains("net.ipv4.tcp_retries2  -"))
      let text = try String(contentsOfFile: path, encoding: .utf8)
      #expect(text.contains("= -1 EMFILE") && text.contains("@isolated\n"), "\(text)")
    }
  }

  @Test func theLimitThatIsReadIsTheOneThatWasSet() throws {
    let ended = try play(["rlimit nofile 100", "rlimit nofile = 0", "rlimit RLIMIT_MEMLOCK 0", "rlimit memlock"])
    #expect(ended.code == 0, "\(ended.errors)")
    #expect(ended.output.contains("getrlimit(RLIMIT_NOFILE, {rlim_cur=100, rlim_max="))
    #expect(ended.output.contains("getrlimit(RLIMIT_MEMLOCK, {rlim_cur=0, rlim_max="))
  }

  // MARK: @short-timers

  @Test func shortTimersAreOfIsolatedSessionsOnly() throws {
    let outside = try Program.run(["-e", "@short-timers"])
    #expect(outside.code == 3 && outside.errors.contains("only an isolated session may have short timers"))
    let read = try values(["@short-timers", "sysctl tcp_syn_retries tcp_retries2 tcp_rto_max_ms"])
    #expect(read.map { $0["value"] as? String }.filter { $0 != nil } == ["1", "3", "1000"])
  }

  @Test func aRecordingThatBeginsAfterShortTimersHasThem() throws {
    try Scratch.folder { folder in
      let path = folder.appending(path: "a.session").path
      let ended = try play(["@short-timers", "record \(path)", "socket a tcp", "record off"])
      #expect(ended.code == 0, "\(ended.errors)")
      #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("sockplay 1\n@isolated\n@short-timers\n"))
      #expect(try Program.run(["check", path]).code == 0)
    }
  }
}
