import Handles

/// Caches what was made of objects that come again and again, as in a long repetition. Of objects that map to the same
/// slot the last one stays. An object that came only once is not cached, because most do not come again.
struct DirectMappedCache<Key: AnyObject, Value> {
  private static var places: Int { 1024 }

  private var keys: [Key?] = Array(repeating: nil, count: Self.places)
  private var values: [Value?] = Array(repeating: nil, count: Self.places)
  private var seen: [Key?] = Array(repeating: nil, count: Self.places)

  /// The cached value of `key`.
  @inline(__always)
  subscript(key: Key) -> Value? {
    let place = Self.place(of: key)
    return keys[place] === key ? values[place] : nil
  }

  /// Caches what `make` returns for `key`, if anything, when `key` comes for the second time.
  mutating func keep(_ key: Key, _ make: () -> Value?) {
    let place = Self.place(of: key)
    guard seen[place] === key else { return seen[place] = key }
    if let value = make() { (keys[place], values[place]) = (key, value) }
  }

  /// Fibonacci hashing: multiplied by the golden ratio, addresses that differ in any pattern differ in their highest
  /// bits.
  @inline(__always)
  private static func place(of key: Key) -> Int {
    let address = UInt64(UInt(bitPattern: Unmanaged.passUnretained(key).toOpaque()))
    return Int((address &* 0x9e37_79b9_7f4a_7c15) >> 54)
  }
}
