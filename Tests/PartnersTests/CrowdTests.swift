import Foundation
import Partners
import Support
import Testing

/// Many clients at once, also such as vanish, send garbage, or only connect.
@Suite(.waits) struct CrowdTests {
  /// How many there are; SOCKPLAY_CLIENTS says otherwise.
  private static let clients = ProcessInfo.processInfo.environment["SOCKPLAY_CLIENTS"] ?? "100"

  @Test(arguments: Partner.all.map(\.kind)) func everyKindSurvivesACrowd(kind: String) throws {
    let partner = try #require(Partner.named(kind))
    let echo = try partner.argument == .address ? Server("echo-threads") : nil
    defer { echo?.end() }
    let words: [String] =
      switch partner.argument {
      case .folder?: ["/"]
      case .address?: [try #require(echo).address]
      case nil: []
      }
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("crowd.py").path
    let python = try #require(Program.find("python3"))
    let ended = try Program.run([script, Program.sockplay, Self.clients, kind] + words, of: python, limit: 600)
    #expect(ended.code == 0, "\(ended.output) \(ended.errors)")
  }

  /// One that the test runs by itself.
  private final class Server: @unchecked Sendable {
    private let process = Process()
    private let input = PrivatePipe(), output = PrivatePipe()
    let address: String

    init(_ kind: String) throws {
      process.executableURL = URL(fileURLWithPath: Program.sockplay)
      process.arguments = ["peer", "--ends-with-input", kind]
      process.standardInput = input.reading
      process.standardOutput = output.writing
      try process.start()
      try input.reading.close()
      try output.writing.close()
      let first = String(decoding: output.reading.availableData, as: UTF8.self).split(separator: "\n").first ?? ""
      address = String(first.split(separator: " ").last ?? "")
    }

    func end() {
      try? input.writing.close()
      process.end()
    }
  }
}
