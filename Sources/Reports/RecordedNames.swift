import Commands
import Runner
import SessionLanguage
import Sockets

// Names for what the kernel chose: descriptors that came with a message, and ports that data speak of.
extension RecordedLine {
  /// Data between quotes, in which a port that the kernel chose for a handle stands by name: a request that names its server, such
  /// as `Host: 127.0.0.1:40001`, has another port when it is played.
  static func literal(_ data: ArraySlice<UInt8>, _ table: Table) -> String { "\"" + portsNamed(data, table, plain) + "\"" }

  /// Data as they were typed, likewise: what was typed from the screen is another number when it is played.
  static func typed(data text: String, _ table: Table) -> String {
    if ["hex:", "fill:", "rep:", "@"].contains(where: text.hasPrefix) { return text }
    return portsNamed(Array(text.utf8)[...], table) { String(decoding: $0, as: UTF8.self) }
  }

  private static func portsNamed(_ data: ArraySlice<UInt8>, _ table: Table, _ plain: (ArraySlice<UInt8>) -> String) -> String {
    var text = "", rest = data
    while let number = rest.firstRange(where: { (0x30...0x39).contains($0) }) {
      text += plain(rest[..<number.lowerBound])
      text += portName(rest[number], table) ?? plain(rest[number])
      rest = rest[number.upperBound...]
    }
    return text + plain(rest)
  }

  private static func plain(_ data: ArraySlice<UInt8>) -> String { String(Literal.text(data).dropFirst().dropLast()) }

  /// Only numbers of five digits are taken for ports: shorter ones may well be something else.
  private static func portName(_ digits: ArraySlice<UInt8>, _ table: Table) -> String? {
    guard digits.count == 5, let port = UInt16(String(decoding: digits, as: UTF8.self)) else { return nil }
    let owner = table.all.first { table[$0].portWasChosen && table[$0].naming.local?.port == port }
    return owner.map { "{\(table[$0].name).port}" }
  }

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

extension Collection {
  /// Where the first elements stand, one behind the other, that all are as HOLDS says.
  fileprivate func firstRange(where holds: (Element) -> Bool) -> Range<Index>? {
    guard let start = firstIndex(where: holds) else { return nil }
    return start..<(self[start...].firstIndex { !holds($0) } ?? endIndex)
  }
}
