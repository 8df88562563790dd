import Glibc
import Handles
import SessionLanguage
import Sockets
import Text

extension Command {
  static let options = Command(
    name: "options", group: .options, parameters: [.handle, Parameter("PATTERN", .option, optional: true)],
    summary: "List a socket's options: default, value now, meaning.",
    manual: """
      The default is the value of a fresh socket of the same kind. Where setsockopt asked for a value other than the
      kernel has now, both are shown: 4096 → 8192. PATTERN is a part of the options' names, such as KEEP or TCP_, or
      several with * between them.
      """,
    makesCall: false,
    examples: ["socket a tcp = fd", "setsockopt a SO_RCVBUF 4096 = 0", "options a BUF", "options a SO_*BUF"]
  ) { (arguments, table) throws(Diagnostic) in
    let id = try arguments.openHandle(0)
    let pattern = arguments.count > 1 ? try arguments.text(1).uppercased() : ""
    let parts = pattern.split(separator: "*")
    let options = SocketOption.all.filter { option in
      option.applies(to: id.kind) && parts.allSatisfy { option.symbol.contains($0) }
    }
    guard !options.isEmpty else {
      throw Diagnostic(
        "no option matches \(Literal.visible(pattern))", at: arguments.span(1),
        help: "options HANDLE lists the options of a socket")
    }
    let fresh = table.kernel.freshValues(of: options.filter(\.isSeen), id.kind)
    let defaults = Dictionary(uniqueKeysWithValues: zip(options.filter(\.isSeen).map(\.symbol), fresh))
    let rows = options.compactMap { row($0, id, defaults[$0.symbol], table) }
    return .report(Columns.align([["OPTION", "DEFAULT", "NOW", "MEANING"]] + rows))
  }

  /// nil for an option that sockets of this kind do not have.
  private static func row(_ option: SocketOption, _ handle: Handle, _ fresh: OptionReading?, _ table: HandleTable)
    -> [String]?
  {
    guard let fresh else {
      return [option.symbol, "-", handle.optionsSet[option.symbol].map { "set \($0)" } ?? "-", option.meaning]
    }
    let now = table.kernel.value(of: option, on: handle.descriptor)
    if fresh.isUnknown, now.isUnknown { return nil }
    var text = text(now, option)
    if case .value(let bytes) = now, let asked = handle.optionsSet[option.symbol], asked != option.form.text(bytes) {
      text = "\(Literal.visible(asked)) → \(text)"
    }
    return [option.symbol, self.text(fresh, option), text, option.meaning]
  }

  private static func text(_ reading: OptionReading, _ option: SocketOption) -> String {
    switch reading {
    case .value(let bytes): option.form.short(bytes) + option.form.unit
    case .failed(let errno): errno.symbol
    }
  }
}

extension SocketOption {
  /// Whether it may be looked at.
  fileprivate var isSeen: Bool { access != .writeOnly && !isClearedByReading }
}

extension OptionReading {
  /// Whether the kernel has no such option for this socket.
  fileprivate var isUnknown: Bool {
    guard case .failed(let errno) = self else { return false }
    return errno.rawValue == ENOPROTOOPT || errno.rawValue == EOPNOTSUPP
  }
}
