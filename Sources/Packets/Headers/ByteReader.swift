/// What is wrong with the bytes of a header. It is a value, kept beside what could be read before it.
package struct Malformed: Error, Sendable, Equatable {
  /// A sentence such as `TCP header: truncated after 12 of 20 bytes`.
  package let text: String

  init(_ header: String, _ text: String) { self.text = "\(header): \(text)" }

  static func truncated(_ header: String, after count: Int, of size: Int) -> Malformed {
    Malformed(header, "truncated after \(count) of \(size) bytes")
  }
}

/// Reads a header from the front, in network byte order. What is not there is an error, never a trap.
///
/// Slices keep the indices of the packet that they are part of, so a header knows where it stands.
struct ByteReader {
  /// What has not been read yet.
  private(set) var rest: ArraySlice<UInt8>
  private let whole: ArraySlice<UInt8>
  private let header: String

  /// - Parameters:
  ///   - bytes: The header and whatever follows it.
  ///   - header: Its name, for errors.
  ///   - size: How many bytes it has at least.
  init(_ bytes: ArraySlice<UInt8>, _ header: String, size: Int) throws(Malformed) {
    guard bytes.count >= size else { throw .truncated(header, after: bytes.count, of: size) }
    (rest, whole, self.header) = (bytes, bytes, header)
  }

  mutating func byte() throws(Malformed) -> UInt8 {
    guard let first = rest.popFirst() else { throw .truncated(header, after: whole.count, of: whole.count + 1) }
    return first
  }

  /// A number of as many bytes as its type has.
  mutating func number<Number: FixedWidthInteger>() throws(Malformed) -> Number {
    var value: Number = 0
    for byte in try take(Number.bitWidth / 8) { value = value << 8 | Number(byte) }
    return value
  }

  mutating func take(_ count: Int) throws(Malformed) -> ArraySlice<UInt8> {
    guard count <= rest.count else {
      throw .truncated(header, after: whole.count, of: whole.count - rest.count + count)
    }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  /// What is left of the first `size` bytes of the header, which are not more than were captured.
  mutating func takeHeader(upTo size: Int) throws(Malformed) -> ArraySlice<UInt8> {
    guard size <= whole.count else { throw .truncated(header, after: whole.count, of: size) }
    return try take(max(0, size - (whole.count - rest.count)))
  }
}
