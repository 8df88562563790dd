import Glibc
import Handles
import SessionLanguage
import Sockets

extension Command {
  static let writev = Command(
    name: "writev", group: .transfer, parameters: [.handle, Parameter("DATA", .data, repeats: true)],
    summary: "Write several buffers with one call.",
    korean: "여러 버퍼를 호출 한 번으로 씁니다.",
    manual: "A stream does not show where one buffer ends; on a datagram socket all of them are one datagram.",
    byHand: ["iov", "iovcnt"],
    outputs: signalGiven,
    examples: ["pipe out in = 0", #"writev in "Hello" " " "Bob" = 9"#, #"read out 64 = 9 "Hello Bob""#],
    inC: CForm(.handle(0), .buffers(1))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    var pieces: [[UInt8]] = []
    var sum = HandleTable.Sum(table)
    for index in 1..<arguments.count {
      pieces.append(try arguments.data(index))
      try sum.add(pieces[index - 1], at: arguments.span(index))
    }
    try table.permitSending(on: target, at: arguments.span(0))
    if let vectors = try arguments.vectorsByHand(pieces.count) {
      return .call(
        .vectored("writev", .sends, vectors, on: target, events: Int16(POLLOUT)) { Glibc.writev($0, $1, $2) })
    }
    let (descriptor, buffers) = (target.descriptor, pieces)
    let all = Array(buffers.joined())
    return .call(
      Invocation(
        Call("writev", .sends, .descriptor(descriptor), .vectors(buffers)), on: target,
        wait: .toWrite(all, all.count, on: target),
        isTransfer: true, alsoAffects: table.receiver(of: target)
      ) { _ in
        all.withUnsafeBytes { bytes in
          Vectors.withPointers(UnsafeMutableRawPointer(mutating: bytes.baseAddress), buffers.map(\.count)) {
            Glibc.writev(descriptor, $0, $1)
          }
        }
      })
  }
}
