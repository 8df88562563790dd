import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let rlimit = Command(
    name: "rlimit", group: .network,
    parameters: [
      Parameter("RESOURCE", .choice(ResourceLimit.all.map(\.name))),
      Parameter("NUMBER", .integer, optional: true) { _ in .words(["hard"]) },
    ],
    summary: "Show or set a limit of this process.",
    korean: "이 프로세스의 자원 한도를 보거나 정합니다.",
    manual: """
      RESOURCE is nofile (RLIMIT_NOFILE: a new descriptor must be lower than this number, or the call fails with EMFILE) or memlock
      (RLIMIT_MEMLOCK: bytes that stay in memory, as MSG_ZEROCOPY needs them). Only the soft limit changes; hard sets it to
      the hard limit again.
      The limit is that of the whole program. What sockplay itself has to open, such as files in /proc for why, it may still open,
      and the servers that peer starts have the limits that it had at its start.
      Only an isolated session may set one (@isolated, or sockplay --isolated).
      """,
    examples: [
      "@isolated", "rlimit nofile = 0", "rlimit nofile 4 = 0", "socket a tcp = fd", "socket b tcp = -1 EMFILE",
      "rlimit nofile hard = 0", "socket b tcp = fd",
    ],
    inC: CForm(.constant(0), .softLimit(1), alsoCalled: ["setrlimit"], others: ["getrlimit": [.constant(0)]])
  ) { (arguments, table) throws(Diagnostic) in
    let limit = try arguments.row(0, "limit", among: ResourceLimit.all.map(\.name)) { name in
      ResourceLimit.all.first { $0.name == name || $0.symbol == name }
    }
    guard arguments.count > 1 else { return .call(reading(limit)) }
    var values = limit.values
    values.soft = try arguments.limit(1, hard: values.hard, from: limit.lowest)
    try table.requireIsolation(at: arguments.line.words[0].span, "a limit is that of the whole program")
    let asked = values
    return .call(
      Invocation(Call("setrlimit", .symbol(limit.symbol), .symbol(asked.inC)), on: nil) { _ in limit.set(asked) })
  }

  private static func reading(_ limit: ResourceLimit) -> Invocation {
    Invocation(Call("getrlimit", .symbol(limit.symbol), .filled("rlim")), on: nil) {
      let (result, values) = limit.read()
      if result == 0 { $0.details = .filled(inC: values.inC) }
      return result
    }
  }
}

extension Arguments {
  /// A soft limit: a number, or the hard one.
  fileprivate func limit(_ index: Int, hard: UInt, from lowest: Int) throws(Diagnostic) -> UInt {
    if try text(index) == "hard" { return hard }
    return UInt(try integer(index, default: 0, in: lowest...Int.max))
  }
}
