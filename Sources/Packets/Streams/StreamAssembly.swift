/// One direction of a connection: its bytes in their order, each once.
struct StreamAssembly: Sendable {
  /// The number of the first byte; nil before the first segment.
  private(set) var first: UInt32?
  /// The number of the byte that is to come next.
  private var next: UInt32 = 0
  /// What came before its turn, by the number of its first byte.
  private var early: [UInt32: Piece] = [:]
  private var isOver = false

  /// What a segment carries.
  private struct Piece {
    var bytes: ArraySlice<UInt8>
    /// How many bytes it had, whether or not they were captured.
    var length: Int
    var isLast: Bool
  }

  /// More segments than that do not wait for one.
  private static let mostEarly = 4096

  /// - Returns: What the segment says that was not said before.
  mutating func take(_ header: TCPHeader, _ packet: Packet) -> [CapturedStream.Kind] {
    if header.flags.contains(.syn) {
      let start = header.sequence &+ 1
      // A listener that has forgotten its first answer gives another number.
      if first == nil || first != start && first == next { (first, next, early) = (start, start, [:]) }
    }
    let isReset = header.flags.contains(.rst)
    let isLast = header.flags.contains(.fin) && !isReset
    if first == nil, packet.dataLength > 0 || isLast { (first, next) = (header.sequence, header.sequence) }
    var kinds: [CapturedStream.Kind] = []
    if packet.dataLength > 0 || isLast, !isOver {
      let start = header.flags.contains(.syn) ? header.sequence &+ 1 : header.sequence
      keep(Piece(bytes: packet.data, length: packet.dataLength, isLast: isLast), at: start)
      kinds = ready()
      if early.count > Self.mostEarly { kinds += skip() }
    }
    if isReset {
      kinds += end() + [.reset]
      isOver = true
    }
    return kinds
  }

  /// Of two segments that begin with the same byte, the longer one is kept.
  private mutating func keep(_ piece: Piece, at start: UInt32) {
    if let before = early[start], before.length > piece.length || before.length == piece.length && before.isLast {
      return
    }
    early[start] = piece
  }

  /// What follows the bytes so far without a gap.
  private mutating func ready() -> [CapturedStream.Kind] {
    var kinds: [CapturedStream.Kind] = []
    while let start = early.keys.filter({ !$0.follows(next) }).min(by: { $0.precedes($1) }),
      let piece = early.removeValue(forKey: start)
    {
      let known = Int(next &- start)
      if known < piece.length {
        let new = piece.bytes.dropFirst(known)
        if !new.isEmpty { kinds.append(.data(Array(new))) }
        let captured = max(known, piece.bytes.count)
        if captured < piece.length { kinds.append(.missing(piece.length - captured)) }
        next = start &+ UInt32(truncatingIfNeeded: piece.length)
      }
      if piece.isLast, known <= piece.length {
        kinds.append(.end)
        isOver = true
        early = [:]
      }
    }
    return kinds
  }

  /// Goes on after bytes that were not captured.
  private mutating func skip() -> [CapturedStream.Kind] {
    guard let start = early.keys.min(by: { $0.precedes($1) }) else { return [] }
    let missing = Int(start &- next)
    next = start
    return [.missing(missing)] + ready()
  }

  /// All that waits for bytes that were not captured.
  mutating func end() -> [CapturedStream.Kind] {
    var kinds: [CapturedStream.Kind] = []
    while !early.isEmpty, !isOver { kinds += skip() }
    return kinds
  }
}
