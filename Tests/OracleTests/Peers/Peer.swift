import Foundation
import Support

/// Another program that talks to sockplay. It ends with the test at the latest.
final class Peer {
  private let process = Process()
  private let input = PrivatePipe(), output = PrivatePipe()
  private var text = ""

  struct Problem: Error { let text: String }

  /// Starts `program`; what it writes to either output is read.
  init(_ program: String, _ arguments: [String]) throws {
    guard let path = Program.find(program) else {
      throw Problem(text: "\(program) is not installed; Scripts/test installs it")
    }
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardInput = input.reading
    process.standardOutput = output.writing
    process.standardError = output.writing
    try process.start()
    try input.reading.close()
    try output.writing.close()
  }

  deinit { stop() }

  func stop() {
    // A program that is not installed was never started.
    guard process.processIdentifier > 0 else { return }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.end()
  }

  func type(_ text: String) throws { try input.writing.write(contentsOf: Data(text.utf8)) }
  func endInput() throws { try input.writing.close() }

  /// The first number behind `prefix` in what it writes.
  func port(behind prefix: String) throws -> Int {
    try read { text in
      guard let start = prefix.isEmpty ? text.startIndex : text.firstRange(of: prefix)?.upperBound else { return nil }
      let digits = text[start...].prefix { $0.isNumber }
      return digits.endIndex < text.endIndex ? Int(digits) : nil
    }
  }

  /// The port of loopback on which it listens, as ss sees it.
  func listeningPort() throws -> Int {
    for _ in 0..<3000 {
      let rows = try Program.run(["-tlnpHO"], of: Program.find("ss")!).output.split(separator: "\n").map(String.init)
      if let row = rows.first(where: { $0.contains("pid=\(process.processIdentifier),") }),
        let port = row.between("127.0.0.1:", " ")
      {
        return Int(port)!
      }
      usleep(10_000)
    }
    throw Problem(text: "it does not listen: \(text)")
  }

  /// Waits until it has written `text`.
  func wait(for text: String) throws { try read { $0.contains(text) ? () : nil } }

  /// Waits until it ends; returns all that it wrote.
  func end() throws -> (text: String, code: Int32) {
    _ = try? read { _ in Int?.none }
    return (text, process.end().number)
  }

  /// Reads on until FIND finds something in what it has written so far.
  private func read<T>(until find: (String) -> T?) throws -> T {
    while true {
      if let found = find(text) { return found }
      var entry = pollfd(fd: output.reading.fileDescriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, 30_000) > 0 else { throw Problem(text: "nothing more came: \(text)") }
      let data = output.reading.availableData
      guard !data.isEmpty else { throw Problem(text: "it ended: \(text)") }
      text += String(decoding: data, as: UTF8.self)
    }
  }
}
