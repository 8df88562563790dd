import Commands
import Handles
import Runner
import SessionLanguage
import Sockets
import Text

// Names for what the kernel chose: descriptors received with a message, and ports that occur in data.
extension RecordedLine {
  /// Data in quotes, in which a port that the kernel chose for a handle is written by name. A request that names its
  /// server, such as `Host: 127.0.0.1:40001`, has another port when it is played.
  static func literal(_ data: ArraySlice<UInt8>, _ table: HandleTable) -> String {
    "\"" + portsNamed(data, table, plain) + "\""
  }

  /// Data as typed, in the same way: a port copied from the screen is another number when it is played. Names in braces
  /// are left alone.
  static func typed(data text: String, _ table: HandleTable) -> String {
    if Literal.forms.contains(where: text.hasPrefix) { return text }
    func named(_ part: Substring) -> String {
      portsNamed(Array(part.utf8)[...], table) { String(decoding: $0, as: UTF8.self) }
    }
    var all = "", rest = text[...]
    while let name = rest.firstMatch(of: /{[A-Za-z_][A-Za-z0-9_.-]*}/) {
      all += named(rest[..<name.range.lowerBound]) + name.output
      rest = rest[name.range.upperBound...]
    }
    return all + named(rest)
  }

  private static func portsNamed(
    _ data: ArraySlice<UInt8>, _ table: HandleTable, _ plain: (ArraySlice<UInt8>) -> String
  ) -> String {
    var text = "", rest = data
    while let number = rest.firstRange(where: \.isDigit) {
      text += plain(rest[..<number.lowerBound])
      text += portNames(rest[number], table) ?? plain(rest[number])
      rest = rest[number.upperBound...]
    }
    return text + plain(rest)
  }

  private static func plain(_ data: ArraySlice<UInt8>) -> String { String(Literal.text(data).dropFirst().dropLast()) }

  /// `digits` with the names of the ports in them, which may have other digits beside them; nil if there are none.
  static func portNames(_ digits: ArraySlice<UInt8>, _ table: HandleTable) -> String? {
    guard digits.count >= portLength else { return nil }
    let ports = chosenPorts(table)
    var (text, rest, isNamed) = ("", digits, false)
    while let digit = rest.first {
      if let port = ports.first(where: { rest.starts(with: $0.digits) }) {
        (text, rest, isNamed) = (text + "{\(port.name).port}", rest.dropFirst(portLength), true)
      } else {
        (text, rest) = (text + String(Character(Unicode.Scalar(digit))), rest.dropFirst())
      }
    }
    return isNamed ? text : nil
  }

  /// Only numbers of five digits are taken for ports: shorter ones may be something else.
  private static let portLength = 5

  /// The ports that the kernel chose, with the handles that have them.
  static func chosenPorts(_ table: HandleTable) -> [(name: String, digits: [UInt8])] {
    table.all.compactMap { handle in
      guard handle.portWasChosen, let port = handle.endpoints.local?.port else { return nil }
      let digits = Array("\(port)".utf8)
      return digits.count == portLength ? (handle.name, digits) : nil
    }
  }

  /// The word that names all descriptors that `step` received, if the line named too few: which names are free next
  /// depends on when the kernel removes closed sockets.
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

  /// Whether a word of the line only names such descriptors.
  static func isReceivedName(_ word: Word) -> Bool {
    guard case .text(let text)? = word.segments.first else { return false }
    return text.hasPrefix("SCM_RIGHTS:") || text.hasPrefix("SCM_PIDFD:")
  }
}

extension Collection {
  /// The range of the first run of elements that all satisfy `holds`.
  fileprivate func firstRange(where holds: (Element) -> Bool) -> Range<Index>? {
    guard let start = firstIndex(where: holds) else { return nil }
    return start..<(self[start...].firstIndex { !holds($0) } ?? endIndex)
  }
}
