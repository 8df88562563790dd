import CSockets
import SessionLanguage
import Sockets

extension Command {
  static let tee = Command(
    name: "tee", group: .transfer, parameters: SpliceEnds.parameters,
    summary: "Copy up to COUNT bytes from one pipe to another.",
    korean: "한 파이프에서 다른 파이프로 COUNT바이트까지 복사합니다.",
    manual:
      "Both are pipes. Nothing is copied in memory: both pipes then hold the same pages. FLAGS are as for splice.",
    outputs: signalGiven,
    examples: [
      "pipe out in = 0", "pipe out2 in2 = 0", #"write in "Hello" = 5"#, "tee out in2 64 = 5",
      #"read out2 64 = 5 "Hello""#,
      #"read out 64 = 5 "Hello""#,
    ],
    inC: CForm(.handle(0), .handle(1), .number(2), .flags(3))
  ) { (arguments, table) throws(Diagnostic) in
    let (from, to, count, flags) = try SpliceEnds.read(arguments, table)
    let (source, target) = (from.descriptor, to.descriptor)
    let call = Call(
      "tee", .splices, .descriptor(source), .descriptor(target), .length(count), .flags(flags, of: .spliceFlags))
    return .call(
      SpliceEnds.invocation(call, from, to, table) { _ in sockplay_tee(source, target, count, UInt32(bitPattern: flags))
      })
  }
}
