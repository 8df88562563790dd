import Foundation
import Glibc
import Runner
import Support
import Testing

/// Lines that lead into a situation, and what `why` must and must not say of it.
struct WaitSituation: CustomTestStringConvertible, Sendable {
  let name: String
  /// What a python3 program does at the other end; its first word is the port, or the name, that the lines call {port}.
  var peer: String?
  let lines: [String]
  /// The line that asks.
  let asks: String
  /// What the answer contains as soon as all have done what they are to do; PEER stands for `python3 (pid 4711)`.
  let says: [String]
  /// What is in no answer that contains all that.
  var never: [String] = []

  var testDescription: String { name }

  /// Plays it, and asks until the answer contains what it must: other programs take their time.
  func play() throws {
    let peer = try peer.map { try PythonPeer(Self.helpers + $0) }
    defer { peer?.kill() }
    let play = Play(isInteractive: true)
    if let peer { try play.run("let port \(peer.line())") }
    for line in lines {
      let step = try play.run(line)
      try #require(step.failure == nil, "\(line): \(step.exchanges.last?.answer?.errno.symbol ?? "")")
    }
    let who = peer.map { "\($0.name) (pid \($0.pid))" } ?? "nobody"
    let says = says.map { $0.replacing("PEER", with: who) }
    var answer = ""
    let end = monotonicMilliseconds() + 30_000
    while monotonicMilliseconds() < end {
      answer = try play.run(asks).listing.joined(separator: "\n")
      if says.allSatisfy(answer.contains) { break }
      usleep(5000)
    }
    for part in says { #expect(answer.contains(part), "\(part)\n--- is not in\n\(answer)") }
    for part in never { #expect(!answer.contains(part.replacing("PEER", with: who)), "\(part)\n--- is in\n\(answer)") }
  }

  private func monotonicMilliseconds() -> Int { Int(DispatchTime.now().uptimeNanoseconds / 1_000_000) }

  /// What the programs at the other end have in common.
  private static let helpers = """
    import ctypes, os, time, select, signal, threading
    def fork():
      p = os.fork()
      if p == 0: ctypes.CDLL(None).prctl(1, signal.SIGKILL)
      return p
    def rest(): time.sleep(3600)
    def listening(backlog=1):
      s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(backlog); say(s.getsockname()[1]); return s
    def accepted(): return listening().accept()[0]
    def bound():
      u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(('127.0.0.1', 0)); say(u.getsockname()[1]); return u
    def named(kind):
      s = socket.socket(socket.AF_UNIX, kind); n = 'situation-%d' % os.getpid(); s.bind('\\0' + n)
      if kind != socket.SOCK_DGRAM: s.listen(1)
      say(n); return s

    """
}
