import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let inject = Command(
    name: "inject", group: .housekeeping, traits: .onlyHere,
    parameters: [
      Parameter("error=ERRNO", .text) { context in
        .words(injectable(context.words.count > 2 ? context.words[2] : "").map { mark + $0 })
      },
      Parameter("COMMAND", .text) { _ in .words(all.filter(\.makesCall).map(\.name).filter { $0 != "inject" }) },
      Parameter("WORD", .text, optional: true, repeats: true) { context in
        let line = CompletionContext(
          words: Array(context.words.dropFirst(2)), word: context.word, table: context.table, jobs: context.jobs,
          makesCall: true)
        let command = line.words.first.flatMap { Command.matching($0).first }
        return command?.parameter(at: line.words.count - 1)?.completion(in: line) ?? .none
      },
    ],
    summary: "Make a call fail with an errno of your choice.",
    korean: "호출이 원하는 errno로 실패하게 합니다.",
    manual: """
      A filter (seccomp) answers the call of COMMAND in the kernel's place, as with strace -e inject=socket:error=ENFILE. It shows what a
      call says when the machine is full or memory runs out, while neither is so. Nothing of the call comes to pass: no socket is made,
      nothing is sent. The filter is on a thread of its own, which makes this one call and ends. The card says (injected), and why says
      what the errno would mean.
      errors CALL lists the errnos that a call may give.
      """,
    makesCall: true,
    examples: [
      "inject error=ENFILE socket a tcp = -1 ENFILE", "socketpair a b unix = 0",
      #"inject error=ENOMEM send a "hello" = -1 ENOMEM"#, "? b.unread == 0", "why",
    ]
  ) { (arguments, table) throws(Diagnostic) in
    let errno = try arguments.injectedErrno()
    let line = arguments.line.dropping(2)
    let command = try Command.find(line.name, at: line.words[0].span)
    guard command.name != "inject" else {
      throw Diagnostic(
        "one errno is injected into one call", at: line.words[0].span, label: "a second injection",
        help: "for example: inject error=ENFILE socket a tcp")
    }
    try command.checkShape(line)
    guard
      case .call(let invocation) = try command.run(
        Arguments(CachedLine(line, countByHand: command.countByHand(line), in: table)), table),
      let injection = Injection(errno, into: invocation.call.name)
    else {
      throw Diagnostic(
        "no errno can be injected into \(command.name)", at: line.words[0].span,
        label: "it does not make one system call",
        help: "for example: inject error=ENFILE socket a tcp")
    }
    guard Injection.isPossible else {
      throw Diagnostic(
        "this kernel takes no filter for system calls", at: arguments.line.words[0].span, help: "see seccomp(2)"
      ).unmet
    }
    return .call(invocation.answered(by: injection, with: table.kernel))
  }

  private static let mark = "error="

  /// The errnos that the call `name` may give.
  private static func injectable(_ name: String) -> [String] {
    let own = ErrorPage.pages(of: name).flatMap { $0.errors.map(\.symbol) }
    return (own.isEmpty ? ErrorPage.symbols : own).filter { !$0.hasPrefix("EAI_") }
  }
}

extension Arguments {
  /// `error=ERRNO`, as strace spells it.
  fileprivate func injectedErrno() throws(Diagnostic) -> Errno {
    let text = try text(0)
    guard text.hasPrefix("error=") else {
      throw .invalid("injection", text, at: span(0), label: "error=ERRNO, such as error=ENFILE")
    }
    let symbol = String(text.dropFirst(6))
    guard let errno = Errno(symbol: symbol), !errno.isLookup else {
      throw .unknownErrno(symbol, at: span(0))
    }
    return errno
  }
}

extension Invocation {
  /// The same call, answered by `injection`. Nothing of it comes to pass, so nothing of the table changes.
  fileprivate func answered(by injection: Injection, with kernel: any Kernel) -> Invocation {
    let call = Call(call.name, call.traits.union(.isInjected), call.arguments), body = body
    return Invocation(call, on: subject) { received in
      let exchange = injection.perform(call, with: kernel, body)
      received.details = .calls([exchange], decisive: 0)
      errno = exchange.answer?.errno.rawValue ?? 0
      return exchange.answer?.result ?? -1
    }
  }
}
