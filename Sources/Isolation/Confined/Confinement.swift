/// How a program is held that somebody else has written: in namespaces of its own, and where it is a submission to be
/// graded, with files and limits of its own as well.
package struct Confinement: Sendable {
  /// The folder or file that is copied to where the program runs, see `ConfinedFiles`; nil for a program that sees the files
  /// of this machine as they are, and has no limits.
  package var submission: String?
  /// What it is not to see.
  package var hidden: [String] = []
  /// What it may read although it lies in what is hidden.
  package var shared: [String] = []
  package var limits = ProgramLimits()

  package init() {}

  /// Where the copy lies, for the program.
  package static let folder = "/tmp/submission"
  /// How deep the folders of a submission may be nested.
  package static let deepest = 64
}

/// How much of this machine a program may take, with all that it has started.
package struct ProgramLimits: Sendable {
  /// In bytes, without what is on the disk.
  package var memory = 1 << 30
  /// Processes and threads.
  package var processes = 64
  /// What it may write to files, in bytes: they are all in memory.
  package var disk = 256 << 20
  /// What it may write to its standard output and error, in bytes.
  package var output = 1 << 20
  /// The time of the processor that one process may take, in seconds.
  package var seconds = 120

  package init() {}
}

/// What a program has taken too much of.
package enum Excess: String, Sendable { case memory, processes, output }

/// What the first process of a program's namespace tells.
package enum ConfinedEvent: Sendable, Equatable {
  /// It is ready to start programs.
  case ready
  /// There is no such namespace, or its files are not there.
  case failed(call: String, errno: Int32)
  /// The program that was started has ended, with a status as in wait(2). What it has started may still run.
  case ended(status: Int32)
  /// Nothing runs any more.
  case empty
  /// All was killed, because it took too much.
  case exceeded(Excess)
  /// All was killed, as asked for.
  case stopped

  package var bytes: [UInt8] {
    let text =
      switch self {
      case .ready: "ready"
      case .failed(let call, let errno): "failed \(errno) \(call)"
      case .ended(let status): "ended \(status)"
      case .empty: "empty"
      case .exceeded(let excess): "exceeded \(excess.rawValue)"
      case .stopped: "stopped"
      }
    return Array(text.utf8)
  }

  package init?(_ bytes: some Sequence<UInt8>) {
    let words = String(decoding: Array(bytes), as: UTF8.self).split(separator: " ", maxSplits: 2).map(String.init)
    switch (words.first, words.dropFirst().first) {
    case ("ready", nil): self = .ready
    case ("failed", let number?): self = .failed(call: words.count > 2 ? words[2] : "", errno: Int32(number) ?? 0)
    case ("ended", let status?): self = .ended(status: Int32(status) ?? 0)
    case ("empty", nil): self = .empty
    case ("exceeded", let word?):
      guard let excess = Excess(rawValue: word) else { return nil }
      self = .exceeded(excess)
    case ("stopped", nil): self = .stopped
    default: return nil
    }
  }
}
