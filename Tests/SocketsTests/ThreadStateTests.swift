import Foundation
import Sockets
import Support
import Testing

@Suite struct ThreadStateTests {
  /// The kernel's number of the calling thread.
  private static func own() -> Int32 {
    let link = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")) ?? ""
    return link.split(separator: "/").last.flatMap { Int32($0) } ?? 0
  }

  @Test func aThreadThatRunsIsNotAsleep() {
    #expect(Self.own() != 0)
    #expect(ThreadState(task: Self.own()) == nil)
    #expect(ThreadState(task: 0) == .unseen)
  }

  @Test func aThreadThatReadsWhatDoesNotComeIsAsleep() throws {
    let (told, waited) = (PrivatePipe(), PrivatePipe())
    let (tell, wait) = (told.writing, waited.reading)
    let thread = Thread {
      tell.write(Data("\(Self.own())\n".utf8))
      _ = wait.availableData
    }
    thread.start()
    let number = try #require(Int32(String(decoding: told.reading.availableData, as: UTF8.self).dropLast()))
    var state: ThreadState?
    for _ in 0..<5000 where state == nil {
      state = ThreadState(task: number)
      usleep(1000)
    }
    #expect(state == .asleep)
    waited.writing.write(Data("x".utf8))
  }
}
