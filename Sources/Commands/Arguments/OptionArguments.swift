import Glibc
import SessionLanguage
import Sockets
import Text

// The words of socket options.
extension Arguments {
  /// The option that the words from `index` on name, `OPTION` or `LEVEL OPTION`, and the index after it.
  func option(_ index: Int) throws(Diagnostic) -> (option: SocketOption, next: Int) {
    let first = try text(index)
    guard SocketOption.Level(symbol: first) != nil else {
      return (try SocketOption.find(first, at: span(index)), index + 1)
    }
    let second = index + 1 < count ? try text(index + 1) : nil
    return (try SocketOption.find(second, level: first, at: span(index + 1)), index + 2)
  }

  /// The value of `option` that the words from `index` on write, as it is in memory.
  func value(of option: SocketOption, from index: Int) throws(Diagnostic) -> [UInt8] {
    guard option.form.wordCount.contains(count - index) else {
      let isMissing = count - index < option.form.wordCount.lowerBound
      let place = isMissing ? span(count) : span(index + option.form.wordCount.upperBound)
      throw Diagnostic(
        "\(option.symbol) takes \(option.form.words)", at: place,
        label: isMissing ? "the value is missing" : "not expected",
        help: option.meaning)
    }
    return try OptionArguments(arguments: self, option: option).bytes(index)
  }
}

extension SocketOption {
  /// The option `name`, at `span`, of the level `level` where one is written.
  static func find(_ name: String?, level: String? = nil, at span: Span) throws(Diagnostic) -> SocketOption {
    let level = level.flatMap { Level(symbol: $0) }
    guard let name else {
      throw .missing("OPTION", at: span, example: level == .socket ? "SOL_SOCKET SO_RCVBUF" : "SOL_TCP TCP_NODELAY")
    }
    guard let level else {
      if let option = named(name) { return option }
      throw unknown(name, at: span, among: all)
    }
    let options = all.filter { $0.level == level }
    if let option = options.first(where: { $0.symbol == name.uppercased() || "\($0.number)" == name }) { return option }
    if let other = named(name) {
      throw .unknown(
        "option of \(level.symbol)", other.symbol, at: span, among: [], help: "its level is \(other.level.symbol)")
    }
    throw unknown(name, at: span, among: options)
  }

  private static func unknown(_ name: String, at span: Span, among options: [SocketOption]) -> Diagnostic {
    if let first = name.split(separator: "|").first, first.utf8.count < name.utf8.count {
      return .unknown(
        "option", name, at: span, among: [],
        help: "options are numbers, not flags: set one after the other, first \(first)",
        korean: "옵션은 플래그가 아니라 번호입니다. \(first)부터 하나씩 설정하세요")
    }
    return .unknown(
      "option", name, at: span, among: options.map(\.symbol), help: "options HANDLE lists the options of a socket")
  }
}

/// How the words of one option's value are understood.
private struct OptionArguments {
  let arguments: Arguments
  let option: SocketOption

  func bytes(_ index: Int) throws(Diagnostic) -> [UInt8] {
    switch option.form {
    case .flag, .integer, .named, .constant, .errno: return try number(index).bytesInMemory
    case .nothing: return (index < arguments.count ? try number(index) : 0).bytesInMemory
    case .ports: return try ports(index)
    case .linger: return try linger(index)
    case .time:
      let time = try microseconds(index)
      return Int64(time / 1_000_000).bytesInMemory + Int64(time % 1_000_000).bytesInMemory
    case .text: return try arguments.bytes(index)
    case .address: return try address(index)
    case .membership: return try membership(index)
    case .sourceMembership: return try address(index) + local(index + 1) + address(index + 2)
    case .sourceFilter: return try sourceFilter(index)
    case .membership6: return try membership6(index)
    case .linkMembership: return try linkMembership(index)
    case .filter: return try filter(index)
    case .credentials, .packetCounts, .bytes: return try arguments.data(index)
    }
  }

  private func wrong(_ index: Int) throws(Diagnostic) -> Diagnostic {
    .invalid(
      "value for \(option.symbol)", try arguments.text(index), at: arguments.span(index), label: option.form.words)
  }

  // MARK: Numbers and times

