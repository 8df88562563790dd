import Glibc
import Handles
import SessionLanguage
import Sockets

extension Command {
  static let getsockopt = Command(
    name: "getsockopt", group: .options,
    parameters: [
      .handle, Parameter("LEVEL", .option, optional: true),
      Parameter("OPTION", .option) { context in
        let isNamed = context.words.dropFirst(2).contains { SocketOption.named($0) != nil }
        return isNamed ? .none : .words(context.options)
      },
    ],
    summary: "Read a socket option.",
    korean: "소켓 옵션을 읽습니다.",
    manual:
      "A session checks the value with a field of the option's name: ? srv.SO_RCVBUF == 8192. Reading SO_ERROR clears it.",
    byHand: ["optval", "optlen"],
    examples: [
      "socket a tcp = fd", "getsockopt a SO_RCVBUF = 0", "getsockopt a SOL_TCP TCP_MAXSEG = 0",
      "? a.TCP_MAXSEG > 0 and a.SO_TYPE == SOCK_STREAM",
    ],
    inC: CForm(.handle(0), .constant(1), .constant(2))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let (option, next) = try arguments.option(1)
    guard next == arguments.count else {
      throw Diagnostic(
        "getsockopt takes no value", at: arguments.span(next), label: "not expected", help: "set it with setsockopt")
    }
    guard option.access != .writeOnly else {
      throw Diagnostic(
        "\(option.symbol) cannot be read", at: arguments.span(next - 1), label: option.meaning,
        help: "set it with setsockopt")
    }
    return .call(.reading(option, of: target, try arguments.optionBuffer(capacity: option.form.capacity)))
  }
}

extension Invocation {
  /// getsockopt(2).
  fileprivate static func reading(_ option: SocketOption, of target: Target, _ buffer: ValueBuffer?) -> Invocation {
    let (level, number, capacity) = (option.level.rawValue, option.number, option.form.capacity)
    let descriptor = target.descriptor
    return Invocation(
      Call(
        "getsockopt", .descriptor(descriptor), .symbol(option.level.symbol), .symbol(option.symbol),
        buffer?.argument ?? .optionOut(option.form)), on: target,
      finish: { table, answer in
        guard case .errno = option.form, let bytes = answer.received.option, bytes.count >= 4,
          let handle = target.handle
        else { return [] }
        table.recordTermination(handle, Errno(bytes.withUnsafeBytes { $0.loadUnaligned(as: Int32.self) }))
        return []
      },
      notes: { _, answer in
        guard !answer.failed, let bytes = answer.received.option else { return [] }
        return ["  value  \(option.form.short(bytes))\(option.form.unit)  (\(option.meaning(of: bytes)))"]
      },
      values: { answer in
        guard !answer.failed, let bytes = answer.received.option else { return [] }
        return [
          [
            "option": .text(option.symbol), "level": .text(option.level.symbol), "value": option.form.value(bytes),
          ]
        ]
      },
      body: { received in
        if let buffer { return buffer.take(&received) { Int(Glibc.getsockopt(descriptor, level, number, $0, $1)) } }
        return received.takeOption(capacity) { Int(Glibc.getsockopt(descriptor, level, number, $0, $1)) }
      })
  }
}

extension OptionForm {
  /// `bytes` as one would type them; what is long is cut.
  func short(_ bytes: [UInt8]) -> String {
    let text = bytes.count > 16 && isQuoted ? self.text(Array(bytes.prefix(16))) + "…" : self.text(bytes)
    return text.isEmpty ? "\"\"" : Literal.visible(text)
  }
}
