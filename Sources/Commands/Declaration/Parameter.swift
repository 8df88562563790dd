import Sockets

/// A place for a word behind a command's name.
package struct Parameter: Sendable {
  /// The word for it in a synopsis, such as `BACKLOG`.
  package let name: String
  package let kind: Kind
  package let isOptional: Bool
  /// Whether it takes all words that are left.
  package let repeats: Bool

  /// What the word is, which tells how to complete it.
  package enum Kind: Sendable, Equatable {
    case handle, newHandle, address, integer, data, option, file, command, job, process, text
    /// A text in which a port may stand.
    case value
    /// Parts of a message to send, and room for one that is received.
    case message, messageOut
    /// A handle with the events of poll(2) behind a colon, and one behind the letter of its set for select(2).
    case polled, selected
    /// Constants of a table, joined with `|`.
    case flags(ConstantTable)
    case choice([String])
  }

  package init(_ name: String, _ kind: Kind, optional: Bool = false, repeats: Bool = false) {
    self.name = name
    self.kind = kind
    self.isOptional = optional
    self.repeats = repeats
  }

  var synopsis: String { (isOptional ? "[\(name)]" : name) + (repeats ? "..." : "") }

  /// The handle that the command works on.
  package static let handle = Parameter("HANDLE", .handle)
  /// The name of a handle that the command makes.
  package static let newHandle = Parameter("NEW", .newHandle, optional: true)
  package static let address = Parameter("ADDRESS", .address)
  package static let data = Parameter("DATA", .data)
  package static let flags = flags(.messageFlags)

  static func flags(_ table: ConstantTable) -> Parameter { Parameter("FLAGS", .flags(table), optional: true) }
  package static let length = Parameter("LENGTH", .integer, optional: true)
}
