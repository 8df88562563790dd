import Testing

@testable import Runner

/// How long a kernel tries, as it was measured with a listener whose queue is full: it gives up at the first timer after
/// that time.
@Suite struct SYNTimeTests {
  @Test(arguments: [(0, 1), (1, 3), (2, 7), (3, 15), (4, 31), (6, 127), (7, 247)])
  func eachWaitIsTwiceAsLong(_ retries: Int, _ seconds: Int) {
    #expect(SYNTime(retries: retries, longestWait: 120_000).milliseconds == seconds * 1000)
  }

  @Test func noWaitIsLongerThanTheLongest() {
    #expect(SYNTime(retries: 1, longestWait: 1000).milliseconds == 2000)
    #expect(SYNTime(retries: 3, longestWait: 2000).milliseconds == 7000)
  }
}
