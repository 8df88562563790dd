import Glibc
import Handles
import SessionLanguage
import Sockets

extension Command {
  static let options = Command(
    name: "options", group: .options, parameters: [.handle, Parameter("PATTERN", .option, optional: true)],
    summary: "List a socket's options: default, value now, meaning.",
    korean: "소켓 옵션을 모두 보여 줍니다. 기본값, 지금 값, 뜻입니다.",
    manual: """
      The default is the value of a fresh socket of the same kind. Where setsockopt asked for a value other than the
      kernel has now, both are shown: 4096 → 8192. PATTERN is a part of the options' names, such as KEEP or TCP_, or
      several with * between them.
      """,
    makesCall: false,
    examples: ["socket a tcp = fd", "setsockopt a SO_RCVBUF 4096 = 0", "options a BUF", "options a SO_*BUF"]
  ) { (arguments, table) throws(Diagnostic) in
    let handle = try arguments.openHandle(0)
    guard handle.kind.isSocket else {
      throw Diagnostic(
        "\(handle.name) is not a socket", at: arguments.span(0), label: "\(handle.kind.word) has no options")
    }
    let pattern = arguments.count > 1 ? try arguments.text(1).uppercased() : ""
    let parts = pattern.split(separator: "*")
    let options = SocketOption.all.filter { option in
      option.applies(to: handle.kind) && parts.allSatisfy { option.symbol.contains($0) }
    }
    guard !options.isEmpty else {
      throw Diagnostic(
        "no option matches \(Literal.visible(pattern))", at: arguments.span(1),
        help: "options HANDLE lists the options of a socket")
    }
    let fresh = table.kernel.freshValues(of: options.filter(\.isSeen), handle.kind)
    let defaults = Dictionary(uniqueKeysWithValues: zip(options.filter(\.isSeen).map(\.symbol), fresh))
    let seen = options.compactMap { OptionLook($0, handle, fresh: defaults[$0.symbol], table.kernel) }
    return .table(
      ["OPTION", "DEFAULT", "NOW", "MEANING"], seen.map(\.row),
      yielding: [.end(1), .end(2, least: 22, mayGo: false), .end(3)],
      values: seen.map(\.values))
  }
}

/// An option as it was seen on a socket.
private struct OptionLook {
  private let option: SocketOption
  /// What setsockopt asked for, as a session writes it; nil where it asked for nothing.
  private let asked: String?
  /// Of a fresh socket, and now; nil for one that may not be looked at.
  private let readings: (fresh: OptionReading, now: OptionReading)?

  /// nil for an option that sockets of this kind do not have.
  init?(_ option: SocketOption, _ handle: Handle, fresh: OptionReading?, _ kernel: any Kernel) {
    self.option = option
    asked = handle.optionsSet[option.symbol]
    readings = fresh.map { ($0, kernel.value(of: option, on: handle.descriptor)) }
    if let readings, readings.fresh.isUnknown, readings.now.isUnknown { return nil }
  }

  var row: [String] {
    guard let (fresh, now) = readings else {
      return [option.symbol, "-", asked.map { "set \($0)" } ?? "-", option.meaning]
    }
    var text = text(now)
    if case .value(let bytes) = now, let asked, asked != option.form.text(bytes) {
      text = "\(Literal.visible(asked)) → \(text)"
    }
    return [option.symbol, self.text(fresh), text, option.meaning]
  }

  var values: Row {
    [
      "option": .text(option.symbol), "level": .text(option.level.symbol), "default": value(readings?.fresh),
      "value": value(readings?.now), "asked": .optional(asked), "errno": .optional(readings?.now.errno?.symbol),
    ]
  }

  private func text(_ reading: OptionReading) -> String {
    switch reading {
    case .value(let bytes): option.form.short(bytes) + option.form.unit
    case .failed(let errno): errno.symbol
    }
  }

  private func value(_ reading: OptionReading?) -> Row.Value {
    if case .value(let bytes)? = reading { option.form.value(bytes) } else { .none }
  }
}

extension SocketOption {
  /// Whether it may be looked at.
  fileprivate var isSeen: Bool { access != .writeOnly && !isClearedByReading }
}

extension OptionReading {
  /// nil if the kernel returned a value.
  fileprivate var errno: Errno? { if case .failed(let errno) = self { errno } else { nil } }

  /// Whether the kernel has no such option for this socket.
  fileprivate var isUnknown: Bool { errno?.rawValue == ENOPROTOOPT || errno?.rawValue == EOPNOTSUPP }
}
