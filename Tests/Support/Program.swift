import Foundation

/// A program that a test runs to its end.
package struct Program {
  package struct Ended: Sendable {
    package let output: String
    package let errors: String
    package let code: Int32
  }

  /// The sockplay that was built with these tests.
  package static var sockplay: String { products.appendingPathComponent("sockplay").path }

  /// The folder that the tests' own binary lies in.
  package static var products: URL {
    URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
  }

  /// The top of the project.
  package static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Runs the program at `path` with `arguments` and `input`, and returns what it wrote. It is killed after `limit`
  /// seconds.
  package static func run(
    _ arguments: [String], of path: String = sockplay, input: [UInt8] = [], environment: [String: String] = [:],
    folder: URL? = nil,
    limit: Double = 60
  ) throws -> Ended {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    if let folder { process.currentDirectoryURL = folder }
    let files = try (0..<3).map { _ in try Scratch.file() }
    defer { for file in files { try? FileManager.default.removeItem(at: file) } }
    try Data(input).write(to: files[0])
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.start()
    let end = process.end(within: limit)
    let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return Ended(output: texts[1], errors: texts[2], code: end.number)
  }

  /// Where `program` lies, nil when it is not installed. The distribution's own comes first: a version manager may have
  /// put a script before it, each start of which starts twenty other programs.
  package static func find(_ program: String) -> String? {
    ("/usr/bin:" + (ProcessInfo.processInfo.environment["PATH"] ?? "")).split(separator: ":").map { "\($0)/\(program)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}

/// Files and folders that a test makes for itself.
package enum Scratch {
  /// A new empty file.
  package static func file() throws -> URL {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("sockplay-\(UUID().uuidString)")
    try Data().write(to: url)
    return url
  }

  /// Calls `body` with a new folder, which is removed afterwards.
  package static func folder<T>(_ body: (URL) throws -> T) throws -> T {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("sockplay-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url)
  }
}
