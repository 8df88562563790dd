import Foundation
import Glibc

/// A python3 program as a peer of a test: `say(x)` tells the test something, and at the end of its code it waits to be
/// ended.
package final class PythonPeer {
  package struct Missing: Error {}

  private let process = Process()
  private let input = PrivatePipe(), output = PrivatePipe()
  private var buffer = Data()

  /// Starts `code`.
  package init(_ code: String) throws {
    guard let python = Program.find("python3") else { throw Missing() }
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = [
      "-c", "import socket, sys\ndef say(x): print(x, flush=True)\nsay('begun')\n\(code)\nsys.stdin.read()",
    ]
    process.standardInput = input.reading
    process.standardOutput = output.writing
    try process.start()
    try input.reading.close()
    try output.writing.close()
    _ = try line()
  }

  package var pid: Int32 { process.processIdentifier }
  /// Its command, as /proc has it.
  package var name: String {
    ((try? String(contentsOfFile: "/proc/\(pid)/comm", encoding: .utf8)) ?? "").trimmingCharacters(in: .newlines)
  }

  /// The next thing that it says.
  package func line() throws -> String {
    while true {
      if let end = buffer.firstIndex(of: 0x0a) {
        defer { buffer = Data(buffer[(end + 1)...]) }
        return String(decoding: buffer[..<end], as: UTF8.self)
      }
      var entry = pollfd(fd: output.reading.fileDescriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, 60_000) > 0 else { throw Missing() }
      let more = output.reading.availableData
      guard !more.isEmpty else { throw Missing() }
      buffer += more
    }
  }

  /// Ends it at once, whatever it does.
  package func kill() {
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.end()
  }

  /// Lets it end, and waits for that; one that does not is killed.
  package func end() {
    try? input.writing.close()
    process.end(within: 10)
  }
}
