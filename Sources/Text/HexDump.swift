/// Bytes as lines of 16: the offset, the bytes in hex, and as text where they are ASCII that a screen shows.
package enum HexDump {
  package static func lines(_ bytes: [UInt8]) -> [String] {
    stride(from: 0, to: bytes.count, by: 16).map { start in
      let row = bytes[start..<min(start + 16, bytes.count)]
      let hex = row.map(\.hexDigits)
      let halves = [hex.prefix(8), hex.dropFirst(8)].map { $0.joined(separator: " ") }.joined(separator: "  ")
      let text = row.map { (0x20..<0x7f).contains($0) ? String(UnicodeScalar($0)) : "." }.joined()
      let offset = String(start, radix: 16)
      let zeros = String(repeating: "0", count: max(0, 4 - offset.count))
      return "\(zeros)\(offset)  \(halves)\(String(repeating: " ", count: max(0, 48 - halves.count)))  |\(text)|"
    }
  }
}
