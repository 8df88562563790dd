import Foundation
import Support
import Testing

/// How often `why` has no more to say than the manual: of the calls and errnos that random sessions meet, few.
@Suite(.waits) struct ReasonShareTests {
  /// A call that failed, with its errno, and what was said of it.
  private struct Failed: Hashable, Sendable {
    let pair: String
    let reason: String
    var isOnlyDocumented: Bool { reason.hasPrefix("as documented ") || reason.hasPrefix("no page of the manual ") }
  }

  private func failures(seed: UInt64) throws -> [Failed] {
    // Most of the time it takes is that of calls that wait in vain.
    let lines = ["@timeout 20ms"] + GeneratedSession(seed: seed).lines
    let input = Array(lines.map { $0 + "\n" }.joined().utf8)
    let ended = try Program.run(["--json", "--keep-going"], input: input)
    return try ended.output.split(separator: "\n").compactMap { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      let call = (object?["total"] as? [String: Any]) ?? (object?["calls"] as? [[String: Any]])?.last
      guard let errno = call?["errno"] as? [String: Any], let symbol = errno["symbol"] as? String,
        let name = call?["name"] as? String
      else { return nil }
      return Failed(pair: "\(name) \(symbol)", reason: object?["reason"] as? String ?? "")
    }
  }

  @Test func fewFailuresAreOnlyDocumented() throws {
    let all = try concurrently(6) { try failures(seed: UInt64($0 + 1)) }.flatMap(\.self)
    let pairs = Dictionary(grouping: all, by: \.pair)
    let documented = pairs.filter { $0.value.contains(where: \.isOnlyDocumented) }
    #expect(pairs.count > 8)
    #expect(documented.count * 20 <= pairs.count, "\(documented.keys.sorted()) of \(pairs.count)")
    #expect(!all.contains { $0.reason.isEmpty }, "\(Set(all.filter { $0.reason.isEmpty }.map(\.pair)))")
  }
}
