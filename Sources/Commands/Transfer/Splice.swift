import CSockets
import SessionLanguage
import Sockets

extension Command {
  static let splice = Command(
    name: "splice", group: .transfer, parameters: SpliceEnds.parameters,
    summary: "Move up to COUNT bytes inside the kernel; one end is a pipe.",
    korean: "커널 안에서 COUNT바이트까지 옮깁니다. 한쪽은 파이프입니다.",
    manual: """
      The bytes never pass through the program: this is how a proxy forwards them. Without a pipe it fails with EINVAL. It waits
      while FROM is empty or TO is full; 0 is the end of file. FLAGS are SPLICE_F_MOVE, SPLICE_F_NONBLOCK, SPLICE_F_MORE.
      """,
    byHand: ["off_in", "off_out"],
    outputs: signalGiven,
    examples: [
      "pipe out in = 0", "socket a udp = fd", "bind a 127.0.0.1:0 = 0", "connect a {a} = 0", #"write in "Hello" = 5"#,
      "splice out a 64 = 5", #"recv a 64 = 5 "Hello""#, "splice a a 64 = -1 EINVAL",
    ],
    inC: CForm(.handle(0), .handle(2), .number(4), .flags(5))
  ) { (arguments, table) throws(Diagnostic) in
    let (from, to, count, flags) = try SpliceEnds.read(arguments, table)
    let (source, target) = (from.descriptor, to.descriptor)
    let (offsetIn, offsetOut) = (try arguments.offset(byHand: "off_in"), try arguments.offset(byHand: "off_out"))
    let call = Call(
      "splice", .splices, .descriptor(source), offsetIn.argument, .descriptor(target), offsetOut.argument,
      .length(count), .flags(flags, of: .spliceFlags))
    if offsetIn != .none || offsetOut != .none {
      return .call(
        SpliceEnds.invocation(call, from, to, table) { _ in
          offsetIn.passed { offsetIn in
            offsetOut.passed { offsetOut in
              sockplay_splice_by_hand(source, offsetIn, target, offsetOut, count, UInt32(bitPattern: flags))
            }
          }
        })
    }
    return .call(
      SpliceEnds.invocation(call, from, to, table) { _ in
        sockplay_splice(source, target, count, UInt32(bitPattern: flags))
      })
  }
}
