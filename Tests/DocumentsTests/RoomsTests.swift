import Foundation
import Support
import Testing

/// What only one room may do.
@Suite struct RoomsTests {
  /// /proc and /sys are read by Sockets. What others say of them in prose, and in sessions that they show, opens
  /// nothing.
  @Test(arguments: ["Runner", "Reports", "Shell", "SessionLanguage"]) func onlySocketsReadsProc(room: String) throws {
    let paths =
      FileManager.default.enumerator(atPath: Documents.url("Sources/\(room)").path)?.compactMap { $0 as? String } ?? []
    let code = paths.filter { $0.hasSuffix(".swift") }
    #expect(!code.isEmpty)
    for path in code {
      for line in try Documents.text("Sources/\(room)/\(path)").split(separator: "\n")
      where line.contains("/proc") || line.contains("/sys/") {
        #expect(line.trimmingCharacters(in: .whitespaces).hasPrefix("//"), "\(room)/\(path): \(line)")
      }
    }
  }
}
