import Foundation
import Packets
import Support
import Testing

/// What is shown of the wire against what dumpcap saw on the interfaces, and against Wireshark's words; `Scripts/soak wire`
/// plays many.
@Suite(.waits, .enabled(if: WireTrial.isPossible, "dumpcap is not installed, or may not listen here"))
struct WireTruthTests {
  private static let seeds = Soak.count("WIRE", usual: 3), first = Soak.count("FROM", usual: 1)

  @Test func randomTrafficBetweenHostsIsToldAsItPassed() throws { try failures(hasHosts: true) }

  @Test func randomTrafficOnLoopbackIsToldAsItPassed() throws { try failures(hasHosts: false) }

  private func failures(hasHosts: Bool) throws {
    let failed = try concurrently(Self.first..<Self.first + Self.seeds, workers: 3) {
      try failure(seed: UInt64($0), hasHosts: hasHosts)
    }.compactMap(\.self)
    #expect(failed.isEmpty, "\(failed.joined(separator: "\n\n"))")
  }

  private func failure(seed: UInt64, hasHosts: Bool) throws -> String? {
    let trial = WireTrial(lines: WireTraffic(seed: seed, hasHosts: hasHosts).lines, hasHosts: hasHosts)
    let problems = try problems(of: trial)
    guard !problems.isEmpty else { return nil }
    let text = "seed \(seed)\n\(trial.lines.joined(separator: "\n"))\n\n\(problems.prefix(10).joined(separator: "\n"))"
    if Self.seeds > 3 { FileHandle.standardError.write(Data("\n\(text)\n".utf8)) }
    return text
  }

  /// The witness must be able to say no.
  @Test func whatDidNotPassIsFound() throws {
    let lines = ["client> socket c udp", "client> sendto c lost 10.0.0.2:7", "client> sendto c lost 10.0.0.2:8"]
    let played = try #require(try witnessed(WireTrial(lines: lines, hasHosts: true)))
    func problems(_ change: (inout WireTrial.Played) -> Void) -> [String] {
      var copy = played
      change(&copy)
      return WireComparison(copy).problems
    }
    func isLost(_ packet: CapturedPacket) -> Bool { packet.bytes.suffix(4).elementsEqual("lost".utf8) }
    try #require(played.told.count >= 8)
    #expect(problems { _ in } == [])
    #expect(problems { $0.told.swapAt(3, 4) } != [])
    for name in ["client", "server"] {
      let found = problems { $0.witnesses[name]?.packets.removeAll(where: isLost) }
      #expect(found.contains { $0.contains("dumpcap has not seen it") })
      let untold = problems { played in
        guard let file = played.witnesses[name], let lost = file.packets.firstIndex(where: isLost) else { return }
        played.witnesses[name]?.packets.insert(file.packets[lost], at: lost)
      }
      #expect(untold.contains { $0.contains("was not told") })
    }
  }

  private func problems(of trial: WireTrial) throws -> [String] {
    try witnessed(trial).map { WireComparison($0).problems } ?? ["dumpcap did not see all"]
  }

  /// On a busy machine dumpcap may begin too late, or not write its last frames in time; then it is no witness.
  private func witnessed(_ trial: WireTrial) throws -> WireTrial.Played? {
    for patience in [2, 8, 30] {
      let played = try Scratch.folder { folder in
        let played = try trial.played(in: folder, patience: patience)
        if let played { try compareWithTshark(played) }
        return played
      }
      if let played, WireComparison(played).hasWitnesses { return played }
    }
    return nil
  }

  private func compareWithTshark(_ played: WireTrial.Played) throws {
    guard Tshark.isThere else { return }
    try Tshark.compare(played.capturePath)
    let infos = try Program.run([played.capturePath], of: Program.find("capinfos") ?? "")
    #expect(infos.code == 0 && infos.errors.isEmpty, "\(infos.errors)")
    #expect(infos.output.contains("Number of packets:   \(played.told.count)"))
  }
}
