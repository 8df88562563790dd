import Commands
import Handles
import Runner
import SessionLanguage
import Sockets
import Text

/// Writes received data that may hold a date, or be cut inside a port number: these differ when the recording is played.
struct RecordedData {
  /// The most bytes that are written in full.
  private static let longest = 1024
  /// The digits of a port that may still be missing, by the name of the handle that received its beginning.
  private var missing: [String: [ArraySlice<UInt8>]] = [:]
  /// The last bytes that each handle has received: a date may begin in them.
  private var before: [String: ArraySlice<UInt8>] = [:]

  /// `piece`, which `call` received, in quotes; only its beginning if it is long, ends inside a port or holds a date.
  static func text(_ piece: [UInt8], of call: Call, _ table: HandleTable) -> String {
    var shown = piece.prefix(longest)
    if let next = piece.dropFirst(longest).first {
      if next.isDigit {
        shown = shown.dropLast(shown.reversed().prefix(while: \.isDigit).count)
      }
    } else if let cut = cut(piece, of: call, table) {
      shown = shown.dropLast(cut.seen)
    }
    let dated = RecordedDate.first(in: piece.prefix(longest + RecordedDate.context), endingAfter: 0)
    if let dated, dated.lowerBound < shown.endIndex {
      shown = shown[..<dated.lowerBound]
    }
    return RecordedLine.literal(shown, table) + (shown.count < piece.count ? "..." : "")
  }

  /// How many digits at the end of `piece` may be the beginning of a port, and which digits may be missing; nil if the
  /// buffer of `call` was not full.
  private static func cut(_ piece: [UInt8], of call: Call, _ table: HandleTable) -> (
    seen: Int, missing: [ArraySlice<UInt8>]
  )? {
    let seen = piece[(piece.count - piece.reversed().prefix(while: \.isDigit).count)...]
    guard piece.count == call.pieceCapacity, !seen.isEmpty else { return nil }
    let ports = RecordedLine.chosenPorts(table).map(\.digits)
    for count in stride(from: min(4, seen.count), to: 0, by: -1) {
      // A last digit alone is rarely that of a port, unless another port ends just before it.
      let before = seen.dropLast(count)
      guard count > 1 || before.isEmpty || ports.contains(where: { before.suffix($0.count).elementsEqual($0) }) else {
        continue
      }
      let begun = ports.filter { $0.starts(with: seen.suffix(count)) }
      if !begun.isEmpty { return (count, begun.map { $0[count...] }) }
    }
    return nil
  }

  /// The text for the data of `step` if they begin inside a port or a date; nil for all others, which are written as they
  /// are.
  mutating func text(of step: Step, in table: HandleTable) -> String? {
    guard let exchange = step.result, let data = exchange.answer?.received.data, !data.isEmpty,
      let handle = exchange.call.descriptor.flatMap({ table.owner(of: $0) }), handle.kind.isStream
    else { return nil }
    let name = handle.name
    let begun = missing[name] ?? []
    let rest = begun.first { data.starts(with: $0) }
    // Or all data are still inside the port.
    let left = rest == nil ? begun.filter { $0.starts(with: data) } : []
    let inside = rest?.count ?? (left.isEmpty ? 0 : data.count)
    let date = Self.date(in: data, after: before[name] ?? [])
    if !exchange.call.has("MSG_PEEK") {
      before[name] = ((before[name] ?? []) + data.suffix(RecordedDate.context)).suffix(RecordedDate.context)
      let cut = inside < data.count ? Self.cut(data, of: exchange.call, table) : nil
      missing[name] = cut?.missing ?? left.map { $0.dropFirst(data.count) }
    }
    if inside > 0 { return Self.pattern("[0-9]", inside, data[inside...]) }
    guard let date else { return nil }
    // The name of the header may have come before.
    if date.lowerBound > 0 { return RecordedLine.literal(data[..<date.lowerBound], table) + "..." }
    return Self.pattern(".", date.upperBound, data[date.upperBound...])
  }

  /// Where the data have a date whose header began in the bytes `earlier` before them.
  private static func date(in data: [UInt8], after earlier: ArraySlice<UInt8>) -> Range<Int>? {
    let length = earlier.count
    guard length > 0 else { return nil }
    let bytes = Array(earlier) + data.prefix(RecordedDate.context)
    guard let date = RecordedDate.first(in: bytes[...], endingAfter: length), date.lowerBound - length < data.count,
      // Others are seen in the data themselves.
      date.lowerBound - length < RecordedDate.longestHeader
    else { return nil }
    return max(0, date.lowerBound - length)..<min(date.upperBound - length, data.count)
  }

  /// A regular expression for `count` characters of one kind and the plain text after them, up to the next digit.
  private static func pattern(_ kind: String, _ count: Int, _ rest: ArraySlice<UInt8>) -> String {
    var text = "/^\(kind){\(count)}"
    for byte in rest.prefix(64) {
      guard byte == 0x0d || byte == 0x0a || (0x20..<0x7f).contains(byte), !byte.isDigit else { break }
      let character = Character(Unicode.Scalar(byte))
      text +=
        byte == 0x0d
        ? "\\r" : byte == 0x0a ? "\\n" : #"\^$.|?*+()[]{}/"#.contains(character) ? "\\\(character)" : "\(character)"
    }
    return text + "/"
  }
}

extension Call {
  /// The capacity of its buffer in bytes: of one message, if it receives several.
  fileprivate var pieceCapacity: Int {
    for case .messagesOut(let room, _) in arguments { return room.count }
    if traits.contains(.mayEndEarly), let length { return length }
    return bufferedBytes
  }
}
