import Foundation
import Glibc
import Runner
import Sockets
import Support
import Synchronization
import Testing

/// Interrupting a call at the very moment it returns. Each runs in a process of its own, so that its descriptors are all there are.
@Suite struct RaceTests {
  @Test func cancelLosesNoDatagramAndNoDescriptor() async {
    await #expect(processExitsWith: .success) {
      let sent = try Race(turns: 10_000).run { play, shot in
        let sender = Sender(to: "a", of: play)
        shot.fires { sender.send() }
        return {
          try play.run("recv a 10 &")
          shot.fire()
          let answer = try play.run("cancel a").exchanges[0].answer!
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

  @Test func cancelLosesNoAcceptedConnection() async {
    await #expect(processExitsWith: .success) {
      _ = try Race(turns: 3_000).run { play, shot in
        play.lines(["socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5"])
        let target = play.table[play.table.find("srv")!].naming.local!
        let client = Mutex(Int32(-1))
        shot.fires {
          let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
          demand(target.withSockaddr { Glibc.connect(descriptor, $0, $1) } == 0)
          client.withLock { $0 = descriptor }
        }
        return {
          try play.run("accept srv c &")
          shot.fire()
          let answer = try play.run("cancel c").exchanges[0].answer!
          shot.wait()
          if answer.failed {
            demand(answer.errno.symbol == "EINTR")
            demand(try play.run("accept srv c").exchanges[0].answer!.result > 0, "the connection is lost")
          }
          // RST in place of FIN, so that thousands of connections leave nothing in TIME_WAIT.
          try play.run("reset c")
          client.withLock { _ = Glibc.close($0) }
          return answer.failed ? .interrupted : .returned
        }
      }
    }
  }

  /// What poll saw is still there, whatever became of poll.
  @Test func cancelOfPollLosesNothing() async {
    await #expect(processExitsWith: .success) {
      let count = try Race(turns: 3_000).run { play, shot in
        let sender = Sender(to: "a", of: play)
        shot.fires { sender.send() }
        return {
          try play.run("poll a &")
          shot.fire()
          let step = try play.run("cancel poll")
          shot.wait()
          let answer = step.exchanges[0].answer!
          demand(answer.failed ? answer.errno.symbol == "EINTR" : step.gives == ["a:POLLIN"])
          demand(try play.run("recv a 10 MSG_DONTWAIT").exchanges[0].answer?.result == 1, "the datagram is lost")
          return answer.failed ? .interrupted : .returned
        }
      }
      demand(count.returned > 0 && count.interrupted > 0, "this was no race")
    }
  }

  /// A key is pressed at the moment at which a client comes, and then at the moment at which a datagram does.
  @Test(arguments: [SIGINT, SIGTSTP]) func keysLoseNoAcceptedConnection(_ key: Int32) async {
    await #expect(processExitsWith: .success) { [key] in
      let count = try Race(turns: 1_500).run(isInteractive: true) { play, shot in
        play.lines(["socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5"])
        let target = play.table[play.table.find("srv")!].naming.local!
        let client = Mutex(Int32(-1))
        var turn = 0
        shot.fires {
          let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
          usleep(100)
          if turn % 2 == 0 { Race.press(key, turn) }
          demand(target.withSockaddr { Glibc.connect(descriptor, $0, $1) } == 0)
          if turn % 2 == 1 { kill(getpid(), key) }
          client.withLock { $0 = descriptor }
        }
        return {
          turn += 1
          let step = try Race.press(shot) { try play.run("accept srv c") }
          let isCut = try Race.settle(step, key, job: "c", again: "accept srv c", play)
          play.lines(["reset c"])
          client.withLock { _ = Glibc.close($0) }
          return isCut ? .interrupted : .returned
        }
      }
      demand(count.returned > 0 && count.interrupted > 0, "this was no race: \(count)")
    }
  }

  @Test(arguments: [SIGINT, SIGTSTP]) func keysLoseNoDatagram(_ key: Int32) async {
    await #expect(processExitsWith: .success) { [key] in
      let count = try Race(turns: 1_500).run(isInteractive: true) { play, shot in
        let sender = Sender(to: "a", of: play)
        var turn = 0
        shot.fires {
          usleep(100)
          if turn % 2 == 0 { Race.press(key, turn) }
          sender.send()
          if turn % 2 == 1 { kill(getpid(), key) }
        }
        return {
          turn += 1
          let step = try Race.press(shot) { try play.run("recv a 10") }
          return try Race.settle(step, key, job: "a", again: "recv a 10", play) ? .interrupted : .returned
        }
      }
      demand(count.returned > 0 && count.interrupted > 0, "this was no race: \(count)")
    }
  }

  @Test func aDeadlineLosesNoDatagram() async {
    await #expect(processExitsWith: .success) {
      _ = try Race(turns: 1_000).run { play, shot in
        let sender = Sender(to: "a", of: play)
        shot.fires {
          usleep(900)
          sender.send()
        }
        return {
          shot.fire()
          let step = try play.run("recv a 10 = timeout within 1ms")
          let answer = step.exchanges[0].answer!
          shot.wait()
          demand((step.outcome == .timedOut) == answer.failed && (step.failure == nil) == answer.failed)
          if answer.failed { demand(try play.run("recv a 10 MSG_DONTWAIT").exchanges[0].answer?.result == 1, "the datagram is lost") }
          return answer.failed ? .interrupted : .returned
        }
      }
    }
  }

  /// Calls given up at the end of a session may return just then; what they made must not stay open.
  @Test func theEndOfASessionClosesWhatAWaitingCallMade() async {
    await #expect(processExitsWith: .success) {
      _ = Play()
      let before = Race.descriptors
      for _ in 0..<300 {
        let play = Play()
        play.lines(["socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5", "accept srv c &", "socket cli tcp", "connect cli {srv}"])
      }
      Race.demandNothingLeft(beyond: before)
    }
  }
}

