// An option's value for programs.
extension OptionForm {
  /// What `bytes` mean: a number, true or false, a text, or the fields of a struct.
  package func value(_ bytes: [UInt8]) -> Row.Value {
    switch self {
    case .flag: .boolean(number(bytes) != 0)
    case .integer, .named: .number(number(bytes))
    case .ports where bytes.count >= 4:
      .row(["lowest": .number(half(bytes, 0)), "highest": .number(half(bytes, 2))])
    case .errno where number(bytes) == 0: .none
    case .linger where bytes.count >= 8:
      .row(["on": .boolean(number(bytes) != 0), "seconds": .number(number(bytes, at: 4))])
    case .time where bytes.count >= 16:
      .row(["seconds": .number(long(bytes)), "microseconds": .number(long(bytes, at: 8))])
    case .packetCounts where bytes.count >= 8:
      .row(["packets": .number(number(bytes)), "dropped": .number(number(bytes, at: 4))])
    case .credentials where bytes.count >= 12:
      .row([
        "pid": .number(number(bytes)), "uid": .number(number(bytes, at: 4)), "gid": .number(number(bytes, at: 8)),
      ])
    default: .text(text(bytes))
    }
  }
}
