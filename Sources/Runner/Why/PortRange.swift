import Text

/// The ports among which the kernel chooses, such as `32768 60999`.
enum PortRange {
  /// What there is to say of the last port of a range with an odd number of ports; empty for any other. The kernel rounds
  /// their number down: inet_csk_find_open_port and __inet_hash_connect in net/ipv4.
  static func lastIsLeftOut(_ range: String) -> String {
    let ends = range.split { !$0.isNumber }.compactMap { Int(numeral: $0) }
    guard ends.count == 2, ends[1] > ends[0], (ends[1] - ends[0]).isMultiple(of: 2) else { return "" }
    return "; of an odd number of ports the kernel never chooses the last, \(ends[1])"
  }
}
