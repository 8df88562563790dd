import Glibc
import Handles
import SessionLanguage
import Support
import Testing

@testable import Runner

/// A process that plays the role `a`, and a test that is the process which plays `b`, over a socket pair.
@Suite(.waits) struct RoleChannelTests {
  private final class Pair {
    let play = Play()
    let channel: RoleChannel
    let far: Int32

    init(_ lines: String) {
      let (file, _) = SessionFile.read(Array("sockplay 1\n\(lines)\n".utf8))
      var ends: [Int32] = [-1, -1]
      socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
      far = ends[1]
      channel = RoleChannel(
        RoleSplit(file), of: file, playing: ["a"], .init(links: [SyncLink(ends[0], roles: ["b"])], isHub: true),
        in: play.session)
    }

    deinit {
      // The channel waits for the other end.
      shutdown(far, Int32(SHUT_WR))
      channel.leave(.held)
      close(far)
    }

    func send(_ messages: SyncMessage...) {
      for message in messages { _ = message.frame.withUnsafeBytes { write(far, $0.baseAddress, $0.count) } }
    }

    /// What the channel has sent, without the signs of life.
    func sent() throws -> [SyncMessage] {
      var frames = SyncFrames(), buffer = [UInt8](repeating: 0, count: 65536), messages: [SyncMessage] = []
      let count = recv(far, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      frames.append(buffer.prefix(max(0, count)))
      while let message = try frames.next() { if message != .alive { messages.append(message) } }
      return messages
    }
  }

  private static let lines = "b> socket y tcp\na> socket x tcp\nb> let v = 1\na> bind x 127.0.0.1:{v}"

  private func problem(_ body: () throws -> Verdict) -> RoleProblem? {
    do { _ = try body() } catch { return error as? RoleProblem }
    return nil
  }

  @Test func linesHappenInTheOrderOfTheFile() throws {
    let pair = Pair(Self.lines)
    #expect(pair.channel.other(forLine: 1) == "b" && pair.channel.other(forLine: 2) == nil)
    pair.send(.alive, .done(serial: 1, line: 1, .held))
    #expect(try pair.channel.wait(forLine: 1) == .held)
    pair.channel.finish(line: 2, .held, since: pair.play.table.variables)
    #expect(try pair.sent() == [.done(serial: 2, line: 2, .held)])
    pair.send(.variable(name: "v", value: "12345"), .done(serial: 3, line: 3, .checkFailed))
    #expect(try pair.channel.wait(forLine: 3) == .checkFailed)
    #expect(pair.play.table.variables["v"] == "12345")
  }

  @Test func variablesOfALineGoWithIt() throws {
    let pair = Pair(Self.lines)
    let before = pair.play.table.variables
    pair.play.table.set("v", to: "7")
    pair.play.table.set("unknown", to: "8")
    pair.channel.finish(line: 2, .held, since: before)
    #expect(try pair.sent() == [.variable(name: "v", value: "7"), .done(serial: 1, line: 2, .held)])
  }

  @Test func questionsAreAnsweredWhileOneWaits() throws {
    let pair = Pair("a> socket x tcp\nb> connect y {x}\n? x.state == BOUND")
    try pair.play.run("socket x tcp")
    try pair.play.run("let secret = 1")
    pair.send(
      .ask(name: "x", field: "state"), .ask(name: "x", field: nil), .ask(name: "secret", field: nil),
      .done(serial: 1, line: 2, .held))
    _ = try pair.channel.wait(forLine: 2)
    let answers = try pair.sent().map { message -> SyncAnswer.Content? in
      if case .answer(let answer) = message { answer.content } else { nil }
    }
    #expect(
      answers == [
        .value(.state(.closed)), .problem(title: "x has no address yet", help: "bind it first, or connect it"),
        .unknown,
      ])
  }

  @Test func othersAreAskedForTheirHandles() throws {
    let pair = Pair("b> socket y tcp\na> socket x tcp\na> send x {y.port}")
    pair.send(.answer(SyncAnswer(.value(.number(80)), place: "")))
    #expect(try pair.play.table.value(of: Reference(span: 0..<1, name: "y", field: "port")) == .number(80))
    #expect(try pair.sent() == [.ask(name: "y", field: "port")])
    // No line names it, so nobody is asked.
    #expect(throws: Diagnostic.self) { try pair.play.table.value(of: Reference(span: 0..<1, name: "z", field: nil)) }
    #expect(try pair.sent() == [])
  }

  @Test func anAddressThatOnlyAnotherMachineReachesIsRefused() throws {
    let pair = Pair("b> socket y tcp\na> connect x {y}")
    pair.send(.answer(SyncAnswer(.value(.text("127.0.0.1:80")), place: "another machine")))
    do throws(Diagnostic) {
      _ = try pair.play.table.value(of: Reference(span: 3..<6, name: "y", field: nil))
      Issue.record("it was taken")
    } catch {
      #expect(error.title == "y has the address 127.0.0.1:80 of another machine" && error.span == 3..<6)
    }
    pair.send(.answer(SyncAnswer(.value(.text("10.0.0.1:80")), place: "another machine")))
    #expect(try pair.play.table.value(of: Reference(span: 3..<6, name: "y", field: nil)) == .text("10.0.0.1:80"))
  }

  @Test func whatDoesNotBelongHereEndsThePlay() {
    let wrong: [SyncMessage] = [
      .done(serial: 2, line: 1, .held), .done(serial: 1, line: 2, .held), .done(serial: 0, line: 1, .held),
      .variable(name: "x", value: "1"), .variable(name: "PATH", value: "1"), .welcome,
      .hello(.init(digest: "", roles: ["b"], variables: [])), .answer(SyncAnswer(.unknown, place: "")),
    ]
    for message in wrong {
      let pair = Pair(Self.lines)
      _ = try? pair.play.run("socket x tcp")
      pair.send(message)
      #expect(problem { try pair.channel.wait(forLine: 1) } == .outOfStep(["b"]), "\(message)")
      #expect(pair.play.table.variables.isEmpty)
    }
  }

  @Test func theEndOfAnotherProcessEndsThePlay() {
    for verdict in [Verdict.held, .checkFailed, .skipped, .interrupted, .couldNotRun] {
      let pair = Pair(Self.lines)
      pair.send(.left(roles: ["b"], verdict))
      let problem = problem { try pair.channel.wait(forLine: 1) }
      #expect(problem == .left(["b"], verdict))
      #expect(problem?.verdict == (verdict == .interrupted ? .couldNotRun : verdict))
    }
    let pair = Pair(Self.lines)
    shutdown(pair.far, Int32(SHUT_WR))
    #expect(problem { try pair.channel.wait(forLine: 1) } == .gone(["b"]))
  }

  @Test func othersAreToldOfTheEnd() throws {
    let pair = Pair(Self.lines)
    shutdown(pair.far, Int32(SHUT_WR))
    pair.channel.leave(.checkFailed)
    pair.channel.leave(.held)
    #expect(try pair.sent() == [.left(roles: ["a"], .checkFailed)])
  }
}
