import Glibc
import SessionLanguage
import Sockets

// The words of socket options.
extension Words {
  /// The option that the words from INDEX on name, `OPTION` or `LEVEL OPTION`, and the place behind it.
  func option(_ index: Int) throws(Diagnostic) -> (option: SocketOption, next: Int) {
    let first = try text(index)
    guard let level = SocketOption.Level(symbol: first) else {
      guard let option = SocketOption.named(first) else { throw unknownOption(first, index, among: SocketOption.all) }
      return (option, index + 1)
    }
    guard index + 1 < count else {
      throw Diagnostic(
        "an option is missing", at: span(index + 1), label: "such as \(level.symbol == "SOL_SOCKET" ? "SO_RCVBUF" : "TCP_NODELAY")")
    }
    let name = try text(index + 1)
    let options = SocketOption.all.filter { $0.level == level }
    if let option = options.first(where: { $0.symbol == name.uppercased() || "\($0.number)" == name }) { return (option, index + 2) }
    if let other = SocketOption.named(name) {
      throw Diagnostic("\(other.symbol) is no option of \(level.symbol)", at: span(index + 1), label: "its level is \(other.level.symbol)")
    }
    throw unknownOption(name, index + 1, among: options)
  }

  private func unknownOption(_ name: String, _ index: Int, among options: [SocketOption]) -> Diagnostic {
    Diagnostic(
      "there is no option \(name)", at: span(index), label: Diagnostic.suggestion(for: name.uppercased(), among: options.map(\.symbol)),
      help: "options HANDLE lists all that a socket has")
  }

  /// The value of OPTION that the words from INDEX on write, as it stands in memory.
  func value(of option: SocketOption, from index: Int) throws(Diagnostic) -> [UInt8] {
    guard option.form.wordCount.contains(count - index) else {
      let isMissing = count - index < option.form.wordCount.lowerBound
      let place = isMissing ? span(count) : span(index + option.form.wordCount.upperBound)
      throw Diagnostic(
        "\(option.symbol) takes \(option.form.words)", at: place, label: isMissing ? "the value is missing" : "not expected",
        help: option.meaning)
    }
    return try OptionWords(words: self, option: option).bytes(index)
  }
}

/// How the words of one option's value are understood.
private struct OptionWords {
  let words: Words
  let option: SocketOption

  func bytes(_ index: Int) throws(Diagnostic) -> [UInt8] {
    switch option.form {
    case .flag, .integer, .constant, .errno: return Self.bytes(try number(index))
    case .linger: return try linger(index)
    case .time:
      let time = try microseconds(index)
      return Self.bytes(Int64(time / 1_000_000)) + Self.bytes(Int64(time % 1_000_000))
    case .text: return try words.bytes(index)
    case .address: return try address(index)
    case .membership: return try membership(index)
    case .sourceMembership: return try address(index) + address(index + 1) + address(index + 2)
    case .sourceFilter: return try sourceFilter(index)
    case .membership6: return try membership6(index)
    case .filter: return try filter(index)
    case .credentials, .bytes: return try words.data(index)
    }
  }

  private static func bytes<T: FixedWidthInteger>(_ number: T) -> [UInt8] { withUnsafeBytes(of: number) { Array($0) } }

  private func wrong(_ index: Int) throws(Diagnostic) -> Diagnostic {
    Diagnostic("\(Literal.text(try words.bytes(index))) is no value for \(option.symbol)", at: words.span(index), label: option.form.words)
  }

  // MARK: Numbers and times

  private func number(_ index: Int) throws(Diagnostic) -> Int32 {
    let text = try words.text(index)
    if case .flag = option.form, let place = ["off", "on"].firstIndex(of: text) { return Int32(place) }
    if case .constant(let table) = option.form, let value = table.value(text) { return value }
    let factors = ["s": 1_000_000, "ms": 1000, "µs": 1]
    if case .integer(let unit) = option.form, let factor = factors[unit], let time = Self.microseconds(text) {
      return Int32(clamping: time / factor)
    }
    let hex = text.hasPrefix("0x") ? Int(text.dropFirst(2), radix: 16) : nil
    guard let number = hex ?? Size.parse(text), (Int(Int32.min)...Int(UInt32.max)).contains(number) else { throw try wrong(index) }
    return Int32(truncatingIfNeeded: number)
  }

