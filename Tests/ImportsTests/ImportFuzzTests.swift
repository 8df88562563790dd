import Foundation
import Fuzzing
import Support
import Testing

/// Logs that are damaged, and seeded noise in the form of logs. `Scripts/soak parser` goes on for as long as one likes.
@Suite struct ImportFuzzTests {
  private static let lines: [[UInt8]] = ["forms", "threads", "http-server", "ncat", "redis-cli"].flatMap { name in
    let url = StraceImportTests.folder.appendingPathComponent("Logs/\(name).log")
    return ((try? Data(contentsOf: url)).map { Array($0) } ?? []).split(separator: 0x0a).map { Array($0) }
  }

  @Test func damagedLogsAreNeverATrap() {
    var random = SeededGenerator(seed: 21)
    for _ in 0..<80 {
      var log: [UInt8] = []
      for _ in 0..<Int.random(in: 1...20, using: &random) {
        var line = Self.lines.randomElement(using: &random) ?? []
        for _ in 0..<Int.random(in: 0...3, using: &random) where !line.isEmpty {
          let index = Int.random(in: 0..<line.count, using: &random)
          switch Int.random(in: 0..<3, using: &random) {
          case 0: line[index] = UInt8.random(in: 0...255, using: &random)
          case 1: line.remove(at: index)
          default: line.insert(Array("\"{}[]()<>,=/*\\ 0\r".utf8).randomElement(using: &random) ?? 0, at: index)
          }
        }
        log += line + [0x0a]
      }
      if let problem = FuzzedImport.problem(log: log) {
        Issue.record("\(problem) in \(String(decoding: log, as: UTF8.self))")
      }
    }
  }

  @Test func mixedLogsAreNeverATrap() {
    var random = SeededGenerator(seed: 22)
    for _ in 0..<20 {
      var log: [UInt8] = []
      for _ in 0..<60 { log += (Self.lines.randomElement(using: &random) ?? []) + [0x0a] }
      if let problem = FuzzedImport.problem(log: log) {
        Issue.record("\(problem) in \(String(decoding: log, as: UTF8.self))")
      }
    }
  }

  @Test func damagedCapturesAreNeverATrap() throws {
    var random = SeededGenerator(seed: 23)
    let capture = Array(
      try Data(contentsOf: Program.root.appendingPathComponent("Tests/PacketsTests/Captures/echo.pcap")))
    for _ in 0..<150 {
      var bytes = capture
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        bytes[Int.random(in: 24..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if let problem = FuzzedImport.problem(capture: bytes) { Issue.record("\(problem)") }
    }
  }
}
