/// What the lines of a session may do outside it. The user at the prompt may do everything; a file from somebody else
/// may only talk to this machine, and only in ways that leave nothing behind.
package struct Permissions: OptionSet, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }

  /// To reach other machines.
  package static let network = Permissions(rawValue: 1)
  /// To write files, and to make UNIX domain sockets outside the allowed directories.
  package static let files = Permissions(rawValue: 2)
  /// To talk to UNIX domain sockets that other programs have bound.
  package static let unix = Permissions(rawValue: 4)

  /// To take sockets from other processes.
  package static let processes = Permissions(rawValue: 8)

  /// To run programs.
  package static let programs = Permissions(rawValue: 16)

  package static let all: Permissions = [.network, .files, .unix, .processes, .programs]
  /// The words of `--allow`.
  package static let words: [(word: String, permission: Permissions)] = [
    ("network", .network), ("files", .files), ("unix", .unix), ("processes", .processes), ("programs", .programs),
  ]
}