  private func number(_ index: Int) throws(Diagnostic) -> Int32 {
    let text = try arguments.text(index)
    if case .flag = option.form, let place = ["off", "on"].firstIndex(of: text) { return Int32(place) }
    if let value = constants?.value(text) { return value }
    let factors = ["s": 1_000_000, "ms": 1000, "µs": 1]
    if case .integer(let unit) = option.form, let factor = factors[unit], let time = Self.microseconds(text) {
      guard time % factor == 0 else { throw notWhole(text, time, unit, factor, at: index) }
      return Int32(clamping: time / factor)
    }
    guard let number = Size.parseOrHex(text), (Int(Int32.min)...Int(UInt32.max)).contains(number) else {
      throw .invalid(
        "value for \(option.symbol)", text, at: arguments.span(index), label: option.form.words,
        help: NumberHint(text)?.english ?? mode(text).map { "type \($0)" })
    }
    return Int32(truncatingIfNeeded: number)
  }

  /// `on` for `true`, where the option is a flag.
  private func mode(_ text: String) -> String? {
    if case .flag = option.form { OnOff.meant(by: text) } else { nil }
  }

  /// Names that a number of the option may have.
  private var constants: ConstantTable? {
    switch option.form {
    case .constant(let table), .named(let table): table
    default: nil
    }
  }

  /// `40000-40999`, in the order of the kernel's int; a bare number is that int itself.
  private func ports(_ index: Int) throws(Diagnostic) -> [UInt8] {
    let parts = try arguments.text(index).split(separator: "-", omittingEmptySubsequences: false).map {
      UInt16(numeral: $0)
    }
    guard parts.count == 2 else { return try number(index).bytesInMemory }
    guard let low = parts[0], let high = parts[1] else { throw try wrong(index) }
    return low.bytesInMemory + high.bytesInMemory
  }

  private static let day = 86_400_000_000

  /// A time with its unit, at most a day; nil for a bare number too.
  private static func microseconds(_ text: String) -> Int? {
    for suffix in ["us", "µs"] where text.hasSuffix(suffix) {
      return Int(numeral: text.dropLast(suffix.count)).flatMap { (0...day).contains($0) ? $0 : nil }
    }
    guard let last = text.last, last == "s" || last == "m" else { return nil }
    return milliseconds(text).map { $0 * 1000 }
  }

  /// nil also for less than a millisecond, such as 0.4ms: 0 would mean something else.
  private static func milliseconds(_ text: String) -> Int? {
    TimeText.milliseconds(text).flatMap { $0 == 0 && text.contains { ("1"..."9").contains($0) } ? nil : $0 }
  }

  private func microseconds(_ index: Int) throws(Diagnostic) -> Int {
    let text = try arguments.text(index)
    if text == "off" { return 0 }
    guard let time = Self.microseconds(text) ?? Self.milliseconds(text).map({ $0 * 1000 }) else {
      throw try wrong(index)
    }
    return time
  }

  private func linger(_ index: Int) throws(Diagnostic) -> [UInt8] {
    let isOn = try arguments.text(index)
    guard ["on", "1", "off", "0"].contains(isOn) else { throw try wrong(index) }
    let time = index + 1 < arguments.count ? try microseconds(index + 1) : 0
    // l_linger is a number of seconds, and 0 of them would reset the connection at once.
    guard time % 1_000_000 == 0 else {
      throw notWhole(try arguments.text(index + 1), time, "s", 1_000_000, at: index + 1)
    }
    return Int32(isOn == "on" || isOn == "1" ? 1 : 0).bytesInMemory + Int32(clamping: time / 1_000_000).bytesInMemory
  }

  /// The error for a time that is not a whole number of `unit`, in which the option counts.
  /// - Parameter factor: How many microseconds a unit has.
  private func notWhole(_ text: String, _ time: Int, _ unit: String, _ factor: Int, at index: Int) -> Diagnostic {
    let (more, isSeconds) = ("\(time / factor + 1)\(unit)", unit == "s")
    return Diagnostic.invalid(
      "value for \(option.symbol)", text, at: arguments.span(index),
      label: isSeconds ? "whole seconds" : "whole milliseconds", help: "type \(more)"
    ).inKorean(
      "\(option.symbol)에 쓸 수 없는 값: \(text)", label: isSeconds ? "초는 정수로 적습니다" : "밀리초는 정수로 적습니다",
      help: "이렇게 적으세요: \(more)")
  }

