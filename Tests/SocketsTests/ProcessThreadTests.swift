import Foundation
import Glibc
import Support
import Testing

@testable import Sockets

/// What a thread waits in, from /proc.
@Suite(.waits) struct ProcessThreadTests {
  @Test func theLineOfACallIsRead() {
    let number = SystemCallNumber.all.first { $0.name == "recvfrom" }?.number ?? -1
    let line = "\(number) 0x4 0x7f00 0x1000 0x0 0x0 0x0 0x7ffdb2307350 0x7f22b7d672ad\n"
    let call = ProcessThread.WaitingCall(line)
    #expect(call?.name == "recvfrom" && call?.descriptor == 4 && call?.text == "recvfrom")
    #expect(
      ProcessThread.WaitingCall("9999 0x4 0x0 0x0 0x0 0x0 0x0 0x7ffdb2307350 0x7f22b7d672ad")?.text
        == "system call 9999")
    #expect(ProcessThread.WaitingCall("running") == nil)
    #expect(ProcessThread.WaitingCall("-1 0x7ffdb2307350 0x7f22b7d672ad") == nil, "outside a system call")
  }

  /// Its numbers mean other calls.
  @Test func aProgramOf32BitsHasOtherNumbers() {
    let call = ProcessThread.WaitingCall("3 0x4 0x0 0x0 0x0 0x0 0x0 0xffa0b2c0 0xf7f1a549")
    #expect(call?.name == nil && call?.text == "system call 3" && call?.descriptor == nil)
  }

  /// Each column is held against the kernel's header, where that is installed.
  @Test(arguments: ["x86_64-linux-gnu/asm/unistd_64.h", "asm-generic/unistd.h"])
  func theNumbersAreThoseOfTheKernel(header: String) throws {
    let numbers = SystemCallNumber.all.map { header.hasPrefix("asm") ? $0.arm64 : $0.x86_64 }
    #expect(Set(numbers.compactMap(\.self)).count == numbers.compactMap(\.self).count)
    guard let text = try? String(contentsOfFile: "/usr/include/" + header, encoding: .utf8) else { return }
    var known: [String: Int] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split { $0 == " " || $0 == "\t" }
      guard words.count == 3, words[0] == "#define", let number = Int(words[2]) else { continue }
      known[String(words[1]).replacing("__NR3264_", with: "__NR_")] = number
    }
    for (call, number) in zip(SystemCallNumber.all, numbers) {
      #expect(known["__NR_\(call.name)"] == number, "\(call.name)")
    }
  }

  @Test func aSleepIsMeasuredFromItsBegin() throws {
    let began = monotonicNanoseconds()
    let peer = try PythonPeer("import time; say('sleeps'); time.sleep(3600)")
    defer { peer.kill() }
    _ = try peer.line()
    var seen: ProcessThread?
    let end = monotonicNanoseconds() + 30_000_000_000
    while seen?.call?.name != "clock_nanosleep" || (seen?.asleep ?? 0) < 100, monotonicNanoseconds() < end {
      seen = Processes.threads(Int(peer.pid)).first
      usleep(10_000)
    }
    let thread = try #require(seen)
    #expect(thread.call?.name == "clock_nanosleep" && thread.state == "S" && thread.task == Int(peer.pid))
    #expect(thread.kernelFunction?.contains("nanosleep") == true)
    // It cannot have slept for longer than it has been there.
    let age = Int((monotonicNanoseconds() - began) / 1_000_000)
    #expect((100...age).contains(try #require(thread.asleep)))
    #expect(Processes.threadCount(Int(peer.pid)) == 1)
  }

  /// The scheduler has moved the thread: then only earlier looks say how long it has slept.
  @Test func aThreadThatWasNotSwitchedToHasSleptSinceTheLastLook() throws {
    let sched =
      "se.exec_start                 :             0.000000\nnr_switches                   :                   17\n"
    #expect(SchedulerClock.lastRun(in: sched) == nil && SchedulerClock.switches(in: sched) == 17)
    #expect(SchedulerClock.lastRun(in: "se.exec_start  :   16755133.469287\n") == 16_755_133_469_287)
    let began = monotonicNanoseconds()
    #expect(ThreadHistory.unchanged(-1, start: 1, switches: 17) == nil, "the first look")
    usleep(20_000)
    let slept = try #require(ThreadHistory.unchanged(-1, start: 1, switches: 17))
    #expect(slept >= 20 && slept <= Int((monotonicNanoseconds() - began) / 1_000_000))
    #expect(ThreadHistory.unchanged(-1, start: 1, switches: 18) == nil, "it ran meanwhile")
    #expect(ThreadHistory.unchanged(-1, start: 2, switches: 18) == nil, "another thread with its number")
  }

  @Test func aProcessThatIsGoneHasNoThreads() { #expect(Processes.threads(999_999_999).isEmpty) }

  /// Looking at another processor's clock does not leave the thread there.
  @Test func theThreadMayRunWhereItCouldBefore() {
    func allowed() -> String? {
      SmallFile.text("/proc/thread-self/status")?.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed:") }.map(
        String.init)
    }
    let before = allowed()
    let clock = SchedulerClock()
    for processor in 0..<4 { _ = clock.milliseconds(since: 1, on: processor) }
    #expect(allowed() == before)
    #expect(clock.milliseconds(since: 1, on: 1023) == nil, "there is no such processor")
  }
}
