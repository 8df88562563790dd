import Glibc
import Handles
import SessionLanguage
import Sockets

extension Command {
  static let setsockopt = Command(
    name: "setsockopt", group: .options,
    parameters: [
      .handle, Parameter("LEVEL", .option, optional: true),
      Parameter("OPTION", .option) { .words($0.optionsOrValues) },
      Parameter("VALUE", .text, optional: true, repeats: true) { context in
        .words(context.words.count == 4 && context.level != nil ? context.optionsOrValues : [])
      },
    ],
    summary: "Set a socket option; what the kernel made of the value is shown.",
    korean: "소켓 옵션을 정하고, 커널이 실제로 정한 값을 보여 줍니다.",
    manual: """
      VALUE is on or off, a number (64K), a time (5s, 200ms), on 5s or off for SO_LINGER, an address, a name, a multicast
      group with an interface (224.0.0.5 127.0.0.1), a constant, or bytes (hex:0101). LEVEL may be left out: each
      option has one. SO_DETACH_FILTER needs no VALUE. The value is read back: the kernel doubles SO_RCVBUF, for example.
      """,
    byHand: ["optlen", "tv_sec", "tv_usec"],
    examples: [
      "socket a tcp = fd", "setsockopt a SO_REUSEADDR on = 0", "setsockopt a SO_LINGER on 5s = 0",
      "setsockopt a SOL_TCP TCP_NODELAY 1 = 0",
      "? a.SO_LINGER == \"on 5s\"",
    ],
    inC: CForm(.handle(0), .constant(1), .constant(2), .option(3))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let (option, next) = try arguments.option(1)
    guard option.access != .readOnly else {
      throw Diagnostic(
        "\(option.symbol) is read-only", at: arguments.span(next - 1), label: option.meaning,
        help: "read it with getsockopt")
    }
    let value = try arguments.passedOption(option, from: next)
    try table.permitSetting(option, to: value.read, on: target.handle, at: arguments.span(next))
    try table.checkForcedBuffers(option, value.read, of: target.handle, at: arguments.span(next))
    return .call(.setting(option, to: value, on: target))
  }
}

extension Invocation {
  /// setsockopt(2).
  static func setting(_ option: SocketOption, to value: PassedOption, on target: Target) -> Invocation {
    let (level, number, descriptor) = (option.level.rawValue, option.number, target.descriptor)
    let set = { @Sendable (value: UnsafeRawPointer?, length: socklen_t) in
      Int(Glibc.setsockopt(descriptor, level, number, value, length))
    }
    return Invocation(
      Call(
        "setsockopt", [],
        [.descriptor(descriptor), .symbol(option.level.symbol), .symbol(option.symbol)] + value.arguments(option.form)),
      on: target,
      finish: { table, answer in
        table.noteSet(option, to: value.read, on: target, answer)
        return []
      },
      notes: { table, answer in
        guard !answer.failed, value.pointer == nil, let handle = target.handle else { return [] }
        return made(option, of: value.read, on: handle, in: table)
      },
      body: { _ in
        if case .filter = option.form, value.pointer == nil { return attach(value.bytes, set) }
        return value.passed(to: set)
      })
  }

  /// What the kernel made of `bytes`, where it is something else.
  private static func made(_ option: SocketOption, of bytes: [UInt8], on handle: Handle, in table: HandleTable)
    -> [String]
  {
    guard option.access == .readWrite, let now = table.value(of: option, on: handle) else { return [] }
    let text = option.form.text(now)
    return text == option.form.text(bytes) ? [] : ["  kernel made it \(text)\(option.form.unit)"]
  }

  /// Calls `body` with a `struct sock_fprog` that points to `instructions`, and its length.
  private static func attach(_ instructions: [UInt8], _ body: (UnsafeRawPointer?, socklen_t) -> Int) -> Int {
    var copy = instructions
    return copy.withUnsafeMutableBytes { raw in
      var program = sock_fprog(count: UInt16(truncatingIfNeeded: raw.count / 8), instructions: raw.baseAddress)
      return body(&program, socklen_t(MemoryLayout<sock_fprog>.size))
    }
  }
}

extension HandleTable {
  /// Notes that `option` was set, or that it was tried.
  fileprivate func noteSet(_ option: SocketOption, to bytes: [UInt8], on target: Target, _ answer: Answer) {
    // Where packets go may depend on it, and with that what a line may do.
    touch()
    if case .linger = option.form { mayLinger = true }
    guard let handle = target.handle, !answer.failed else { return }
    handle.optionsSet[option.symbol] = option.form.text(bytes)
    if option.symbol == "IPV6_ADDRFORM" { rereadKind(handle) }
  }
}

/// `struct sock_fprog` of <linux/filter.h>, which Glibc does not import.
private struct sock_fprog {
  var count: UInt16
  var instructions: UnsafeMutableRawPointer?
}

extension CompletionContext {
  /// After an option the values that have a name, before it the options.
  fileprivate var optionsOrValues: [String] {
    let option = words.dropFirst(level == nil ? 2 : 3).first.flatMap { SocketOption.named($0) }
    return option?.namedValues ?? options
  }
}

extension SocketOption {
  fileprivate var namedValues: [String] {
    switch form {
    case .flag, .linger: OnOff.words
    case .constant(let table), .named(let table): table.symbols
    case .text where symbol == "TCP_CONGESTION": Setting.congestionControls
    default: []
    }
  }
}
