import Commands
import Glibc
import Handles
import SessionLanguage
import Sockets

/// Reads the files that a session file includes, and those that they include.
struct Inclusions {
  private let permissions: Permissions
  /// The folder of the file that is played.
  private let folder: [UInt8]
  /// The files that led to the one that is looked at, each including the next.
  private var chain: [Link]
  /// The files that have been read, by their paths without links.
  private var known: [[UInt8]: Known] = [:]
  private(set) var problems: [SessionFile.Problem] = []
  /// Whether there were more of them than may be.
  private var isFull = false

  /// How many files may include each other in a row, how many may be included in all, and how large each may be.
  private static let deepest = 16, most = 1000, longest = 1 << 20

  private struct Link {
    let path: String
    let folder: [UInt8]
    /// Its path without links; empty for what is no file.
    let place: [UInt8]
    /// The number of the line that includes the next.
    var line = 0
  }

  private struct Known {
    let file: SessionFile
    /// How many files it includes, and those that they include.
    let count: Int
  }

  /// - Parameters:
  ///   - path: The file that is played. What comes from a pipe is in the current folder.
  ///   - permissions: What its player allows.
  init(of path: String, permissions: Permissions) {
    self.permissions = permissions
    let bytes = TypedPath.bytes(of: path)
    folder = Self.folder(of: bytes)
    chain = [Link(path: path, folder: folder, place: InclusionPath.withoutLinks(bytes) ?? [])]
  }

  /// Reads what `file` includes.
  /// - Parameter source: `file` itself, where another file includes it.
  /// - Returns: How many files these are, with those that they include.
  @discardableResult
  mutating func read(for file: inout SessionFile, in source: IncludedFile? = nil) -> Int {
    var count = 0
    for index in file.inclusions where !isFull {
      guard case .directive(.include(let path, let span)) = file.statement(index).body else { continue }
      chain[chain.count - 1].line = index + 1
      do throws(Diagnostic) {
        let (included, more) = try read(path, span)
        count += 1 + more
        isFull = count > Self.most
        guard !isFull else {
          throw Diagnostic("too many files are included", at: span, label: "a session has at most \(Self.most)")
        }
        file.include(included, at: index)
      } catch {
        problems.append(SessionFile.Problem(number: index + 1, diagnostic: error, in: source))
      }
    }
    return count
  }

  private mutating func read(_ name: String, _ span: Span) throws(Diagnostic) -> (file: IncludedFile, count: Int) {
    let bytes = name.hasPrefix("/") ? Array(name.utf8) : chain[chain.count - 1].folder + Array(name.utf8)
    let path = RelativePath.resolve(name, in: chain[chain.count - 1].path)
    let place = try InclusionPath.resolve(bytes, named: name, below: folder, permissions: permissions, at: span)
    let trail = chain.map { "\($0.path):\($0.line)" }.joined(separator: " includes ")
    if chain.contains(where: { $0.place == place }) {
      throw Diagnostic("these files include each other without end", at: span, label: "\(trail) includes \(path)")
        .inKorean("이 파일들은 서로를 끝없이 포함합니다")
    }
    guard chain.count <= Self.deepest else {
      throw Diagnostic(
        "these files include each other too deeply", at: span, label: "at most \(Self.deepest) in a row: \(trail)")
    }
    if let known = known[place] { return (IncludedFile(known.file, path: path, trail: trail), known.count) }
    var (file, unreadable) = try parse(place, name, span)
    let source = IncludedFile(file, path: path, trail: trail)
    problems += unreadable.map { SessionFile.Problem(number: $0.number, diagnostic: $0.diagnostic, in: source) }
    chain.append(Link(path: path, folder: Self.folder(of: bytes), place: place))
    let count = unreadable.isEmpty ? read(for: &file, in: source) : 0
    chain.removeLast()
    known[place] = Known(file: file, count: count)
    return (IncludedFile(file, path: path, trail: trail), count)
  }

  private func parse(_ place: [UInt8], _ name: String, _ span: Span) throws(Diagnostic) -> (
    file: SessionFile, problems: [SessionFile.Problem]
  ) {
    var reader = SessionReader(needsHeader: true)
    do throws(FileProblem) {
      try FileBytes.read(place, limit: Self.longest, refusesPipes: true) { reader.append($0) }
    } catch {
      throw InclusionPath.unreadable(name, error.text, at: span)
    }
    return reader.finish()
  }

  private static func folder(of path: [UInt8]) -> [UInt8] {
    path.lastIndex(of: UInt8(ascii: "/")).map { Array(path[...$0]) } ?? Array("./".utf8)
  }
}

/// A path in a file is relative to that file.
enum RelativePath {
  static func resolve(_ path: String, in source: String) -> String {
    guard !path.hasPrefix("/"), let slash = source.lastIndex(of: "/") else { return path }
    return source[...slash] + path
  }
}
