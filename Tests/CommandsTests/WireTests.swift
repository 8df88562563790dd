import Foundation
import Support
import Testing

/// `wire FILE` on a capture of tcpdump's: a handshake, four bytes, their echo, and both FINs, on loopback.
@Suite(.waits) struct WireTests {
  private static let capture = Program.root.appendingPathComponent("Tests/PacketsTests/Captures/echo.pcap").path

  private func shown(_ line: String, _ more: [String] = []) throws -> String {
    let ended = try Program.run(more + ["-e", line])
    return ended.output + ended.errors
  }

  @Test func aFileIsShownAsALadder() throws {
    try Golden.expect(try shown("wire \(Self.capture)").relative, "wire-ladder")
  }

  @Test func oneSegmentIsExplainedBitByBit() throws {
    try Golden.expect(try shown("wire \(Self.capture) 2").relative, "wire-segment")
  }

  @Test func inKoreanToo() throws {
    try Golden.expect(try shown("wire \(Self.capture) 4", ["--lang", "ko"]).relative, "wire-segment-korean")
  }

  @Test func numbersMayBeRaw() throws {
    let raw = try shown("wire \(Self.capture) raw")
    #expect(raw.contains("[SYN] Seq=") && !raw.contains("[SYN] Seq=0 "))
  }

  @Test func noLineIsWiderThan80Columns() throws {
    for line in ["wire \(Self.capture)", "wire \(Self.capture) raw", "wire \(Self.capture) 1"] {
      for text in try shown(line).split(separator: "\n").dropFirst() { #expect(text.count <= 80, "\(text)") }
    }
  }

  @Test func someOfItMayBeShown() throws {
    let lines = try shown("wire \(Self.capture) 2..3").split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("2 ") } && !lines.contains { $0.hasPrefix("1 ") || $0.hasPrefix("4 ") })
    #expect(try shown("wire \(Self.capture) 99").contains("invalid packet: 99"))
    #expect(try shown("wire \(Self.capture) 3..1").contains("invalid packet: 3..1"))
  }

  @Test func whatIsNoCaptureIsRefused() throws {
    #expect(try shown("wire /dev/null").contains("is not a capture file"))
    #expect(try shown("wire /no/such/file").contains("cannot read /no/such/file"))
  }

  /// Comments and names of a file are a stranger's.
  @Test func bytesOfAStrangerNeverReachTheTerminal() throws {
    try Scratch.folder { folder in
      let path = folder.appendingPathComponent("strange.pcapng").path
      try Data(StrangeCapture.bytes).write(to: URL(fileURLWithPath: path))
      let output = try shown("wire \(path)")
      #expect(output.contains("evil") && !output.contains("\u{1b}"))
      #expect(!(try shown("wire \(path) 1")).contains("\u{1b}"))
    }
  }
}

extension String {
  /// Without the folder of this copy of the project.
  fileprivate var relative: String { replacingOccurrences(of: Program.root.path + "/", with: "") }
}
