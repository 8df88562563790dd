/// Bytes as lines of 16: the offset, the bytes in hex, and as text where they are ASCII that a screen shows.
package enum HexDump {
  /// - Parameter row: How many bytes a line has.
  package static func lines(_ bytes: [UInt8], row: Int = 16) -> [String] {
    stride(from: 0, to: bytes.count, by: row).map { start in
      let part = bytes[start..<min(start + row, bytes.count)]
      let hex = part.map(\.hexDigits)
      let halves = [hex.prefix(8), hex.dropFirst(8)].filter { !$0.isEmpty }.map { $0.joined(separator: " ") }
        .joined(separator: "  ")
      let text = part.map { (0x20..<0x7f).contains($0) ? String(UnicodeScalar($0)) : "." }.joined()
      let offset = String(start, radix: 16).padded(to: 4)
      return "\(offset)  \(halves)\(String(repeating: " ", count: max(0, 3 * row - halves.count)))  |\(text)|"
    }
  }
}
