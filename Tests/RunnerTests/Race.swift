import Foundation
import Glibc
import Runner
import Sockets
import Support
import Synchronization

/// Two threads that do something at nearly the same time, again and again.
struct Race {
  enum Winner { case returned, interrupted }

  let turns: Int

  /// How often each is tried; Scripts/soak does it more often.
  static let usual = Soak.count("RACES", usual: 2_000)

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

  /// Presses `key` right before or right after what comes, in turns, and rests between the two for a time that differs
  /// from turn to turn, and now and then for long, so that on any machine both win now and then.
  static func press(_ key: Int32, _ turn: Int, _ whatComes: () -> Void) {
    usleep(100)
    if turn % 2 == 1 {
      whatComes()
      kill(getpid(), key)
    } else {
      kill(getpid(), key)
      if turn % 16 > 1 { usleep(turn % 64 == 2 ? 20_000 : UInt32(turn % 16) * 40) }
      whatComes()
    }
  }

  /// Does `body`, in every eighth turn, of which `which` is the place, so late that the other of two wins.
  static func late<Result>(_ turn: Int, _ which: Int, _ body: () throws -> Result) rethrows -> Result {
    if turn % 8 == which { usleep(1000) }
    return try body()
  }

  /// Lets what comes happen when a deadline of 1 ms is up; now and then long before or after, so that on any machine
  /// both win.
  static func hit(_ turn: Int, _ whatComes: () -> Void) {
    usleep(turn % 16 == 0 ? 0 : turn % 16 == 1 ? 3000 : UInt32(turn % 16) * 20 + 800)
    whatComes()
  }

  /// Whether its deadline cut the call of `step` short, which then says so.
  static func isCut(_ step: Step) -> Bool {
    let answer = step.exchanges[0].answer!
    demand((step.outcome == .timedOut) == answer.failed && (step.failure == nil) == answer.failed)
    demand(!answer.failed || answer.errno.symbol == "EINTR")
    return answer.failed
  }

  /// Runs `body` while `shot` presses a key, which is counted when this returns.
  static func press(_ shot: Shot, _ body: () throws -> Step) rethrows -> Step {
    let keys = Keyboard.now
    shot.fire()
    let step = try body()
    shot.wait()
    while Keyboard.now == keys { usleep(10) }
    return step
  }

  /// Sees that the call of `step`, at whose end `key` was pressed, gave what it had to give, then or `again`. Returns
  /// whether the key cut it short, or moved it to the background.
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
  func run(isInteractive: Bool = false, _ prepare: (Play, Shot) throws -> () throws -> Winner) throws -> (
    returned: Int, interrupted: Int
  ) {
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

  /// Makes the datagram socket `name` of `play`, which is to receive.
  init(to name: String, of play: Play) {
    play.lines(["socket \(name) udp", "bind \(name) 127.0.0.1:0"])
    target = play.table.find(name)!.endpoints.local!
  }

  deinit { Glibc.close(descriptor) }

  func send() { _ = target.withSockaddr { Glibc.sendto(descriptor, "x", 1, 0, $0, $1) } }
}

/// A client of the test's own, one connection after the other, of the listener `srv` that it makes in a session.
final class Client: Sendable {
  private let descriptor = Mutex(Int32(-1))
  private let target: SocketAddress

  init(of play: Play) {
    play.lines(["socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5"])
    target = play.table.find("srv")!.endpoints.local!
  }

  func connect() {
    let made = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    demand(target.withSockaddr { Glibc.connect(made, $0, $1) } == 0)
    descriptor.withLock { $0 = made }
  }

  /// Sees that the handle `name` is the other end of the connection, and that no other is left; then ends both.
  func end(acceptedAs name: String, _ play: Play) {
    let own = descriptor.withLock(\.self)
    let local = SocketAddress.read { getsockname(own, $0, $1) }
    demand(play.table.find(name).map { $0.endpoints.peer } == local, "another connection was accepted")
    // RST in place of FIN, so that thousands of connections leave nothing in TIME_WAIT.
    play.lines(["reset \(name)"])
    Glibc.close(own)
    demand((try? play.run("? srv.queue == 0").failure == nil) == true, "a connection is left")
  }
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
