extension FixedWidthInteger {
  /// Its bytes in the order in which this machine has them in memory.
  package var bytesInMemory: [UInt8] { withUnsafeBytes(of: self) { Array($0) } }
}

extension String {
  /// The text in a buffer of C, which ends before the first NUL.
  package init(untilNUL bytes: some Sequence<CChar>) {
    self.init(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
