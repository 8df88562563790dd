/// Text that comes in pieces and is taken out by lines, as from a file or a pipe.
package struct LineBuffer {
  private var bytes: [UInt8] = []
  /// Where the next line begins.
  private var start = 0
  /// Up to where no line end was found.
  private var searched = 0

  package init() {}

  /// How many bytes wait for the end of their line, or to be taken.
  package var count: Int { bytes.count - start }

  package mutating func append(_ piece: UnsafeRawBufferPointer) {
    bytes.removeSubrange(..<start)
    searched -= start
    start = 0
    bytes.append(contentsOf: piece)
  }

  /// The next whole line, without its newline; nil when its end has not come yet.
  package mutating func next() -> ArraySlice<UInt8>? {
    guard let end = bytes.withUnsafeBytes({ ByteScan.firstIndex(of: 0x0a, in: $0, from: searched) }) else {
      searched = bytes.count
      return nil
    }
    defer { (start, searched) = (end + 1, end + 1) }
    return bytes[start..<end]
  }

  /// What follows the last newline, at the end of the text; nil if nothing does.
  package mutating func rest() -> ArraySlice<UInt8>? {
    guard start < bytes.count else { return nil }
    defer { (start, searched) = (bytes.count, bytes.count) }
    return bytes[start...]
  }
}

extension ArraySlice<UInt8> {
  /// A line as other systems end it is the same line.
  package var withoutCarriageReturn: ArraySlice<UInt8> { last == 0x0d ? dropLast() : self }

  /// The first line of a file as it was typed: an editor of Windows may begin the file with U+FEFF.
  package var withoutByteOrderMark: ArraySlice<UInt8> { starts(with: [0xef, 0xbb, 0xbf]) ? dropFirst(3) : self }
}
