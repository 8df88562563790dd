import CSockets

/// An errno, or (below zero) an error that getaddrinfo returns. Symbols and texts are the C library's own.
package struct Errno: Error, Sendable, Hashable, RawRepresentable {
  package let rawValue: Int32

  @inlinable package init(rawValue: Int32) { self.rawValue = rawValue }
  @inlinable package static func == (left: Errno, right: Errno) -> Bool { left.rawValue == right.rawValue }
  package init(_ number: Int32) { rawValue = number }

  /// The error that getaddrinfo or getnameinfo returned.
  package init(lookup result: Int) { rawValue = Int32(truncatingIfNeeded: result) }

  /// Whether it is one of those, not an errno.
  package var isLookup: Bool { rawValue < 0 }

  /// No error.
  package static let none = Errno(0)

  /// The symbol of `errno(3)`, such as `EINVAL`; the number itself if it has none.
  package var symbol: String {
    sockplay_errno_name(rawValue).map { String(cString: $0) } ?? "\(rawValue)"
  }

  /// Whether Linux has a symbol for it.
  package var hasSymbol: Bool { sockplay_errno_name(rawValue) != nil }

  /// The symbols of `errno(3)` that the kernel gives to programs, in the order of their numbers.
  package static var symbols: [String] { (1..<134).map { Errno($0).symbol } }

  /// The text of `strerror(3)`, in English.
  package var text: String {
    sockplay_errno_text(rawValue).map { String(cString: $0) } ?? "Unknown error \(rawValue)"
  }

  /// The value of `symbol`, in upper or lower case; nil if Linux has no such symbol. EWOULDBLOCK is EAGAIN, and so on.
  package init?(symbol: String) {
    guard let number = Self.numbers[symbol] ?? Self.numbers[symbol.uppercased()] else { return nil }
    self.init(number)
  }

  /// The value of `word`: a symbol, or the number of an errno, as a line expects it where there is no symbol.
  package init?(word: String) {
    if let number = Int32(word), number > 0 { self.init(number) } else { self.init(symbol: word) }
  }

  /// Every symbol with its number.
  private static let numbers: [String: Int32] = {
    let own = (-200..<Int32(200)).filter { $0 != 0 }.map { (Errno($0).symbol, $0) }
    return Dictionary(own, uniquingKeysWith: { first, _ in first }).merging(aliases) { $1 }
  }()

  /// Aliases of errno(3) that the C library does not return.
  private static let aliases: [String: Int32] = ["EWOULDBLOCK": 11, "EDEADLOCK": 35, "ENOTSUP": 95]
}
