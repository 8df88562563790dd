import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let write = Command(
    name: "write", group: .transfer, parameters: [.handle, .data],
    summary: "Write DATA, as to any descriptor.",
    korean: "어느 디스크립터에든 DATA를 씁니다.",
    manual: """
      On a socket it is send without flags; it works on pipes as well. A pipe holds 65536 bytes, and write waits while it is full.
      """,
    byHand: ["count"],
    outputs: signalGiven,
    examples: [
      "pipe out in = 0", #"write in "Hello" = 5"#, "close out = 0", #"write in "Bob" = -1 EPIPE"#, "socket a tcp = fd",
      #"write a "x" = -1 EPIPE"#,
    ],
    inC: CForm(.handle(0), .data(1))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let data = try arguments.passedBytes(1, length: "count")
    try table.permitSending(on: target, at: arguments.span(0))
    let descriptor = target.descriptor
    return .call(
      Invocation(
        Call("write", .sends, .descriptor(descriptor), data.argument, data.lengthArgument), on: target,
        wait: .toWrite(data.bytes, data.waiting, on: target),
        isTransfer: true, alsoAffects: table.receiver(of: target)
      ) { _ in data.passed { Glibc.write(descriptor, $0, $1) } })
  }
}
