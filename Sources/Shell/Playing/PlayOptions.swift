/// What a play shows, and how fast.
struct PlayOptions {
  /// The place from which on it is shown, as typed.
  var from: String?
  /// The number of the last line that is played.
  var to: Int?
  /// How long each line is shown before it runs, in milliseconds.
  var pace: Int?
  /// The descriptor of the journal of a play that can go back.
  var journal: Int32?
  /// Whether somebody watches who can be asked.
  var isAtTerminal = false
  /// Which roles are played here; nil for all.
  var share: RoleShare?

  /// Whether the play shows lines before they run, or opens a prompt.
  var isWatched: Bool { pace != nil || to != nil && isAtTerminal }

  /// The words of a command line that mean these options.
  var words: [String] {
    var words: [String] = []
    if let from { words.append("--from=\(from)") }
    if let to { words.append("--to=\(to)") }
    if let pace { words.append("--pace=\(pace)ms") }
    if let journal { words.append("--journal=\(journal)") }
    return words
  }
}
