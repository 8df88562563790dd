/// What is special about a command, as its declaration says. Whoever needs to know reads it here, and never compares the
/// command's name.
package struct CommandTraits: OptionSet, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// It makes names that are only known when the file is played. After its line, the check before a file is played
  /// accepts every name.
  package static let makesUnknownNames = CommandTraits(rawValue: 1 << 0)
  /// An `=` on its line is between its words and expects nothing, so that TAB offers no expectation after it.
  package static let assigns = CommandTraits(rawValue: 1 << 1)
  /// A recording has in its place the `wait` or `cancel` that it came to.
  package static let isRecordedAsItsEnd = CommandTraits(rawValue: 1 << 2)
  /// It is about the network namespace that it is run in: `on HOST` at its end says which host's.
  package static let takesHost = CommandTraits(rawValue: 1 << 3)
  /// It makes or changes something that only a session has, such as a host or a server to practise with. Lines after it
  /// may need that, so a program that is exported cannot do without it.
  package static let onlyHere = CommandTraits(rawValue: 1 << 4)
  /// It is about what only a session has that plays all roles: the hosts and what passes between them, other files, the
  /// role itself.
  package static let needsOneProcess = CommandTraits(rawValue: 1 << 5)
}
