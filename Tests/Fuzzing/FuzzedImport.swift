import Imports
import Packets
import SessionLanguage

/// Text that looks like a log of strace, and bytes that look like a capture, made into sessions.
package enum FuzzedImport {
  /// Imports `bytes` as a log.
  ///
  /// - Returns: What is wrong with the session; nil if nothing is, or if there is none.
  package static func problem(log bytes: [UInt8]) -> String? {
    guard let text = try? StraceImport(StraceLog(bytes)).session(name: "log") else { return nil }
    return problem(session: text)
  }

  /// Imports `bytes` as a capture, both sides of each stream.
  package static func problem(capture bytes: [UInt8]) -> String? {
    guard let file = try? CaptureFile(reading: bytes) else { return nil }
    for index in 0..<max(1, CaptureImport.table(of: file).count - 1) {
      for isClient in [true, false] {
        guard let text = try? CaptureImport(file, stream: index, isClient: isClient).session(name: "capture") else {
          continue
        }
        if let problem = problem(session: text) { return problem }
      }
    }
    return nil
  }

  /// A session can be read, is in columns, and asks for nothing that needs a permission to run programs or write files.
  private static func problem(session text: [UInt8]) -> String? {
    let (file, problems) = SessionFile.read(text)
    if let first = problems.first { return "line \(first.number): \(first.diagnostic.title)" }
    for index in 0..<file.count {
      guard let name = file.statement(index).command?.name else { continue }
      if ["run", "source", "replay", "record", "peer", "adopt"].contains(name) { return "it has the command \(name)" }
    }
    return file.laidOut().text == text ? nil : "it is not in columns"
  }
}
