import Commands
import Handles
import Runner
import SessionLanguage
import Sockets

/// How a recording writes received data that may be cut inside a port, which is another one when they are played.
struct RecordedData {
  /// The longest data that is written in full.
  private static let longest = 1024
  /// What may still be to come of a port, by the name of the handle that received its beginning.
  private var missing: [String: [ArraySlice<UInt8>]] = [:]

  /// `piece`, which `call` received, in quotes; only its beginning where it is long or ends inside a port.
  static func text(_ piece: [UInt8], of call: Call, _ table: HandleTable) -> String {
    var shown = piece.prefix(longest)
    if let next = piece.dropFirst(longest).first {
      if RecordedLine.isDigit(next) {
        shown = shown.dropLast(shown.reversed().prefix(while: RecordedLine.isDigit).count)
      }
    } else if let cut = cut(piece, of: call, table) {
      shown = shown.dropLast(cut.seen)
    }
    return RecordedLine.literal(shown, table) + (shown.count < piece.count ? "..." : "")
  }

  /// How many digits at the end of `piece` may be the beginning of a port, and what may be missing of it; nil when
  /// `call` had room for more.
  private static func cut(_ piece: [UInt8], of call: Call, _ table: HandleTable) -> (
    seen: Int, missing: [ArraySlice<UInt8>]
  )? {
    let seen = piece[(piece.count - piece.reversed().prefix(while: RecordedLine.isDigit).count)...]
    guard piece.count == call.pieceRoom, !seen.isEmpty else { return nil }
    let ports = RecordedLine.chosenPorts(table).map(\.digits).filter { $0.count > seen.count && $0.starts(with: seen) }
    return ports.isEmpty ? nil : (seen.count, ports.map { $0[seen.count...] })
  }

  /// How the data that `step` received are written when they begin inside a port; nil for all others, which are written
  /// as they are.
  mutating func text(of step: Step, in table: HandleTable) -> String? {
    guard let exchange = step.result, let data = exchange.answer?.received.data, !data.isEmpty,
      let id = exchange.call.descriptor.flatMap({ table.owner(of: $0) }), table[id].kind.isStream
    else { return nil }
    let name = table[id].name
    let begun = missing[name] ?? []
    let rest = begun.first { data.starts(with: $0) }
    // Or all of them are still inside it.
    let left = rest == nil ? begun.filter { $0.starts(with: data) } : []
    let inside = rest?.count ?? (left.isEmpty ? 0 : data.count)
    if !exchange.call.has("MSG_PEEK") {
      let cut = inside < data.count ? Self.cut(data, of: exchange.call, table) : nil
      missing[name] = cut?.missing ?? left.map { $0.dropFirst(data.count) }
    }
    return inside > 0 ? Self.pattern(inside, data[inside...]) : nil
  }

  /// A regular expression for so many digits and the plain text behind them, up to the next digit.
  private static func pattern(_ digits: Int, _ rest: ArraySlice<UInt8>) -> String {
    var text = "/^[0-9]{\(digits)}"
    for byte in rest.prefix(64) {
      guard byte == 0x0d || byte == 0x0a || (0x20..<0x7f).contains(byte), !RecordedLine.isDigit(byte) else { break }
      let character = Character(Unicode.Scalar(byte))
      text +=
        byte == 0x0d
        ? "\\r" : byte == 0x0a ? "\\n" : #"\^$.|?*+()[]{}/"#.contains(character) ? "\\\(character)" : "\(character)"
    }
    return text + "/"
  }
}

extension Call {
  /// How many bytes it had room for, of one message where it receives several.
  fileprivate var pieceRoom: Int {
    for case .messagesOut(let room, _) in arguments { return room.count }
    if traits.contains(.mayEndEarly), let length { return length }
    return bufferedBytes
  }
}
