import Sockets

/// A place for a word after a command's name.
package struct Parameter: Sendable {
  /// The word for it in a synopsis, such as `BACKLOG`.
  package let name: String
  package let kind: Kind
  package let isOptional: Bool
  /// Whether it takes all words that are left.
  package let repeats: Bool
  /// Whether it may be a regular expression between slashes.
  let mayBePattern: Bool
  /// What TAB offers for it, where that is not what its kind offers.
  private let ownCompletion: (@Sendable (CompletionContext) -> Completion)?

  /// - Parameters:
  ///   - name: The word for it in a synopsis.
  ///   - kind: What the word is, from which follows how TAB completes it and how it is recorded.
  ///   - optional: Whether it may be left out.
  ///   - repeats: Whether it takes all words that are left.
  ///   - mayBePattern: Whether it may be a regular expression between slashes.
  ///   - completion: What TAB offers for it, where that is not what its kind offers.
  init(
    _ name: String, _ kind: Kind, optional: Bool = false, repeats: Bool = false,
    mayBePattern: Bool = false, completion: (@Sendable (CompletionContext) -> Completion)? = nil
  ) {
    self.name = name
    self.kind = kind
    self.isOptional = optional
    self.repeats = repeats
    self.mayBePattern = mayBePattern
    ownCompletion = completion
  }

  var synopsis: String { (isOptional ? "[\(name)]" : name) + (repeats ? "..." : "") }

  /// What TAB offers for it: a substitution in any word that begins one.
  func completion(in context: CompletionContext) -> Completion {
    if let references = Completion.references(in: context.word, context.table) { return .words(references) }
    return ownCompletion?(context) ?? kind.completion(in: context)
  }

  /// The handle that the command works on.
  static let handle = Parameter("HANDLE", .handle)
  /// The name of a handle that the command makes.
  static let newHandle = Parameter("NEW", .newHandle, optional: true)
  static let address = Parameter("ADDRESS", .address)
  static let data = Parameter("DATA", .data)
  static let flags = flags(.messageFlags)

  static func flags(_ table: ConstantTable) -> Parameter { Parameter("FLAGS", .flags(table), optional: true) }
  /// The bytes that are received where no length is typed.
  static let usualLength = 4096
  static let length = Parameter("LENGTH", .integer, optional: true)
}
