import Glibc
import Sockets
import Testing

@Suite struct ResourceLimitTests {
  @Test func aLimitIsWhatGetrlimitSays() throws {
    let limit = try #require(ResourceLimit.all.first { $0.name == "nofile" })
    #expect(limit.values.soft == UInt(Descriptors.limit) && limit.values.hard >= limit.values.soft)
    #expect(limit.read().result == 0 && limit.read().values == limit.values)
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
