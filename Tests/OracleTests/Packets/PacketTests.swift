import Foundation
import Support
import Testing

/// What is told of TCP connections against the packets that tcpdump saw; `Scripts/soak packets` plays thousands.
@Suite(.waits, .enabled(if: Capture.isPossible, "tcpdump is not installed, or may not listen here"))
struct PacketTests {
  private static let seeds = Soak.count("PACKETS", usual: 4), first = Soak.count("FROM", usual: 1)

  @Test func randomConnectionsAreWhatWasOnTheWire() throws {
    let failed = try concurrently(Self.first..<Self.first + Self.seeds, workers: 4, failure).compactMap(\.self)
    #expect(failed.isEmpty, "\(failed.joined(separator: "\n\n"))")
  }

  private func failure(seed: Int) throws -> String? {
    let lines = GeneratedSession(seed: UInt64(seed), from: Construct.ofConnections).lines
    let problems = try PacketTrial(lines: lines).problems()
    guard !problems.isEmpty else { return nil }
    let text = "seed \(seed)\n\(lines.joined(separator: "\n"))\n\n\(problems.joined(separator: "\n"))"
    if Self.seeds > 4 { FileHandle.standardError.write(Data("\n\(text)\n".utf8)) }
    return text
  }

  /// The witness must be able to say no.
  @Test func whatWasNotOnTheWireIsFound() throws {
    let capture = try Capture(
      [Program.sockplay, "--json"] + OpeningLines.connected.flatMap { ["-e", $0] } + [
        "-e", "send cli hello", "-e", "shutdown cli wr",
      ])
    let wire = Wire.directions(of: capture.segments[...]), told = try ToldConnection.all(json: capture.output)
    let (ends, client) = try #require(told.first { $0.value.isClient })
    let back = Wire.Direction(from: ends.to, to: ends.from)
    let (out, into) = (try #require(wire[ends]), try #require(wire[back]))
    #expect(out.bytes == 5 && client.sent == 5 && out.fin != nil)
    #expect(PacketComparison(told: client, out: out, back: into, early: out).problems == [])
    #expect(PacketComparison(told: client, out: into, back: out, early: out).problems.count >= 2)
    #expect(PacketComparison(told: client, out: Wire(), back: Wire(), early: Wire()).problems.count >= 2)
  }
}
