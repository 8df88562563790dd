import Glibc
import Runner
import SessionLanguage
import Sockets
import Support
import Testing

@Suite(.waits) struct JobsTests {
  private func prepared(isInteractive: Bool = false) throws -> Play {
    let play = Play(timeout: 5000, isInteractive: isInteractive)
    for line in ["socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5", "socket a udp", "bind a 127.0.0.1:0"] {
      try play.run(line)
    }
    return play
  }

  @Test func jobsAreNamedByNumberAndHandle() throws {
    let play = try prepared()
    #expect(try play.run("jobs").listing == ["no call is waiting"])
    try play.run("accept srv conn &")
    try play.run("recv a &")
    #expect(try play.run("jobs").listing == ["[1] conn  accept", "[2] a  recv"])
    #expect(try play.run("cancel 1 = -1 EINTR").failure == nil)
    #expect(try play.run("cancel a = -1 EINTR").failure == nil)
    #expect(try play.run("jobs").listing == ["no call is waiting"])
  }

  private static let lowWater = ["socketpair a b unix", "setsockopt a SO_RCVLOWAT 10", "send b hello"]

  /// poll(2) calls all of these ready.
  @Test(arguments: [
    (lowWater, "recv a 100"), (lowWater, "read a 100"), (lowWater, "readv a 50 50"), (lowWater, "recvmsg a 100"),
    (lowWater + ["dup a c"], "recv c 100"),
    (["socketpair a b unix", "setsockopt a SO_PEEK_OFF 0", "send b hello", "recv a 5 MSG_PEEK"], "recv a 5 MSG_PEEK"),
    (
      OpeningLines.connected + ["setsockopt cli SO_PEEK_OFF 0", "send conn x", "recv cli 1 MSG_PEEK"],
      "recv cli 1 MSG_PEEK"
    ),
    (["socketpair a b unix", "send b U MSG_OOB"], "recv a 10"),
    (["eventfd a", "write a hex:fdffffffffffffff"], "write a hex:0200000000000000"),
  ])
  func aCallThatWaitsThoughItsSocketIsReady(_ lines: [String], _ line: String) throws {
    let play = Play(timeout: 400)
    for line in lines { try play.run(line) }
    #expect(try play.run("\(line) & = blocks").failure == nil)
    #expect(try play.run("jobs").listing.count == 1)
    #expect(try play.run("cancel 1 = *").failure == nil)
  }

  @Test func callsThatWaitTakeSoMuchMemoryTogether() throws {
    let play = try prepared()
    for _ in 1...4 { try play.run("recv a 256M &") }
    let error = try #require(throws: Diagnostic.self) { try play.run("recv a 1 &") }
    #expect(error.title == "the calls that wait would take too much memory")
    try play.run("cancel 1 = -1 EINTR")
    #expect(throws: Never.self) { try play.run("recv a 256M &") }
  }

  @Test func aNamePromisedToAWaitingCallIsTaken() throws {
    let play = try prepared()
    try play.run("accept srv conn &")
    let taken = try #require(throws: Diagnostic.self) { try play.run("socket conn tcp") }
    #expect(taken.title == "the name conn is taken")
    let early = try #require(throws: Diagnostic.self) { try play.run("recv conn") }
    #expect(early.title == "conn does not exist yet")
    try play.run("cancel conn")
    #expect(try play.run("socket conn tcp = fd").failure == nil)
  }

