import Sockets

/// What a person chose at each step of a play. It lies in a file that outlives the process: going back ends that, and the
/// next one plays anew what the journal still has.
final class StepJournal {
  enum Entry: Equatable {
    case run, skip
    /// Another line was run.
    case replace([UInt8])
  }

  private let file: MemoryFile
  private var entries: [Entry]
  /// How many of them have been played again.
  private var played = 0

  /// What its lines begin with.
  private static let (run, skip, replace, back) = ("+", "-", "=", "<")

  init(_ file: MemoryFile) {
    self.file = file
    entries = Self.lines(of: file).compactMap(Self.entry)
  }

  /// Whether steps are played again that were chosen in an earlier process.
  var isPlayingAnew: Bool { played < entries.count }

  /// Whether there is a step to go back to.
  var hasSteps: Bool { !entries.isEmpty }

  /// What was chosen at the step that is next; nil if that is still to be chosen.
  func next() -> Entry? {
    guard isPlayingAnew else { return nil }
    played += 1
    return entries[played - 1]
  }

  func add(_ entry: Entry) {
    entries.append(entry)
    played = entries.count
    write()
  }

  /// Forgets the last step, and asks for another process that plays the others anew.
  func goBack() {
    entries.removeLast()
    write([Self.back])
  }

  /// Whether the process that had `file` asks for another one. It does so once.
  static func takeRequest(in file: MemoryFile) -> Bool {
    guard lines(of: file).last == back else { return false }
    StepJournal(file).write()
    return true
  }

  // MARK: Its text: a line for each step

  private func write(_ more: [String] = []) {
    let lines = entries.map { entry in
      switch entry {
      case .run: Self.run
      case .skip: Self.skip
      case .replace(let line): Self.replace + String(decoding: line, as: UTF8.self)
      }
    }
    file.replace(with: Array((lines + more).map { $0 + "\n" }.joined().utf8))
  }

  private static func entry(_ line: String) -> Entry? {
    switch line {
    case run: .run
    case skip: .skip
    case _ where line.hasPrefix(replace): .replace(Array(line.utf8.dropFirst()))
    default: nil
    }
  }

  private static func lines(of file: MemoryFile) -> [String] {
    var bytes: [UInt8] = []
    file.read { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
