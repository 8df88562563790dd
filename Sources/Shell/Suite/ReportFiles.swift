import ArgumentParser
import Commands
import Glibc
import Reports
import Runner
import Sockets
import Text

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

/// What `grade` writes besides.
struct GradeReportOptions: ParsableArguments {
  @Option(
    name: .customLong("report-csv"),
    help: ArgumentHelp("Write the table of the class to FILE, for a spreadsheet.", valueName: "FILE"))
  var csv: String?

  @Option(
    name: .customLong("report-gradescope"),
    help: ArgumentHelp(
      "Write Gradescope's results.json of the only submission to FILE, or of each to the folder FILE.",
      valueName: "FILE"))
  var gradescope: String?

  /// The files that are written, as far as it is known which.
  fileprivate var documentPaths: [String] {
    [csv, gradescope.flatMap { SessionFolder.isFolder($0) ? nil : $0 }].compactMap { $0 }
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
  /// What only `grade` writes.
  private let grades: GradeReportOptions?
  private let language: Language

  /// Looks whether they can be written, before anything is played.
  /// - Parameters:
  ///   - paths: The files that are played; a report may not replace them.
  ///   - grades: What only `grade` writes, whose pages are for students.
  ///   - count: How many submissions there are.
  init(
    _ options: ReportOptions, playing paths: [String], grades: GradeReportOptions? = nil, of count: Int = 1,
    _ language: Language = .english
  ) throws(ReportProblem) {
    (self.options, self.grades, self.language) = (options, grades, language)
    var made: [String] = []
    do throws(ReportProblem) {
      try makeFolders(count, &made)
      try check(playing: paths)
    } catch {
      for folder in made { rmdir(folder) }
      throw error
    }
  }

  /// Makes the folder of the pages, and that of what each of several submissions has for Gradescope.
  /// - Parameter made: Those that were not there.
  private func makeFolders(_ count: Int, _ made: inout [String]) throws(ReportProblem) {
    if let html = options.html { try Self.makeFolder(html, &made) }
    guard count > 1, let gradescope = grades?.gradescope else { return }
    try Self.makeFolder(gradescope, &made)
    if !SessionFolder.isFolder(gradescope) {
      throw ReportProblem(path: gradescope, text: "it is no folder, and \(count) submissions have a file each")
    }
  }

  private static func makeFolder(_ path: String, _ made: inout [String]) throws(ReportProblem) {
    if mkdir(path, 0o777) == 0 { return made.append(path) }
    guard errno == EEXIST else { throw ReportProblem(path: path, text: Errno(errno).text) }
  }

  private func check(playing paths: [String]) throws(ReportProblem) {
    let played = Set(paths.compactMap { FileIdentity($0) })
    var seen: Set<String> = []
    let pages = options.html.map { ["\($0)/\(HTMLIndex.name)"] } ?? []
    for path in options.documents.map(\.path) + (grades?.documentPaths ?? []) + pages {
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
    try writeGrades(suite)
    guard let html = options.html else { return }
    for (index, file) in suite.files.enumerated() where hasPage(file) {
      let text = grades == nil ? HTMLPage.text(of: file) : GradePage.text(of: file, language: language)
      try Self.write(text, to: "\(html)/\(HTMLPage.name(of: file, number: index + 1))")
    }
    let index = grades == nil ? HTMLIndex.text(of: suite) : GradePage.index(of: suite, language: language)
    try Self.write(index, to: "\(html)/\(HTMLIndex.name)")
  }

  /// Whether there is something to tell of a file. Who got no marks has no page of them.
  private func hasPage(_ file: FileResult) -> Bool {
    grades == nil ? file.outcome != .notPlayed : file.outcome.isResult
  }

  private func writeGrades(_ suite: SuiteResult) throws(ReportProblem) {
    if let csv = grades?.csv { try Self.write(GradeTable.csv(of: suite, language: language), to: csv) }
    guard let gradescope = grades?.gradescope else { return }
    let isFolder = SessionFolder.isFolder(gradescope)
    for (index, file) in suite.files.enumerated() where file.outcome.isResult {
      let name = HTMLPage.name(of: file, number: index + 1).dropLast(4) + "json"
      let text = GradescopeDocument.text(of: file, language: language)
      try Self.write(text, to: isFolder ? "\(gradescope)/\(name)" : gradescope)
    }
  }

  private static func write(_ text: String, to path: String) throws(ReportProblem) {
    do throws(FileProblem) { try WholeFile(path).write(text) } catch {
      throw ReportProblem(path: path, text: error.text)
    }
  }
}

/// What tells whether two paths lead to one file.
struct FileIdentity: Hashable {
  let device: dev_t
  let inode: ino_t

  /// nil if there is no file.
  /// - Parameter followsLink: Whether the file that a symbolic link leads to is meant, instead of the link itself.
  init?(_ path: String, followsLink: Bool = true) {
    var status = stat()
    guard (followsLink ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
    (device, inode) = (status.st_dev, status.st_ino)
  }
}
