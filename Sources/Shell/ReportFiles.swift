import ArgumentParser
import Commands
import Glibc
import Reports
import Runner
import Sockets

/// What a `check` writes for others to read.
struct ReportOptions: ParsableArguments {
  @Option(
    name: .customLong("report-junit"),
    help: ArgumentHelp(
      "Write what came of the files to FILE, as JUnit's XML, which CI servers read.", valueName: "FILE"),
    completion: .file())
  var junit: String?

  @Option(
    name: .customLong("report-tap"), help: ArgumentHelp("The same for prove and its like.", valueName: "FILE"),
    completion: .file())
  var tap: String?

  @Option(
    name: .customLong("report-json"),
    help: ArgumentHelp("The same as one JSON document, see docs/check.schema.json.", valueName: "FILE"),
    completion: .file())
  var json: String?

  @Option(
    name: .customLong("report-html"),
    help: ArgumentHelp(
      "The same as pages to read in the folder DIR: an index, and one for each file.", valueName: "DIR"),
    completion: .directory)
  var html: String?

  var isEmpty: Bool { documents.isEmpty && html == nil }

  /// Those of one file each.
  fileprivate var documents: [(path: String, text: (SuiteResult) -> String)] {
    [(junit, JUnitDocument.text), (tap, TAPDocument.text), (json, SuiteJSONDocument.text)].compactMap { path, text in
      path.map { ($0, text) }
    }
  }
}

/// Why a report cannot be written.
struct ReportProblem: Error {
  let path: String
  let text: String

  var sentence: String { "cannot write the report \(path): \(text)" }
}

/// The files that a `check` writes: each whole, or not at all.
struct ReportFiles {
  private let options: ReportOptions

  /// Looks whether they can be written, before anything is played.
  /// - Parameter paths: The files that are played; a report may not replace them.
  init(_ options: ReportOptions, playing paths: [String]) throws(ReportProblem) {
    self.options = options
    let isFolderNew = try makeFolder()
    do throws(ReportProblem) { try check(playing: paths) } catch {
      if isFolderNew, let html = options.html { rmdir(html) }
      throw error
    }
  }

  /// Makes the folder of the pages. Returns whether it was not there.
  private func makeFolder() throws(ReportProblem) -> Bool {
    guard let html = options.html else { return false }
    if mkdir(html, 0o777) == 0 { return true }
    guard errno == EEXIST else { throw ReportProblem(path: html, text: Errno(errno).text) }
    return false
  }

  private func check(playing paths: [String]) throws(ReportProblem) {
    let played = Set(paths.compactMap(FileIdentity.init))
    var seen: Set<String> = []
    for path in options.documents.map(\.path) + (options.html.map { ["\($0)/\(HTMLIndex.name)"] } ?? []) {
      if let identity = FileIdentity(path), played.contains(identity) {
        throw ReportProblem(path: path, text: "it is one of the files that are played")
      }
      guard seen.insert(path).inserted else { throw ReportProblem(path: path, text: "two reports have this name") }
      try Self.check(path)
    }
  }

  private static func check(_ path: String) throws(ReportProblem) {
    do throws(FileProblem) { try WholeFile(path).check() } catch { throw ReportProblem(path: path, text: error.text) }
  }

  func write(_ suite: SuiteResult) throws(ReportProblem) {
    for (path, text) in options.documents { try Self.write(text(suite), to: path) }
    guard let html = options.html else { return }
    for (index, file) in suite.files.enumerated() where file.outcome != .notPlayed {
      try Self.write(HTMLPage.text(of: file), to: "\(html)/\(HTMLPage.name(of: file, number: index + 1))")
    }
    try Self.write(HTMLIndex.text(of: suite), to: "\(html)/\(HTMLIndex.name)")
  }

  private static func write(_ text: String, to path: String) throws(ReportProblem) {
    do throws(FileProblem) { try WholeFile(path).write(text) } catch {
      throw ReportProblem(path: path, text: error.text)
    }
  }
}

/// What tells whether two paths lead to one file.
private struct FileIdentity: Hashable {
  let device: dev_t
  let inode: ino_t

  /// nil if there is no file.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    (device, inode) = (status.st_dev, status.st_ino)
  }
}
