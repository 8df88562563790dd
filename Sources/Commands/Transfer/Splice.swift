import CSockets
import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let splice = Command(
    name: "splice", group: .transfer, parameters: Splicing.parameters,
    summary: "Move up to COUNT bytes inside the kernel; one of both is a pipe.",
    manual: """
      The bytes never pass through the program: this is how a proxy forwards them. Without a pipe it fails with EINVAL. It waits
      while FROM is empty or TO is full; 0 is the end of file. FLAGS are SPLICE_F_MOVE, SPLICE_F_NONBLOCK, SPLICE_F_MORE.
      """,
    gives: signalGiven,
    examples: [
      "pipe out in = 0", "socket a udp = fd", "bind a 127.0.0.1:0 = 0", "connect a {a} = 0", #"write in "Hello" = 5"#,
      "splice out a 64 = 5", #"recv a 64 = 5 "Hello""#, "splice a a 64 = -1 EINVAL",
    ]
  ) { (words, table) throws(Diagnostic) in
    let (from, to, count, flags) = try Splicing.words(words, table)
    let (source, target) = (table[from].descriptor, table[to].descriptor)
    let call = Call(
      "splice", .descriptor(source), .symbol("NULL"), .descriptor(target), .symbol("NULL"), .integer(count), .spliceFlags(flags))
    return .call(
      Splicing.invocation(call, from, to, table) { _ in sockplay_splice(source, target, count, UInt32(bitPattern: flags)) })
  }

  static let tee = Command(
    name: "tee", group: .transfer, parameters: Splicing.parameters,
    summary: "Copy up to COUNT bytes from one pipe to another.",
    manual: "Both are pipes. Nothing is copied in memory: both pipes then hold the same pages. FLAGS are as for splice.",
    gives: signalGiven,
    examples: [
      "pipe out in = 0", "pipe out2 in2 = 0", #"write in "Hello" = 5"#, "tee out in2 64 = 5", #"read out2 64 = 5 "Hello""#,
      #"read out 64 = 5 "Hello""#,
    ]
  ) { (words, table) throws(Diagnostic) in
    let (from, to, count, flags) = try Splicing.words(words, table)
    let (source, target) = (table[from].descriptor, table[to].descriptor)
    let call = Call("tee", .descriptor(source), .descriptor(target), .integer(count), .spliceFlags(flags))
    return .call(Splicing.invocation(call, from, to, table) { _ in sockplay_tee(source, target, count, UInt32(bitPattern: flags)) })
  }
}

/// What splice and tee have in common.
private enum Splicing {
  static let parameters = [
    Parameter("FROM", .handle), Parameter("TO", .handle), Parameter("COUNT", .integer), .flags(.spliceFlags),
  ]

  static func words(_ words: Words, _ table: Table) throws(Diagnostic) -> (from: HandleID, to: HandleID, count: Int, flags: Int32) {
    let (from, to) = (try words.openHandle(0), try words.openHandle(1))
    let count = try words.integer(2, default: 0, in: 0...Int(Int32.max))
    let flags = try words.flags(3, from: .spliceFlags)
    try table.permitSending(on: to, at: words.span(1))
    return (from, to, count, flags)
  }

  /// The call may wait for either end, so it is the business of one that waits: a handle that does not wait would let the
  /// session's own thread make the call.
  static func invocation(_ call: Call, _ from: HandleID, _ to: HandleID, _ table: Table, _ body: @escaping Call.Body) -> Invocation {
    let isSwapped = table.isNonblocking(from)
    return Invocation(call, on: isSwapped ? to : from, wait: .unknown, isTransfer: true, bystander: isSwapped ? from : to, body: body)
  }
}

extension Argument {
  fileprivate static func spliceFlags(_ flags: Int32) -> Argument {
    flags == 0 ? .integer(0) : .symbol(ConstantTable.spliceFlags.flags(flags))
  }
}
