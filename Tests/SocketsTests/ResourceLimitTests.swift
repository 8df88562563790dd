import Foundation
import Glibc
import Sockets
import Support
import Testing

@Suite(.waits) struct ResourceLimitTests {
  @Test func aLimitIsWhatGetrlimitSays() throws {
    let limit = try #require(ResourceLimit.all.first { $0.name == "nofile" })
    #expect(limit.values.soft == UInt(Descriptors.limit) && limit.values.hard >= limit.values.soft)
    #expect(limit.read().result == 0 && limit.read().values == limit.values)
  }

  /// What a session sets is for itself: a program that it starts has the limits that this one had before.
  @Test func whatIsStartedHasTheLimitsFromBefore() throws {
    try SeparateProcess.run {
      let before = ResourceLimit.all.map(\.values), file = try Scratch.file(), output = open(file.path, O_WRONLY)
      defer { try? FileManager.default.removeItem(at: file) }
      for limit in ResourceLimit.all {
        var low = limit.values
        low.soft = 4
        try #require(limit.set(low) == 0)
      }
      var start = ProcessStart("/bin/sh", ["sh", "-c", "ulimit -Sn; ulimit -Sl"])
      start.give(output, as: 1)
      let (process, error) = start.run()
      try #require(error == nil)
      var status: Int32 = 0
      waitpid(process, &status, 0)
      try #require(ResourceLimit.all.map(\.values.soft) == [4, 4])
      let text = before.enumerated().map { index, values in
        values.soft == .max ? "unlimited\n" : "\(values.soft / (index == 0 ? 1 : 1024))\n"
      }
      for (limit, values) in zip(ResourceLimit.all, before) { _ = limit.set(values) }
      try #require(String(contentsOf: file, encoding: .utf8) == text.joined())
    }
  }

  /// Raising the soft limit above the hard one changes nothing.
  @Test func whatIsAboveTheHardLimitIsRefused() {
    var asked = ResourceLimit.lockedMemory.values
    guard asked.hard < .max else { return }
    asked.soft = asked.hard + 1
    let result = ResourceLimit.lockedMemory.set(asked)
    let number = errno
    #expect(result == -1 && number == EINVAL)
  }
}
