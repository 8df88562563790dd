extension String {
  /// The same with as many of `filler` before it as make `count` characters.
  package func padded(to count: Int, with filler: Character = "0") -> String {
    String(repeating: filler, count: max(0, count - self.count)) + self
  }
}
