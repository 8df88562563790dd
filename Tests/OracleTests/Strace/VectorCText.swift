import Handles

/// Arrays of struct iovec, such as `[{iov_base="he", iov_len=2}, {iov_base=buf, iov_len=3}]`.
enum VectorCText {
  /// The lengths, and what is in the buffers: of those with room for data, nothing yet.
  static func values(_ text: String, _ dialect: CText.Dialect, isRoom: Bool = false) -> [Value] {
    let lengths = parts(text).compactMap { part in part.between("iov_len=", "}").map { String($0) } }
    return [.word(lengths.joined(separator: ","))] + (isRoom ? [.word("buf")] : [bytes(text, dialect) ?? .word("buf")])
  }

  /// All that is in the buffers, one behind the other; nil where they are room.
  static func bytes(_ text: String, _ dialect: CText.Dialect) -> Value? {
    var all: [UInt8] = []
    for part in parts(text) {
      guard let (fields, _) = CText.split(list: (String(part.dropFirst().dropLast()) + ")")[...]),
        let base = fields.first,
        case .bytes(let bytes, _)? = CText.bytes(String(base.dropFirst("iov_base=".count)), dialect)
      else { return nil }
      all += bytes
    }
    return .bytes(all, isCut: false)
  }

  private static func parts(_ text: String) -> [String] {
    CText.split(list: (String(text.dropFirst().dropLast()) + ")")[...])?.parts ?? []
  }
}
