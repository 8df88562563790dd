import Foundation
import Glibc
import Runner
import Sockets
import Support
import Testing

/// Interrupting a call at the very moment it returns: cancel, Ctrl-C, Ctrl-Z and a deadline, each with accept and with
/// a datagram, `Race.usual` times. Each runs in a process of its own, so that its descriptors are all there are.
@Suite(.waits) struct InterruptionRaceTests {
  @Test func cancelLosesNoDatagramAndNoDescriptor() throws {
    try SeparateProcess.run {
      let sent = try Race(turns: Race.usual).run { play, shot in
        let sender = Sender(to: "a", of: play)
        var turn = 0
        shot.fires { Race.late(turn, 1) { sender.send() } }
        return {
          turn += 1
          try play.run("recv a 10 &")
          shot.fire()
          let answer = try Race.late(turn, 2) { try play.run("cancel a") }.exchanges[0].answer!
          shot.wait()
          if answer.result == 1 { return .returned }
          demand(answer.errno.symbol == "EINTR")
          demand(try play.run("recv a 10 MSG_DONTWAIT").exchanges[0].answer?.result == 1, "the datagram is lost")
          return .interrupted
        }
      }
      demand(sent.returned > 0 && sent.interrupted > 0, "this was no race")
    }
  }

  @Test func cancelLosesNoAcceptedConnection() throws {
    try SeparateProcess.run {
      let count = try Race(turns: Race.usual).run { play, shot in
        let client = Client(of: play)
        var turn = 0
        shot.fires { Race.late(turn, 1) { client.connect() } }
        return {
          turn += 1
          try play.run("accept srv c &")
          shot.fire()
          let answer = try Race.late(turn, 2) { try play.run("cancel c") }.exchanges[0].answer!
          shot.wait()
          if answer.failed {
            demand(answer.errno.symbol == "EINTR")
            demand(try play.run("accept srv c").exchanges[0].answer!.result > 0, "the connection is lost")
          }
          client.end(acceptedAs: "c", play)
          return answer.failed ? .interrupted : .returned
        }
      }
      demand(count.returned > 0 && count.interrupted > 0, "this was no race: \(count)")
    }
  }

  /// What poll saw is still there, whatever became of poll.
  @Test func cancelOfPollLosesNothing() throws {
    try SeparateProcess.run {
      let count = try Race(turns: Soak.count("RACES", usual: 1_000)).run { play, shot in
        let sender = Sender(to: "a", of: play)
        var turn = 0
        shot.fires { Race.late(turn, 1) { sender.send() } }
        return {
          turn += 1
          try play.run("poll a &")
          shot.fire()
          let step = try Race.late(turn, 2) { try play.run("cancel poll") }
          shot.wait()
          let answer = step.exchanges[0].answer!
          demand(answer.failed ? answer.errno.symbol == "EINTR" : step.outputs == ["a:POLLIN"])
          demand(try play.run("recv a 10 MSG_DONTWAIT").exchanges[0].answer?.result == 1, "the datagram is lost")
          return answer.failed ? .interrupted : .returned
        }
      }
      demand(count.returned > 0 && count.interrupted > 0, "this was no race")
    }
  }

  /// A key is pressed at the moment at which a client comes, and then at the moment at which a datagram does.
  @Test(arguments: [SIGINT, SIGTSTP]) func keysLoseNoAcceptedConnection(_ key: Int32) throws {
    try SeparateProcess.run("\(key)") {
      let count = try Race(turns: Race.usual).run(isInteractive: true) { play, shot in
        let client = Client(of: play)
        var turn = 0
        shot.fires { Race.press(key, turn) { client.connect() } }
        return {
          turn += 1
          let step = try Race.press(shot) { try play.run("accept srv c") }
          let isCut = try Race.settle(step, key, job: "c", again: "accept srv c", play)
          client.end(acceptedAs: "c", play)
          return isCut ? .interrupted : .returned
        }
      }
      demand(count.returned > 0 && count.interrupted > 0, "this was no race: \(count)")
    }
  }

  @Test(arguments: [SIGINT, SIGTSTP]) func keysLoseNoDatagram(_ key: Int32) throws {
    try SeparateProcess.run("\(key)") {
      let count = try Race(turns: Race.usual).run(isInteractive: true) { play, shot in
        let sender = Sender(to: "a", of: play)
        var turn = 0
        shot.fires { Race.press(key, turn) { sender.send() } }
        return {
          turn += 1
          let step = try Race.press(shot) { try play.run("recv a 10") }
          return try Race.settle(step, key, job: "a", again: "recv a 10", play) ? .interrupted : .returned
        }
      }
      demand(count.returned > 0 && count.interrupted > 0, "this was no race: \(count)")
    }
  }

  @Test func aDeadlineLosesNoDatagram() throws {
    try SeparateProcess.run {
      let count = try Race(turns: Race.usual).run { play, shot in
        let sender = Sender(to: "a", of: play)
        var turn = 0
        shot.fires { Race.hit(turn) { sender.send() } }
        return {
          turn += 1
          shot.fire()
          let step = try play.run("recv a 10 = timeout within 1ms")
          shot.wait()
          let isCut = Race.isCut(step)
          if isCut {
            demand(try play.run("recv a 10 MSG_DONTWAIT").exchanges[0].answer?.result == 1, "the datagram is lost")
          }
          return isCut ? .interrupted : .returned
        }
      }
      demand(count.returned > 0 && count.interrupted > 0, "this was no race: \(count)")
    }
  }

  @Test func aDeadlineLosesNoAcceptedConnection() throws {
    try SeparateProcess.run {
      let count = try Race(turns: Race.usual).run { play, shot in
        let client = Client(of: play)
        var turn = 0
        shot.fires { Race.hit(turn) { client.connect() } }
        return {
          turn += 1
          shot.fire()
          let step = try play.run("accept srv c = timeout within 1ms")
          shot.wait()
          let isCut = Race.isCut(step)
          if isCut { demand(try play.run("accept srv c").exchanges[0].answer!.result > 0, "the connection is lost") }
          client.end(acceptedAs: "c", play)
          return isCut ? .interrupted : .returned
        }
      }
      demand(count.returned > 0 && count.interrupted > 0, "this was no race: \(count)")
    }
  }

  /// Calls given up at the end of a session may return just then; what they made must not stay open.
  @Test func theEndOfASessionClosesWhatAWaitingCallMade() throws {
    try SeparateProcess.run {
      _ = Play()
      let before = Race.descriptors
      for _ in 0..<300 {
        let play = Play()
        play.lines([
          "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5", "accept srv c &", "socket cli tcp",
          "connect cli {srv}",
        ])
      }
      Race.demandNothingLeft(beyond: before)
    }
  }
}