  // MARK: Addresses and groups

  private func address(_ index: Int) throws(Diagnostic) -> [UInt8] {
    var host = in_addr()
    guard inet_pton(AF_INET, try arguments.text(index), &host) == 1 else { throw try wrong(index) }
    return host.s_addr.bytesInMemory
  }

  /// The index of an interface, which is named or is a number; nil for anything else. The loopback interface is always the
  /// first. The C function is `if_nametoindex`.
  private func interface(_ index: Int) throws(Diagnostic) -> UInt32? {
    guard index < arguments.count else { return nil }
    let text = try arguments.text(index)
    if let number = text == "lo" ? 1 : UInt32(numeral: text) { return number }
    // The C library makes calls of its own for a name.
    guard text.first?.isLetter == true, !text.contains(":") else { return nil }
    let number = if_nametoindex(text)
    return number > 0 ? number : nil
  }

  private func membership(_ index: Int) throws(Diagnostic) -> [UInt8] {
    let group = try address(index)
    if let interface = try interface(index + 1) {
      if interface != 1 { try permitJoining(index) }
      return group + [0, 0, 0, 0] + interface.bytesInMemory
    }
    guard index + 1 < arguments.count else {
      try permitJoining(index)
      return group + [0, 0, 0, 0]
    }
    return group + (try local(index + 1))
  }

  /// The address of the interface that a group is on.
  private func local(_ index: Int) throws(Diagnostic) -> [UInt8] {
    let local = try address(index)
    if local[0] != 127 { try permitJoining(index) }
    return local
  }

  private func membership6(_ index: Int) throws(Diagnostic) -> [UInt8] {
    var group = in6_addr()
    guard inet_pton(AF_INET6, try arguments.text(index), &group) == 1 else { throw try wrong(index) }
    let interface = try interface(index + 1) ?? 0
    if index + 1 < arguments.count, try self.interface(index + 1) == nil { throw try wrong(index + 1) }
    if interface != 1 { try permitJoining(index) }
    return withUnsafeBytes(of: group) { Array($0) } + interface.bytesInMemory
  }

  /// An interface, how much more is received of it, and of a group or an address which.
  private func linkMembership(_ index: Int) throws(Diagnostic) -> [UInt8] {
    guard let interface = try interface(index) else { throw try wrong(index) }
    let kind = try arguments.text(index + 1)
    guard let number = OptionForm.linkMembershipKinds.firstIndex(of: kind) else { throw try wrong(index + 1) }
    var address: [UInt8] = []
    if index + 2 < arguments.count {
      let parts = try arguments.text(index + 2).split(separator: ":", omittingEmptySubsequences: false)
      address = parts.compactMap { UInt8(hexDigits: $0.utf8) }
      guard address.count == parts.count, address.count <= 8 else { throw try wrong(index + 2) }
    }
    return interface.bytesInMemory + UInt16(number).bytesInMemory + UInt16(address.count).bytesInMemory + address
      + [UInt8](repeating: 0, count: 8 - address.count)
  }

  /// Routers hear who joins a group, so that it reaches beyond this machine.
  private func permitJoining(_ index: Int) throws(Diagnostic) {
    try arguments.table.permit(.joinGroup, at: arguments.span(index))
  }

  private func sourceFilter(_ index: Int) throws(Diagnostic) -> [UInt8] {
    let modes = ["exclude", "include"]
    guard let mode = modes.firstIndex(of: try arguments.text(index + 2)) else { throw try wrong(index + 2) }
    var bytes =
      try address(index) + local(index + 1) + UInt32(mode).bytesInMemory
      + UInt32(arguments.count - index - 3).bytesInMemory
    for source in index + 3..<arguments.count { bytes += try address(source) }
    return bytes
  }

  private func filter(_ index: Int) throws(Diagnostic) -> [UInt8] {
    let bytes = try arguments.data(index)
    guard !bytes.isEmpty, bytes.count % 8 == 0 else { throw try wrong(index) }
    return bytes
  }
}
