import Glibc
import Handles
import SessionLanguage
import Sockets

/// Which files a session file may include: those in its folder and below, wherever links on the way lead.
package enum InclusionPath {
  /// Finds the file at `path`, which the word at `span` names.
  ///
  /// - Parameters:
  ///   - name: That word.
  ///   - folder: The folder of the file that is played.
  ///   - permissions: What its player allows.
  /// - Returns: Its path without links.
  package static func resolve(
    _ path: [UInt8], named name: String, below folder: [UInt8], permissions: Permissions, at span: Span
  ) throws(Diagnostic) -> [UInt8] {
    let (found, number) = AllowedDirectories.resolved(path)
    guard let found else { throw unreadable(name, Errno(number).text, at: span) }
    let action = RestrictedAction.include(found)
    let isBelow = AllowedDirectories.resolved(folder).path.map { AllowedDirectories.isInside(found, $0) } ?? false
    guard isBelow || permissions.contains(action.permission) else { throw action.refusal(at: span) }
    var status = stat()
    let words = (found + [0]).map { CChar(bitPattern: $0) }
    guard stat(words, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw unreadable(name, "it is not an ordinary file", at: span)
    }
    return found
  }

  /// `path` without links; nil where nothing is there.
  package static func withoutLinks(_ path: [UInt8]) -> [UInt8]? { AllowedDirectories.resolved(path).path }

  /// - Parameter why: Why the file cannot be read.
  package static func unreadable(_ name: String, _ why: String, at span: Span) -> Diagnostic {
    Diagnostic("cannot include \(name)", at: span, label: why).inKorean("포함할 수 없습니다: \(name)")
  }
}
