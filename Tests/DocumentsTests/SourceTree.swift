import Foundation
import Support

/// One Swift file below Sources, as the tests that check the house see it.
struct SourceFile {
  /// From the top of the project.
  let path: String
  /// Its lines without comments, and without what its strings say.
  let lines: [String]
  /// All words that may name a type.
  let names: Set<String>

  init(_ path: String) throws {
    self.path = path
    let code = Self.code(Array(try Documents.text(path).utf8))
    lines = code.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    names = Set(Self.words(code[...]).filter { $0.first!.isUppercase })
  }

  var folder: String { String(path[..<path.lastIndex(of: "/")!]) }
  /// The module.
  var room: String { path.split(separator: "/").map(String.init)[1] }

  /// The types that it declares for other files, and not inside of another type.
  var types: [String] {
    lines.filter { $0.first != " " }.compactMap { line in
      let words = Self.words(Array(line.utf8)[...])
      guard let place = words.firstIndex(where: Self.declares.contains), place + 1 < words.count,
        !words[..<place].contains(where: ["private", "fileprivate", "extension", "func", "let", "var"].contains)
      else { return nil }
      return words[place + 1]
    }
  }

  private static let declares: Set = ["struct", "class", "enum", "protocol", "actor", "typealias"]

  /// The modules whose types it may name: its own, and those that it imports.
  var rooms: Set<String> {
    let imports = lines.map { Self.words(Array($0.utf8)[...]) }.filter { $0.count > 1 && $0.contains("import") }
    return Set(imports.map { $0.last! } + [room])
  }

  private static func words(_ code: ArraySlice<UInt8>) -> [String] {
    code.split { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        false
      default: true
      }
    }.map { String(decoding: $0, as: UTF8.self) }
  }

  /// `text` without comments and without what strings say, but for the code that stands in them.
  static func code(_ text: [UInt8]) -> [UInt8] {
    let (quote, newline, escape) = (UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\\"))
    var code: [UInt8] = []
    /// The strings that are open, each with the parentheses that are open in code inside of it; and whether it has
    /// several lines.
    var open: [(parentheses: Int, isLong: Bool)] = []
    var index = 0
    func has(_ wanted: String) -> Bool { text[index...].starts(with: wanted.utf8) }
    while index < text.count {
      let byte = text[index]
      if let string = open.last, string.parentheses == 0 {
        let end = string.isLong ? "\"\"\"" : "\""
        if has(end) || byte == newline && !string.isLong {
          open.removeLast()
          index += has(end) ? end.count : 0
        } else if has("\\(") {
          open[open.count - 1].parentheses = 1
          code.append(UInt8(ascii: " "))
          index += 2
        } else {
          if byte == newline { code.append(newline) }
          index += byte == escape ? 2 : 1
        }
      } else if has("//") {
        index = text[index...].firstIndex(of: newline) ?? text.count
      } else if byte == quote {
        open.append((0, has("\"\"\"")))
        code.append(UInt8(ascii: " "))
        index += has("\"\"\"") ? 3 : 1
      } else {
        if !open.isEmpty {
          if byte == UInt8(ascii: "(") { open[open.count - 1].parentheses += 1 }
          if byte == UInt8(ascii: ")") { open[open.count - 1].parentheses -= 1 }
        }
        code.append(byte)
        index += 1
      }
    }
    return code
  }
}

/// What stands below Sources.
enum SourceTree {
  /// The paths of all files below `top`, from the top of the project.
  static func paths(_ top: String = "Sources") -> [String] {
    (FileManager.default.enumerator(atPath: Documents.url(top).path)?.compactMap { $0 as? String } ?? [])
      .map { "\(top)/\($0)" }.sorted()
  }

  static func files() throws -> [SourceFile] { try paths().filter { $0.hasSuffix(".swift") }.map(SourceFile.init) }

  /// All folders, without `Sources/`.
  static var folders: Set<String> {
    let folders = paths().filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: Documents.url(path).path, isDirectory: &isFolder)
        && isFolder.boolValue
    }
    return Set(folders.map { String($0.dropFirst("Sources/".count)) })
  }

  /// Which folder uses which, and the files and names by which it does.
  static func arrows(_ files: [SourceFile]) -> [String: [String: [String]]] {
    var homes: [String: [SourceFile]] = [:]
    for file in files { for type in file.types { homes[type, default: []].append(file) } }
    var arrows: [String: [String: [String]]] = [:]
    for file in files {
      let rooms = file.rooms
      for name in file.names.sorted() {
        for home in homes[name] ?? [] where home.folder != file.folder && rooms.contains(home.room) {
          arrows[file.folder, default: [:]][home.folder, default: []].append("\(file.path): \(name)")
        }
      }
    }
    return arrows
  }

  /// One way through `arrows` that comes back to where it began; nil when there is none.
  static func circle(_ arrows: [String: [String: [String]]]) -> [String]? {
    var done: Set<String> = []
    func search(_ folder: String, _ way: [String]) -> [String]? {
      if let start = way.firstIndex(of: folder) { return way[start...] + [folder] }
      guard !done.contains(folder) else { return nil }
      for next in (arrows[folder] ?? [:]).keys.sorted() {
        if let found = search(next, way + [folder]) { return found }
      }
      done.insert(folder)
      return nil
    }
    for folder in arrows.keys.sorted() { if let found = search(folder, []) { return found } }
    return nil
  }
}
