/// Random numbers that are the same for the same seed, on every machine: SplitMix64 (Steele, Lea, Flood: Fast splittable
/// pseudorandom number generators, 2014).
struct RandomSequence {
  private var state: UInt64

  /// - Parameter name: Whose frames they are for: each direction has numbers of its own, so it does not matter in which
  ///   order the frames of two hosts come.
  init(seed: UInt64, for name: String) {
    // FNV-1a.
    state = name.utf8.reduce(0xcbf2_9ce4_8422_2325 ^ seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  /// A number from 0 up to, not including, `bound`.
  mutating func next(below bound: UInt64) -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return (mixed ^ mixed >> 31).multipliedFullWidth(by: bound).high
  }
}
