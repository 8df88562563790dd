import Runner
import SessionLanguage
import Sockets

// Names of the descriptors that came with a message.
extension RecordedLine {
  /// The word that names all descriptors that STEP received, where the line named too few: which names are free next depends on
  /// when the kernel forgets closed ones.
  static func receivedNames(_ step: Step) -> String? {
    guard step.job == nil, let messages = step.result?.answer?.received.messages else { return nil }
    let kinds = messages.flatMap(\.control).flatMap { message in message.descriptors.map { _ in message.symbol } }
    let names = step.changes.filter { $0.before == nil }.map(\.name)
    guard !kinds.isEmpty, kinds.count == names.count else { return nil }
    let words = Set(kinds).sorted().map { kind in
      "\(kind):" + zip(kinds, names).filter { $0.0 == kind }.map(\.1).joined(separator: ",")
    }
    return words.joined(separator: " ")
  }

  /// Whether a word of the line only named such descriptors.
  static func isReceivedName(_ word: Word) -> Bool {
    guard case .text(let text)? = word.segments.first else { return false }
    return text.hasPrefix("SCM_RIGHTS:") || text.hasPrefix("SCM_PIDFD:")
  }
}
