import Text

/// The ports among which the kernel chooses for a socket.
struct PortRange {
  /// What says so.
  let setting: String
  /// Such as `32768 60999`, or `40000-40999` for a socket's own.
  let range: String

  /// The setting for sockets that have no range of their own.
  static let system = "net.ipv4.ip_local_port_range"

  /// What there is to say of the last port of a range with an odd number of ports; empty for any other. The kernel rounds
  /// their number down: inet_csk_find_open_port and __inet_hash_connect in net/ipv4.
  var lastIsLeftOut: String {
    let ends = range.split { !$0.isNumber }.compactMap { Int(numeral: $0) }
    // 0 is no port: that end is the system's then.
    guard ends.count == 2, ends[0] > 0, ends[1] > ends[0], (ends[1] - ends[0]).isMultiple(of: 2) else { return "" }
    return "; of an odd number of ports the kernel never chooses the last, \(ends[1])"
  }
}

extension Reason.Context {
  /// That of the socket itself, if it has one; nil if this cannot be read.
  var portRange: PortRange? {
    let own = handle.flatMap { observed.text(of: "IP_LOCAL_PORT_RANGE", of: $0) }
    if let own, own != "0", own != "0-0" { return PortRange(setting: "IP_LOCAL_PORT_RANGE of \(name)", range: own) }
    return observed.setting(PortRange.system).map { PortRange(setting: PortRange.system, range: $0) }
  }
}