  @Test func aJobThatHasReturnedMayBeAskedAgain() throws {
    let play = try prepared()
    try play.run("recv a &")
    try play.run("sendto a hello {a}")
    for _ in 0..<3 { #expect(try play.run("wait a = 5 \"hello\"").failure == nil) }
    #expect(try play.run("cancel a = 5").failure == nil, "its result is kept")
    #expect(try play.run("fg 1 = 5").failure == nil)
  }

  @Test func oneOfSeveralCallsOfANameIsNamedByItsNumber() throws {
    let play = try prepared()
    for line in ["recv a 3 &", "recv a 5 MSG_PEEK &", "sendto a hello {a}"] { try play.run(line) }
    var lines: [String] = []
    for _ in 0..<5000 where !lines.contains(where: { $0.contains("has returned") }) {
      usleep(1000)
      lines = try play.run("jobs").listing
    }
    #expect(lines.contains { $0.hasSuffix("has returned: wait 1") || $0.hasSuffix("has returned: wait 2") }, "\(lines)")
  }

  @Test func whatHadReturnedBeforeIsNotToldAsNew() throws {
    let play = try prepared()
    for line in ["sendto a hello {a}", "recv a 5 & = 5"] { try play.run(line) }
    #expect(try play.run("cancel a").listing == ["  recv had returned before this line"])
    #expect(try play.run("wait a").listing == [])
  }

  @Test func aCallThatReturnedAtOnceIsFoundAsIfItHadWaited() throws {
    let play = try prepared()
    for line in ["sendto a hello {a}", "recv a 5 & = 5"] { #expect(try play.run(line).failure == nil) }
    #expect(try play.run("jobs").listing == ["no call is waiting"])
    for line in [#"wait a = 5 "hello""#, "cancel a = 5", "fg a = 5"] {
      #expect(try play.run(line).failure == nil, "\(line)")
    }
    for line in ["socket cli tcp", "connect cli {srv}", "accept srv conn &"] { try play.run(line) }
    #expect(try play.run("wait conn = fd from {cli}").failure == nil)
    // A call that was not to go to the background is no job, and one that waits comes first.
    try play.run("send cli x")
    try play.run("recv conn 1")
    #expect(try play.run("wait conn = fd").failure == nil)
    try play.run("recv conn 5 &")
    try play.run("send cli ab")
    #expect(try play.run(#"wait conn = 2 "ab""#).failure == nil)
  }

  /// The end of a session interrupts all that wait, and then waits for all of them together.
  @Test func callsThatHearNothingDoNotHoldTheEndOneAfterTheOther() throws {
    let kernel = ScriptedKernel(), play = Play(kernel: kernel)
    try play.run("socket a udp")
    kernel.setReady(false)
    for _ in 0..<15 { kernel.expect(.slow(Answer(result: 0), 40_000_000)) }
    for _ in 0..<15 { try #expect(play.run("recv a &").outcome != .done) }
    let start = monotonicNanoseconds()
    play.session.end()
    #expect(monotonicNanoseconds() - start < 20_000_000_000)
  }

  @Test func whatWasCollectedIsForgottenWithItsHandle() throws {
    let play = try prepared()
    try play.run("accept srv conn &")
    try play.run("cancel conn")
    #expect(try play.run("wait conn = -1 EINTR").failure == nil)
    try play.run("socket conn tcp")
    #expect(throws: Diagnostic.self) { try play.run("wait conn") }
  }

  @Test func returnedCallsAreShownAsStepsOfTheirOwn() throws {
    let play = try prepared(isInteractive: true)
    try play.run("recv a &")
    try play.run("sendto a hello {a}")
    var steps: [Step] = []
    let end = monotonicNanoseconds() + 5_000_000_000
    while steps.isEmpty, monotonicNanoseconds() < end { steps = play.session.collectReturned() }
    #expect(steps.map { String(decoding: $0.line, as: UTF8.self) } == ["wait a"])
    #expect(steps.first?.exchanges.first?.answer?.result == 5)
    #expect(play.session.collectReturned().isEmpty)
  }

  // MARK: While something else waits

  /// Each line ends only because the card of `recv a` was shown while it waited.
  @Test(arguments: [["recv b 10"], ["recv b 10 &", "wait b"], ["recv b 10 &", "fg b"], ["recv b 10 &", "fg"]])
  func whatReturnsMeanwhileIsShownAtOnce(lines: [String]) throws {
    let play = try prepared(isInteractive: true)
    let sender = Sender(to: "b", of: play)
    for line in ["recv a &", "sendto a hello {a}"] + lines.dropLast() { try play.run(line) }
    play.witness.whenShown = { _ in sender.send() }
    let step = try play.run(lines.last!)
    #expect(step.outcome == .done && step.exchanges.last?.answer?.result == 1)
    #expect(play.witness.steps.map { String(decoding: $0.line, as: UTF8.self) } == ["wait a"], "once")
    #expect(play.witness.steps.first?.exchanges.last?.answer?.received.data == Array("hello".utf8))
  }

  @Test func whatReturnsDuringASleepIsShownAtOnce() throws {
    let play = try prepared(isInteractive: true)
    for line in ["recv a &", "sendto a hello {a}"] { try play.run(line) }
    for _ in 0..<100 where play.witness.steps.isEmpty { try play.run("sleep 60ms") }
    #expect(play.witness.steps.map(\.job) == ["a"])
  }

  @Test func aHandleThatCameMeanwhileIsThereAtOnce() throws {
    let play = try prepared(isInteractive: true)
    let sender = Sender(to: "b", of: play)
    for line in ["accept srv conn &", "socket cli tcp", "connect cli {srv}", "send cli hi"] { try play.run(line) }
    play.witness.whenShown = { _ in sender.send() }
    try play.run("recv b 10")
    #expect(play.witness.steps.map(\.job) == ["conn"])
    try #expect(play.run("recv conn 10").exchanges.first?.answer?.received.data == Array("hi".utf8))
  }

  /// A call in the foreground has the name of what it will make for itself, though it was not typed.
  @Test func unnamedHandlesThatComeMeanwhileGetOtherNames() throws {
    let play = try prepared(isInteractive: true)
    for line in ["socketpair u v unix", "recvmsg v 8 &", "sendmsg u x SCM_RIGHTS:a"] { try play.run(line) }
    let target = try #require(play.table.find("srv")!.endpoints.local)
    let client = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { Glibc.close(client) }
    play.witness.whenShown = { _ in _ = target.withSockaddr { Glibc.connect(client, $0, $1) } }
    let step = try play.run("accept srv")
    let (passed, made) = (play.witness.steps.flatMap(\.changes), step.changes)
    let names = [passed, made].compactMap { $0.first { $0.before == nil }?.name }
    #expect(Set(names).count == 2, "\(names)")
    for name in names { try #expect(play.run("close \(name)").exchanges.first?.answer?.result == 0) }
  }

  /// In a file each card has its place, whenever its call returns: at the `wait`, which several of one name need in
  /// their order.
  @Test func inAPlayTheCardIsLeftToTheWait() throws {
    let play = Play(timeout: 5000, isInteractive: true)
    let lines = [
      "socket a udp", "bind a 127.0.0.1:0", "socket b udp", "bind b 127.0.0.1:0", "recv a & = blocks",
      "recv a & = blocks",
      "sendto a one {a}", "recv b 10 = timeout within 100ms", "sendto a two {a}", "sleep 100ms", #"wait a = 3 "one""#,
      #"wait a = 3 "two""#,
    ]
    #expect(play.file(lines.text) == .held)
    #expect(play.witness.steps.map { String(decoding: $0.line, as: UTF8.self) } == lines)
  }

  /// There a word tells that it has come, once: each line ends only because of that.
  @Test(arguments: [true, false], ["recv b 10 = 1", "fg b = 1", "wait b = 1"])
  func inAPlayAWordTellsWhatReturnsMeanwhile(isInteractive: Bool, line: String) throws {
    let play = Play(timeout: 5000, isInteractive: isInteractive)
    let lines = [
      "socket b udp", "bind b 127.0.0.1:0", "socket a udp", "bind a 127.0.0.1:0", "recv a & = blocks",
      "sendto a one {a}",
    ]
    let client = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    defer { Glibc.close(client) }
    play.witness.whenTold = {
      let target = play.table.find("b").flatMap { $0.endpoints.local }
      _ = target?.withSockaddr { Glibc.sendto(client, "x", 1, 0, $0, $1) }
    }
    let job = line.hasPrefix("recv") ? [] : ["recv b 10 & = blocks"]
    #expect(play.file((lines + job + [line, "sleep 60ms", #"wait a = 3 "one""#]).text) == .held)
    #expect(play.witness.returned == ["a"])
  }

  // MARK: wait any

  @Test func waitAnyTakesTheCallThatReturnedFirst() throws {
    let play = try prepared()
    for line in ["socket b udp", "bind b 127.0.0.1:0", "recv a &", "accept srv conn &", "recv b &", "socket cli tcp"] {
      try play.run(line)
    }
    try #expect(play.run("wait any = timeout within 10ms").exchanges.count == 3)
    for (line, job) in [("sendto b to-b {b}", "b"), ("sendto a to-a {a}", "a"), ("connect cli {srv}", "conn")] {
      try play.run(line)
      for _ in 0..<5000
      where try !play.run("jobs").listing.contains(where: { $0.hasSuffix("has returned: wait \(job)") }) {
        usleep(1000)
      }
    }
    let steps = try ["wait any = \"to-b\"", "wait any = \"to-a\"", "wait any = fd [conn ESTABLISHED]"].map {
      try play.run($0)
    }
    #expect(steps.allSatisfy { $0.failure == nil } && steps.map(\.job) == ["b", "a", "conn"])
    #expect(try #require(throws: Diagnostic.self) { try play.run("wait any") }.title == "no call is waiting")
  }

  @Test func waitAnyHasADeadline() throws {
    let play = try prepared()
    try play.run("recv a &")
    play.session.timeout = 10
    guard case .deadline(10)? = try play.run("wait any").failure?.kind else { return fail("no deadline") }
    guard case .deadline(5)? = try play.run("wait any = 1 within 5ms").failure?.kind else { return fail("no deadline") }
    #expect(try play.run("cancel a = -1 EINTR").failure == nil, "the call itself goes on")
  }

  @Test func aJobMayBeCalledAny() throws {
    let play = try prepared()
    for line in ["socket any udp", "bind any 127.0.0.1:0", "recv a &", "recv any &", "sendto a to-a {a}"] {
      try play.run(line)
    }
    try #expect(play.run("wait any = timeout within 20ms").failure == nil)
    try play.run("sendto any x {any}")
    try #expect(play.run("wait any = 1").job == "any")
  }

  @Test func waitingHasADeadlineToo() throws {
    let play = try prepared()
    try play.run("recv a &")
    play.session.timeout = 10
    guard case .deadline(10)? = try play.run("wait a").failure?.kind else { return fail("no deadline") }
    #expect(try play.run("wait a = timeout within 5ms").failure == nil)
    #expect(try play.run("cancel a = -1 EINTR").failure == nil, "the call itself goes on")
  }

  @Test func eventsTellWhatHappensByItself() throws {
    let play = try prepared()
    for line in ["socket cli tcp", "connect cli {srv}", "accept srv conn", "send cli hello", "close cli"] {
      try play.run(line)
    }
    let end = monotonicNanoseconds() + 5_000_000_000
    while play.state("conn") != .closeWait, monotonicNanoseconds() < end { play.session.watch() }
    #expect(play.state("conn") == .closeWait)
    try play.run("recv conn")
    try play.run("close conn")
    while play.state("cli") != .timeWait, monotonicNanoseconds() < end { play.session.watch() }
    #expect(play.state("cli") == .timeWait)
  }

  @Test func sleepRests() throws {
    let start = monotonicNanoseconds()
    #expect(try prepared().run("sleep 20ms").listing.isEmpty)
    #expect(monotonicNanoseconds() - start >= 20_000_000)
  }
}
