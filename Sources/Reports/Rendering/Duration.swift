/// Durations as text.
enum Duration {
  static func write(_ nanoseconds: Int64, to text: inout TextBuffer) {
    let microseconds = Int(nanoseconds / 1000)
    if microseconds < 1 {
      // The clock shows hardly less than this.
      let blanks: StaticString = nanoseconds < 100 ? " <" : "  "
      text.put(blanks)
      text.put("0.")
      text.put(max(1, Int(nanoseconds / 100)))
      text.put(" µs")
    } else if microseconds < 1000 {
      let blanks: StaticString = microseconds < 10 ? "   " : microseconds < 100 ? "  " : " "
      text.put(blanks)
      text.put(microseconds)
      text.put(" µs")
    } else {
      let (value, unit): (Int, StaticString) =
        microseconds < 1_000_000 ? (microseconds / 100, " ms") : (microseconds / 100_000, " s")
      text.put("  ")
      text.put(value / 10)
      text.put(byte: UInt8(ascii: "."))
      text.put(value % 10)
      text.put(unit)
    }
  }
}