  /// A time with its unit; nil for a bare number too.
  private static func microseconds(_ text: String) -> Int? {
    for suffix in ["us", "µs"] where text.hasSuffix(suffix) { return Int(text.dropLast(2)).flatMap { $0 >= 0 ? $0 : nil } }
    guard let last = text.last, last == "s" || last == "m" else { return nil }
    return TimeText.milliseconds(text).map { $0 * 1000 }
  }

  private func microseconds(_ index: Int) throws(Diagnostic) -> Int {
    let text = try words.text(index)
    if text == "off" { return 0 }
    guard let time = Self.microseconds(text) ?? TimeText.milliseconds(text).map({ $0 * 1000 }) else { throw try wrong(index) }
    return time
  }

  private func linger(_ index: Int) throws(Diagnostic) -> [UInt8] {
    let isOn = try words.text(index)
    guard ["on", "1", "off", "0"].contains(isOn) else { throw try wrong(index) }
    let seconds = index + 1 < words.count ? try microseconds(index + 1) / 1_000_000 : 0
    return Self.bytes(Int32(isOn == "on" || isOn == "1" ? 1 : 0)) + Self.bytes(Int32(clamping: seconds))
  }

  // MARK: Addresses and groups

  private func address(_ index: Int) throws(Diagnostic) -> [UInt8] {
    var host = in_addr()
    guard inet_pton(AF_INET, try words.text(index), &host) == 1 else { throw try wrong(index) }
    return Self.bytes(host.s_addr)
  }

  /// The index of an interface. The loopback interface is always the first.
  private func interface(_ index: Int) throws(Diagnostic) -> UInt32? {
    guard index < words.count else { return nil }
    let text = try words.text(index)
    return text == "lo" ? 1 : UInt32(text)
  }

  private func membership(_ index: Int) throws(Diagnostic) -> [UInt8] {
    let group = try address(index)
    if let interface = try interface(index + 1) {
      if interface != 1 { try permitJoining(index) }
      return group + [0, 0, 0, 0] + Self.bytes(interface)
    }
    let local = index + 1 < words.count ? try address(index + 1) : [0, 0, 0, 0]
    if local[0] != 127 { try permitJoining(index) }
    return group + local
  }

  private func membership6(_ index: Int) throws(Diagnostic) -> [UInt8] {
    var group = in6_addr()
    guard inet_pton(AF_INET6, try words.text(index), &group) == 1 else { throw try wrong(index) }
    let interface = try interface(index + 1) ?? 0
    if index + 1 < words.count, try self.interface(index + 1) == nil { throw try wrong(index + 1) }
    if interface != 1 { try permitJoining(index) }
    return withUnsafeBytes(of: group) { Array($0) } + Self.bytes(interface)
  }

  /// Routers hear who joins a group, so that it reaches beyond this machine.
  private func permitJoining(_ index: Int) throws(Diagnostic) {
    try words.table.permit(.network, at: words.span(index), why: "a group on another interface than loopback is announced to the network")
  }

  private func sourceFilter(_ index: Int) throws(Diagnostic) -> [UInt8] {
    let modes = ["exclude", "include"]
    guard let mode = modes.firstIndex(of: try words.text(index + 2)) else { throw try wrong(index + 2) }
    var bytes = try address(index) + address(index + 1) + Self.bytes(UInt32(mode)) + Self.bytes(UInt32(words.count - index - 3))
    for source in index + 3..<words.count { bytes += try address(source) }
    return bytes
  }

  private func filter(_ index: Int) throws(Diagnostic) -> [UInt8] {
    let bytes = try words.data(index)
    guard !bytes.isEmpty, bytes.count % 8 == 0 else { throw try wrong(index) }
    return bytes
  }
}
