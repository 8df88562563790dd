import Glibc
import SessionLanguage
import Sockets

/// The sessions that come with the program: those of the place where it is installed, of the project that it was built in,
/// or of the current folder.
package enum SessionLibrary {
  /// The session files of a folder in `Sessions`, by name; empty where there is no such folder.
  package static func files(in name: String) -> [String] {
    folder(name).map(files(at:)) ?? []
  }

  /// The session files at `folder`, by name.
  package static func files(at folder: String) -> [String] {
    Folder.names(at: folder).filter { $0.hasSuffix(".session") && !$0.hasPrefix(".") }.sorted().map {
      "\(folder)/\($0)"
    }
  }

  /// Where `Scripts/install` puts them, below its prefix.
  private static let installed = "share/sockplay/Sessions"

  /// The path of a folder in `Sessions`; nil where there is none.
  package static func folder(_ name: String) -> String? {
    var place = Processes.ownProgram
    while let slash = place.lastIndex(of: "/") {
      place = String(place[..<slash])
      let folders = ["\(place)/\(installed)/\(name)", "\(place)/Sessions/\(name)"]
      if let folder = folders.first(where: exists) { return folder }
    }
    return here.map { "\($0)/Sessions/\(name)" }.flatMap { exists($0) ? $0 : nil }
  }

  /// Where the file `typed` is that documents call so, such as `Sessions/08-echo.session`; nil where none of that name
  /// comes with the program, or where it is just there.
  package static func path(of typed: String) -> String? {
    guard typed.hasPrefix(name), !exists(typed) else { return nil }
    return folder(String(typed.dropFirst(name.count)))
  }

  private static let name = "Sessions/"

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// The current folder, whose name stays true for a file that plays elsewhere. The C function is `getcwd`.
  private static var here: String? {
    guard let path = getcwd(nil, 0) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }
}

/// A session of `Sessions/errors`: a few lines, in which a call fails with one errno.
package struct ErrorSession: Sendable {
  package let path: String
  /// The call, or the page of section 7 of the manual.
  package let call: String

  /// - Returns: nil where there is none.
  init?(_ call: String, _ symbol: String, in folder: String) {
    (path, self.call) = ("\(folder)/\(call)-\(symbol).session", call)
    guard SessionLibrary.exists(path) else { return nil }
  }

  /// Whether a filter answers in it in the kernel's place.
  package var isInjected: Bool { lines.contains { $0.hasPrefix("inject ") } }

  /// The first of its lines with `ending`, without the columns of a file; nil if none has it.
  func line(with ending: String) -> String? {
    lines.first { $0.contains(ending) }.map { $0.replacing(/[ ]{2,}/, with: " ") }
  }

  /// Its lines that do something, and those that say how it is played; empty if the file cannot be read.
  var lines: [String] {
    TextLines.of(path).map { String(decoding: $0, as: UTF8.self) }.filter {
      !$0.hasPrefix("#") && $0 != Keyword.header
    }
  }
}

extension ErrorPage {
  /// The session that shows `symbol`: that of the call `name` where there is one, or else that of another call of the
  /// page.
  package func session(of symbol: String, by name: String) -> ErrorSession? {
    guard let folder = SessionLibrary.folder("errors") else { return nil }
    return ((words.contains(name) ? [name] : []) + words).lazy.compactMap { ErrorSession($0, symbol, in: folder) }.first
  }

  /// As above, on any page that has the call `name`.
  package static func session(of symbol: String, by name: String) -> ErrorSession? {
    pages(of: name).lazy.compactMap { $0.session(of: symbol, by: name) }.first
  }
}