/// Two threads that do something at nearly the same time, again and again.
struct Race {
  enum Winner { case returned, interrupted }

  let turns: Int

  /// The numbers of the open descriptors: all sockets, and what sockplay keeps out of the way. The C library's and
  /// Dispatch's own come and go as they like.
  static var descriptors: Set<Int32> {
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))!.compactMap { Int32($0) }
    return Set(
      numbers.filter { number in
        var status = stat()
        return fstat(number, &status) == 0 && (status.st_mode & S_IFMT == S_IFSOCK || number >= 1000)
      })
  }

  /// The thread of a call that has returned may take a moment to let go of what it shares with its session.
  static func demandNothingLeft(beyond before: Set<Int32>) {
    let end = monotonicNanoseconds() + 5_000_000_000
    while descriptors != before, monotonicNanoseconds() < end { usleep(500) }
    demand(descriptors == before, "descriptors were left open: \(descriptors.subtracting(before))")
  }

  /// Presses KEY, and then rests for a time that differs from turn to turn, so that on any machine both win now and then.
  static func press(_ key: Int32, _ turn: Int) {
    kill(getpid(), key)
    if turn % 16 > 1 { usleep(UInt32(turn % 16) * 40) }
  }

  /// Runs BODY while SHOT presses a key, which is counted when this returns.
  static func press(_ shot: Shot, _ body: () throws -> Step) rethrows -> Step {
    let keys = Keyboard.now
    shot.fire()
    let step = try body()
    shot.wait()
    while Keyboard.now == keys { usleep(10) }
    return step
  }

  /// Sees that the call of STEP, at whose end KEY was pressed, gave what it had to give, then or AGAIN. Returns whether the key cut
  /// it short, or moved it to the background.
  static func settle(_ step: Step, _ key: Int32, job: String, again: String, _ play: Play) throws -> Bool {
    if case .waiting = step.outcome {
      demand(key == SIGTSTP)
      demand(try play.run("wait \(job)").exchanges[0].answer!.failed == false, "the result is lost")
      return true
    }
    let answer = step.exchanges[0].answer!
    guard answer.failed else { return false }
    demand(key == SIGINT && answer.errno.symbol == "EINTR")
    demand(try play.run(again).exchanges[0].answer!.failed == false, "what came is lost")
    return true
  }

  /// Plays all turns, each as the function says that PREPARE returns, and sees that no descriptor is left.
  func run(isInteractive: Bool = false, _ prepare: (Play, Shot) throws -> () throws -> Winner) throws -> (returned: Int, interrupted: Int) {
    _ = Play()
    let shot = Shot()
    let before = Self.descriptors
    var count = (returned: 0, interrupted: 0)
    do {
      let play = Play(isInteractive: isInteractive)
      // Keys wake the session that is being played; the last to watch them is this one.
      let keys = isInteractive ? play.session.wakeup : nil
      if let keys { Keyboard.watch(keys) }
      let turn = try prepare(play, shot)
      for _ in 0..<turns {
        if try turn() == .returned { count.returned += 1 } else { count.interrupted += 1 }
      }
    }
    shot.fires {}
    Self.demandNothingLeft(beyond: before)
    return count
  }
}

/// A socket of the test's own that sends to one of a session, closed with its last use.
final class Sender: Sendable {
  private let descriptor = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
  private let target: SocketAddress

  /// Makes the datagram socket NAME of PLAY, which is to receive.
  init(to name: String, of play: Play) {
    play.lines(["socket \(name) udp", "bind \(name) 127.0.0.1:0"])
    target = play.table[play.table.find(name)!].naming.local!
  }

  deinit { Glibc.close(descriptor) }

  func send() { _ = target.withSockaddr { Glibc.sendto(descriptor, "x", 1, 0, $0, $1) } }
}

/// Something that another thread does when told.
final class Shot: @unchecked Sendable {
  private let trigger = DispatchSemaphore(value: 0), done = DispatchSemaphore(value: 0)
  private var body: () -> Void = {}

  init() {
    Thread.detachNewThread { [self] in
      // A signal that is meant for the process must not end what this thread does.
      var all = sigset_t()
      sigfillset(&all)
      pthread_sigmask(SIG_SETMASK, &all, nil)
      while true {
        trigger.wait()
        body()
        done.signal()
      }
    }
  }

  func fires(_ body: @escaping () -> Void) { self.body = body }
  func fire() { trigger.signal() }
  func wait() { done.wait() }
}

extension Play {
  /// Runs lines that are only there to prepare something.
  func lines(_ lines: [String]) {
    for line in lines { demand((try? run(line)) != nil, line) }
  }
}

/// Ends the process when something that a race must leave as it was is not.
func demand(_ holds: Bool, _ what: String = "", line: Int = #line) {
  guard !holds else { return }
  FileHandle.standardError.write(Data("line \(line): \(what)\n".utf8))
  exit(1)
}
