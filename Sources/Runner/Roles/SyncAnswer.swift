import Handles
import Sockets
import Text

/// What a process says of a handle that another one asks for.
package struct SyncAnswer: Equatable, Sendable {
  package var content: Content
  /// What addresses of loopback reach from where it was said.
  package var place: String
  /// Whether the handle has every address of its machine (0.0.0.0 or [::]), and the value names loopback for it.
  package var isWildcard = false

  package enum Content: Equatable, Sendable {
    /// No handle of that process has the name.
    case unknown
    case value(Value)
    /// It has no such value now, and why.
    case problem(title: String, help: String)
  }

  package init(_ content: Content, place: String, isWildcard: Bool = false) {
    (self.content, self.place, self.isWildcard) = (content, place, isWildcard)
  }

  // MARK: As the fields of a message

  var fields: [String] {
    let (kind, text, help): (String, String, String) =
      switch content {
      case .unknown: ("-", "", "")
      case .value(.number(let number)): ("n", "\(number)", "")
      case .value(.text(let text)): ("t", text, "")
      case .value(.state(let state)): ("s", state.name, "")
      case .problem(let title, let help): ("p", title, help)
      }
    return [kind, text, help, place, isWildcard ? "any" : ""]
  }

  init?(_ fields: [String]) {
    guard fields.count == 5, fields.allSatisfy(Self.isShown) else { return nil }
    let content: Content? =
      switch fields[0] {
      case "-": .unknown
      case "n": Int(fields[1]).map { .value(.number($0)) }
      case "t": .value(.text(fields[1]))
      case "s": SocketState(name: fields[1]).map { .value(.state($0)) }
      case "p": .problem(title: fields[1], help: fields[2])
      default: nil
      }
    guard let content else { return nil }
    self.init(content, place: fields[3], isWildcard: fields[4] == "any")
  }

  /// Whether a terminal shows it as it stands. What a handle says of itself always is: addresses, numbers and words.
  private static func isShown(_ text: String) -> Bool {
    text.utf8.count <= longest
      && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }
  }

  private static let longest = 1024
}
