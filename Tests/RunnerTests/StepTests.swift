import Handles
import Runner
import SessionLanguage
import Sockets
import Support
import Testing

@Suite struct StepTests {
  private static let connected = [
    "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5", "socket cli tcp", "connect cli {srv}", "accept srv conn",
  ]

  @Test func aStepNamesTheHandleThatItWorkedOnOrMade() throws {
    let play = Play()
    #expect(try play.run("socket a udp").subject == "a")
    #expect(try play.run("bind a 127.0.0.1:0").subject == "a")
    #expect(try play.run("state a").subject == nil)
    #expect(try play.run("? a.fd > 2").subject == nil)
    #expect(try play.run("close a").subject == "a")
  }

  @Test func theRoleIsTheLinesOwnOrTheSessions() throws {
    let play = Play()
    #expect(try play.run("socket a udp").role == nil)
    #expect(try play.run("role client").role == nil)
    #expect(try play.run("socket b udp").role == "client")
    #expect(try play.run("server> socket c udp").role == "server")
    #expect(try play.run("socket d udp").role == "client")
    try play.run("role off")
    #expect(try play.run("socket e udp").role == nil)
  }

  @Test func callsTellWhenTheyBegan() throws {
    let before = monotonicNanoseconds()
    let play = Play()
    var last: Int64 = 0
    for line in ["socket a udp", "bind a 127.0.0.1:0", "close a"] {
      let step = try play.run(line)
      let call = try #require(step.exchanges.first), began = step.began(call)
      #expect(began > last && began + (call.answer?.nanoseconds ?? 0) <= monotonicNanoseconds() - before)
      last = began
    }
  }

  @Test func aCallInTheBackgroundIsToldAsOneThingFromItsBeginningToItsEnd() throws {
    let play = try Play(Self.connected)
    let begun = try play.run("recv conn 64 &")
    let waiting = try #require(begun.exchanges.first)
    #expect(waiting.answer == nil && begun.began(waiting) > 0 && begun.origin == nil && begun.subject == "conn")
    let moment = begun.began(waiting)
    try play.run("send cli ping")
    let ended = try play.run("wait conn = 4 \"ping\"")
    #expect(ended.failure == nil && ended.subject == "conn" && ended.counterpart?.handle == "cli")
    let origin = try #require(ended.origin)
    #expect(String(decoding: origin.statement.typed, as: UTF8.self).hasPrefix("recv conn 64"))
    let call = try #require(ended.exchanges.first)
    // Its thread makes the call a little after the line has begun it.
    #expect(ended.began(call) >= moment && ended.began(call) + (call.answer?.nanoseconds ?? 0) > moment)
    #expect(try play.run("close cli").origin == nil)
  }

  @Test func whatIsKeptStaysAsItWasTold() throws {
    let play = try Play(Self.connected)
    let sent = try play.run("send cli ping")
    let closed = try play.run("close cli")
    for line in ["recv conn 64", "close conn", "close srv", "socket cli udp", "bind cli 127.0.0.1:0"] {
      try play.run(line)
    }
    #expect(String(decoding: sent.line, as: UTF8.self) == "send cli ping" && sent.exchanges.count == 1)
    #expect(sent.subject == "cli" && sent.counterpart?.handle == "conn")
    #expect(closed.subject == "cli" && closed.counterpart?.handle == "conn")
  }

  @Test func whatStandsBehindTheCommandIsWhatWasExpected() throws {
    let play = Play()
    #expect(try play.run("socket a udp").expected == nil)
    #expect(try play.run("bind a 127.0.0.1:0   = 0 [a BOUND]").expected == "= 0 [a BOUND]")
  }
}
