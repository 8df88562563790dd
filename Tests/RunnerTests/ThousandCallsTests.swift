import Foundation
import Glibc
import Runner
import Support
import Testing

/// A thousand calls that wait at once. It runs in a process of its own, which may open so many descriptors.
@Suite(.waits) struct ThousandCallsTests {
  @Test func aThousandCallsWaitAndAreCollected() throws {
    try SeparateProcess.run {
      var limit = rlimit(rlim_cur: 0, rlim_max: 0)
      getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      limit.rlim_cur = min(limit.rlim_max, 4096)
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      _ = Play()
      let before = Race.descriptors
      do {
        let play = Play()
        let all = 1...1000
        for index in all {
          play.lines(["socket u\(index) udp", "bind u\(index) 127.0.0.1:0", "connect u\(index) {u\(index)}"])
          guard case .waiting(index, name: "u\(index)") = try play.run("recv u\(index) 10 &").outcome else {
            return demand(false, "\(index)")
          }
        }
        try demand(play.run("jobs").listing.count == 1000)
        try demand(play.run("jobs").listing.last == "[1000] u1000  recv")
        for index in all.reversed() { try demand(play.run("send u\(index) \"\(index)\"").failure == nil) }
        for index in 1...500 { try demand(play.run("wait u\(index) = \"\(index)\"").failure == nil, "\(index)") }
        for _ in 501...1000 { try demand(play.run("wait any = 3..4").failure == nil) }
        try demand(play.run("jobs").listing == ["no call is waiting"])
        for index in all { play.lines(["recv u\(index) 10 &"]) }
      }
      Race.demandNothingLeft(beyond: before)
    }
  }
}
