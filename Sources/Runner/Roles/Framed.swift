import Glibc

/// A message between two processes: a kind, and fields of bytes. Whatever comes is refused unless it is as this program
/// writes it.
package protocol Framed: Sendable {
  /// The most bytes that a message may have.
  static var most: Int { get }
  var parts: (kind: UInt8, fields: [[UInt8]]) { get }
  /// nil if these are not the parts of a message.
  init?(_ kind: UInt8, _ fields: [[UInt8]])
}

extension Framed {
  /// The message as bytes, with its length before it.
  package var frame: [UInt8] {
    let (kind, fields) = parts
    var body: [UInt8] = [kind]
    for field in fields { body += FrameNumber.bytes(field.count) + field }
    return FrameNumber.bytes(body.count) + body
  }

  /// Reads the bytes of a message, without its length. nil if they are not one.
  package init?(_ body: ArraySlice<UInt8>) {
    guard let kind = body.first else { return nil }
    var (rest, fields) = (body.dropFirst(), [[UInt8]]())
    while !rest.isEmpty {
      guard let length = FrameNumber.read(rest), rest.count - 4 >= length else { return nil }
      fields.append(Array(rest.dropFirst(4).prefix(length)))
      rest = rest.dropFirst(4 + length)
    }
    self.init(kind, fields)
  }

  /// `fields` as texts; nil if one of them is no text.
  static func texts(of fields: [[UInt8]]) -> [String]? {
    let texts = fields.compactMap { String(validating: $0, as: UTF8.self) }
    return texts.count == fields.count ? texts : nil
  }
}

/// Cuts what comes into messages.
package struct Frames<Message: Framed>: Sendable {
  private var bytes: [UInt8] = []

  package init() {}

  package mutating func append(_ more: some Sequence<UInt8>) { bytes += more }

  /// What came of looking for more.
  package enum Arrival { case data, nothing, end }

  /// Appends what has come to a connected socket, at most one piece, and does not wait. The C function is `recv`.
  package mutating func receive(on descriptor: Int32) -> Arrival {
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      if count > 0 {
        append(buffer.prefix(count))
        return .data
      }
      if count < 0, errno == EINTR { continue }
      return count < 0 && errno == EAGAIN ? .nothing : .end
    }
  }

  /// The next message, once it is whole; nil until then.
  /// - Throws: That what came is no message.
  package mutating func next() throws(NotAMessage) -> Message? {
    guard let length = FrameNumber.read(bytes[...]) else { return nil }
    guard (1...Message.most).contains(length) else { throw NotAMessage() }
    guard bytes.count - 4 >= length else { return nil }
    guard let message = Message(bytes[4..<4 + length]) else { throw NotAMessage() }
    bytes.removeFirst(4 + length)
    return message
  }
}

/// Something came that no sockplay sends.
package struct NotAMessage: Error {}

/// Numbers of 4 bytes, the most significant one first.
private enum FrameNumber {
  static func bytes(_ number: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) } }

  /// The number in the first 4 bytes; nil if there are fewer.
  static func read(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.count >= 4 else { return nil }
    return bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
  }
}
