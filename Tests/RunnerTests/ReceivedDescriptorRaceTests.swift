import Foundation
import Glibc
import Runner
import Sockets
import Support
import Testing

/// Descriptors that come with a message are new in this process, and must never get lost.
@Suite(.waits) struct ReceivedDescriptorRaceTests {
  private static let opening = [
    "socket l unix", "bind l unix:@NAME", "listen l 5", "socket a unix", "connect a {l}", "accept l b",
  ]

  private static func open(_ play: Play) {
    play.lines(opening.map { $0.replacing("NAME", with: "sockplay-\(getpid())") })
  }

  @Test func noDescriptorLeaksWhateverComesOfTheCall() throws {
    try SeparateProcess.run {
      _ = Play()
      let before = Race.descriptors
      do {
        let play = Play()
        Self.open(play)
        let inside = Race.descriptors
        for _ in 0..<1000 / 5 {
          for line in [
            "sendmsg a x SCM_RIGHTS:l,b", "recvmsg b 8 SCM_RIGHTS:g,h = 1 SCM_RIGHTS:g,h", "close g = 0", "close h = 0",
            "sendmsg a x SCM_RIGHTS:l,b", "recvmsg b 8 control:20 SCM_RIGHTS:g = 1 SCM_RIGHTS:g msg_flags:MSG_CTRUNC",
            "close g = 0",
            "sendmsg a x SCM_RIGHTS:l,b", "recvmsg b 8 control:0 = 1 msg_flags:MSG_CTRUNC",
            "sendmsg a x SCM_RIGHTS:l", "recv b 8 = 1", "recvmsg b 8 MSG_DONTWAIT SCM_RIGHTS:g = -1 EAGAIN",
            "recvmsg b 8 SCM_RIGHTS:g & = blocks", "sendmsg a x SCM_RIGHTS:l", "wait g = 1 SCM_RIGHTS:g", "close g = 0",
          ] {
            let step = try play.run(line)
            demand(step.failure == nil, line)
          }
        }
        demand(Race.descriptors == inside, "descriptors were left open: \(Race.descriptors.subtracting(inside))")
        // A call that has returned when the session ends has made handles that nobody has collected.
        play.lines(["recvmsg b 8 &", "sendmsg a x SCM_RIGHTS:l,a,b"])
      }
      Race.demandNothingLeft(beyond: before)
    }
  }

  @Test func cancelLosesNoDescriptorThatComesAtThatMoment() throws {
    try SeparateProcess.run {
      let count = try Race(turns: Soak.count("RACES", usual: 2_000)).run { play, shot in
        Self.open(play)
        let sender = play.table.find("a")!.descriptor, passed = play.table.find("l")!.descriptor
        let rights = ControlMessage(ControlKind.named("SCM_RIGHTS")!, withUnsafeBytes(of: passed) { Array($0) })
        var turn = 0
        shot.fires {
          Race.late(turn, 1) { _ = Message([[0x78]], control: [rights]).passed { Glibc.sendmsg(sender, $0, 0) } }
        }
        return {
          turn += 1
          try play.run("recvmsg b 8 SCM_RIGHTS:got &")
          shot.fire()
          let answer = try Race.late(turn, 2) { try play.run("cancel got") }.exchanges[0].answer!
          shot.wait()
          if answer.failed {
            demand(try play.run("recvmsg b 8 SCM_RIGHTS:got MSG_DONTWAIT").outputs == ["SCM_RIGHTS:got"], "it is lost")
          }
          try play.run("close got")
          return answer.failed ? .interrupted : .returned
        }
      }
      demand(count.returned > 0 && count.interrupted > 0, "this was no race: \(count)")
    }
  }
}
