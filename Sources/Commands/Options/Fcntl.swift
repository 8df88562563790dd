import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let fcntl = Command(
    name: "fcntl", group: .options,
    parameters: [
      .handle, Parameter("COMMAND", .choice(DescriptorCommand.all.map(\.symbol))),
      Parameter("VALUE", .text, optional: true) { context in
        .words(DescriptorCommand.named(context.words[2])?.valuesOffered(for: context.word) ?? [])
      },
    ],
    summary: "Read or set the flags of a descriptor, and who gets its signals.",
    korean: "디스크립터 플래그와, 시그널을 받을 프로세스를 읽거나 정합니다.",
    manual: """
      VALUE is flags such as O_NONBLOCK|O_ASYNC for F_SETFL, FD_CLOEXEC or 0 for F_SETFD, a process for F_SETOWN (self is this
      one), and a size for F_SETPIPE_SZ. A command that reads returns the value as the result of the call. sockplay ignores SIGIO.

      """ + DescriptorCommand.all.map { "  \($0.symbol): \($0.meaning)." }.joined(separator: "\n"),
    outputs: "the flags or the process that it read, such as O_RDWR|O_NONBLOCK",
    examples: [
      "socket a tcp = fd", "fcntl a F_GETFL = 2 O_RDWR", "fcntl a F_SETFL O_NONBLOCK = 0",
      "fcntl a F_GETFL = 2050 O_RDWR|O_NONBLOCK",
      "fcntl a F_SETFD FD_CLOEXEC = 0", "fcntl a F_GETFD = 1 FD_CLOEXEC", "fcntl a F_SETOWN self = 0",
      "fcntl a F_GETOWN = 1..9999999 self",
    ],
    inC: CForm(.handle(0), .constant(1), .setting(2))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let command = try arguments.descriptorCommand(1)
    let value = try arguments.value(of: command, 2)
    let descriptor = target.descriptor
    let asked = Call("fcntl", command.traits, .descriptor(descriptor), .symbol(command.symbol))
    let told = Call("fcntl", .descriptor(descriptor), .symbol(command.symbol), command.argument(value))
    let isStatus = command.symbol == "F_SETFL"
    return .call(
      Invocation(
        command.isSetter ? told : asked, on: target,
        finish: { table, answer in
          if isStatus, !answer.failed, let handle = target.handle {
            table.recordNonblocking(handle, value & O_NONBLOCK != 0)
          }
          return []
        },
        outputs: { command.isSetter ? [] : command.words($1.result) },
        body: { _ in Int(Glibc.fcntl(descriptor, command.number, value)) }))
  }
}

extension DescriptorCommand {
  /// What TAB offers for the value that it sets, which has begun with `word`.
  fileprivate func valuesOffered(for word: String) -> [String] {
    guard isSetter else { return [] }
    switch value {
    // The access mode cannot be changed.
    case .statusFlags:
      return ConstantTable.statusFlags.offers(for: word).filter { !$0.hasSuffix("ONLY") && !$0.hasSuffix("RDWR") }
    case .descriptorFlags: return ConstantTable.descriptorFlags.offers(for: word)
    case .owner: return ["self"]
    case .size: return []
    }
  }

  /// What it reads is the result, and a process has another number when the line is played.
  fileprivate var traits: CallTraits { value == .owner ? .resultVaries : [] }

  fileprivate func argument(_ value: Int32) -> Argument {
    switch self.value {
    case .statusFlags, .descriptorFlags: .symbol(text(value))
    case .owner, .size: .integer(Int(value))
    }
  }

  fileprivate func words(_ result: Int) -> [String] {
    switch value {
    case .statusFlags, .descriptorFlags: [text(Int32(truncatingIfNeeded: result))]
    case .owner: [IORequest.owner(Int32(truncatingIfNeeded: result))]
    case .size: []
    }
  }

  private func text(_ flags: Int32) -> String {
    if case .statusFlags = value { Self.statusText(flags) } else { ConstantTable.descriptorFlags.flags(flags) }
  }
}

extension Arguments {
  fileprivate func descriptorCommand(_ index: Int) throws(Diagnostic) -> DescriptorCommand {
    try row(index, "fcntl command", among: DescriptorCommand.all.map(\.symbol), DescriptorCommand.named)
  }

  fileprivate func value(of command: DescriptorCommand, _ index: Int) throws(Diagnostic) -> Int32 {
    guard command.isSetter == (index < count) else {
      throw Diagnostic(
        "\(command.symbol) takes \(command.isSetter ? "a" : "no") value", at: span(index),
        label: command.isSetter ? "missing" : "not expected")
    }
    guard command.isSetter else { return 0 }
    switch command.value {
    case .statusFlags: return try flags(index, from: .statusFlags)
    case .descriptorFlags: return try flags(index, from: .descriptorFlags)
    case .owner: return try process(index)
    case .size: return Int32(try integer(index, default: 0, in: 0...Int(Int32.max)))
    }
  }
}
