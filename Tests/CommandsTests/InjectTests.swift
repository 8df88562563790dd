import Commands
import SessionLanguage
import Sockets
import Support
import Testing

/// `inject`: a call that a filter answers.
@Suite(.waits, .enabled(if: Injection.isPossible, "this kernel takes no filters")) struct InjectTests {
  /// A line for each call that an errno can be injected into.
  private static let lines = [
    "socket x tcp", "socketpair x y unix", "pipe x y", "dup a x", "close a", "shutdown a wr", "bind t 127.0.0.1:0",
    "listen srv 2", "accept srv x", "accept4 srv x", "connect t {srv}", "getsockname t", "getpeername a",
    "setsockopt t SO_KEEPALIVE on", "getsockopt t SO_TYPE", "ioctl b SIOCINQ", "fcntl t F_GETFL", "send a z",
    "recv b 9",
    "sendto a z unspec", "recvfrom b 9", "sendmsg a z", "recvmsg b 9", "sendmmsg a z", "recvmmsg b 1 9", "read b 9",
    "write a z", "readv b 9", "writev a z", "sendfile a /etc/passwd", "splice r a 9", "tee r w2 9", "sockatmark t",
    "nonblock t on", "hex b",
    "poll a 0", "ppoll a 0", "select r:a 0", "pselect r:a 0", "epoll_create x", "epoll_ctl e add a",
    "epoll_wait e 9 0", "epoll_pwait e 9 0", "epoll_pwait2 e 9 0", "open / x", "memfd x", "eventfd x", "timerfd x 1s",
    "signalfd x SIGTERM", "pidfd x",
  ]

  private static let opening = [
    "socketpair a b unix", "socket t tcp", "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 1", "socket cli tcp",
    "connect cli {srv}", "pipe r w", "pipe r2 w2", "write w z", "epoll_create e", "epoll_ctl e add b", "send a q",
  ]

  /// A file may have a line of a megabyte.
  @Test func oneErrnoIsInjectedIntoOneCall() throws {
    let line = String(repeating: "inject error=EINTR ", count: 50_000) + "socketpair a b"
    let error = try #require(throws: Diagnostic.self) { try Play().run(line) }
    #expect(error.title == "one errno is injected into one call")
  }

  /// E2BIG is none that these calls give, so it shows that the filter knows the number of each.
  @Test(arguments: lines) func theCallFailsAndNothingOfItComesToPass(_ line: String) throws {
    let play = try Play(Self.opening)
    let before = play.table.all.map { "\($0.name) \($0.descriptor) \($0.snapshot)" }
    let step = try play.run("inject error=E2BIG \(line) = -1 E2BIG")
    let exchange = try #require(step.exchanges.first)
    #expect(step.failure == nil && step.exchanges.count == 1 && exchange.call.traits.contains(.isInjected))
    #expect(step.why?.hasPrefix("a seccomp filter answered in the kernel's place, as inject asks; ") == true)
    for handle in play.table.all { _ = play.table.look(at: handle) }
    #expect(play.table.all.map { "\($0.name) \($0.descriptor) \($0.snapshot)" } == before)
    // The same line without it does what it always does.
    let real = try play.run("\(line) = *")
    #expect(
      real.exchanges.contains { $0.call.name == exchange.call.name }
        && !real.exchanges.contains { $0.answer?.errno.symbol == "E2BIG" })
  }

  /// The list above has all of them.
  @Test func everyCallThatCanBeAnsweredIsTested() throws {
    let tested = Self.lines.compactMap { $0.split(separator: " ").first.map(String.init) }
    let groups: [Command.Group] = [.opening, .connecting, .transfer, .options]
    for command in Command.all where groups.contains(command.group) && !tested.contains(command.name) {
      guard let example = command.examples.first(where: { $0.hasPrefix("\(command.name) ") }) else { continue }
      let play = Play(timeout: 100)
      for line in command.examples.prefix(while: { $0 != example }) { _ = try? play.run(line) }
      let typed = String(decoding: try Parser.parse(Array(example.utf8)).typed, as: UTF8.self)
      let isAnswered = (try? play.run("inject error=E2BIG \(typed)")) != nil
      // adopt takes another process.
      #expect(!isAnswered || command.name == "adopt", "\(command.name)")
    }
  }

  @Test(arguments: [
    ("inject err=EIO socket a tcp", "invalid injection: err=EIO"),
    ("inject error=EFOO socket a tcp", "unknown errno: EFOO"),
    ("inject error=EAI_AGAIN socket a tcp", "unknown errno: EAI_AGAIN"),
    ("inject error=EIO frobnicate a", "unknown command: frobnicate"),
    ("inject error=EIO socket", "KIND is missing"),
    ("inject error=EIO send nobody x", "unknown handle: nobody"),
    ("inject error=EIO getaddrinfo localhost 80", "no errno can be injected into getaddrinfo"),
    ("inject error=EIO handles", "no errno can be injected into handles"),
  ])
  func whatCannotBeDoneIsRefused(line: String, title: String) throws {
    let error = #expect(throws: Diagnostic.self) { try Play().run(line) }
    #expect(error?.title == title)
  }

  /// A connection that an injected ECONNRESET speaks of goes on.
  @Test func whatIsInjectedIsNoEndOfAConnection() throws {
    let play = try Play(Self.opening)
    try play.run("inject error=ECONNRESET recv cli 1 = -1 ECONNRESET")
    #expect(play.state("cli") == .established)
    #expect(try !play.run("why cli").listing.joined().contains("ECONNRESET"))
  }

  @Test func whatItCompletesIsTheCommandsOwn() throws {
    let play = try Play(["socket srv tcp"])
    func offers(_ line: String) -> [String] {
      let start = line.lastIndex(of: " ").map { line.utf8.distance(from: line.startIndex, to: $0) + 1 } ?? 0
      guard case .words(let words) = Completion.offers(for: line, start: start, table: play.table) else { return [] }
      return words
    }
    #expect(offers("inject ").contains("error=ENFILE"))
    #expect(offers("inject error=EIO so").contains("socket"))
    #expect(offers("inject error=EIO listen ") == ["srv", "fd:"])
  }
}
