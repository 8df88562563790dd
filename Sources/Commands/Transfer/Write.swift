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
    outputs: signalGiven,
    examples: [
      "pipe out in = 0", #"write in "Hello" = 5"#, "close out = 0", #"write in "Bob" = -1 EPIPE"#, "socket a tcp = fd",
      #"write a "x" = -1 EPIPE"#,
    ],
    inC: CForm(.handle(0), .data(1))
  ) { (arguments, table) throws(Diagnostic) in
    let id = try arguments.openHandle(0)
    let data = try arguments.data(1)
    try table.permitSending(on: id, at: arguments.span(0))
    let descriptor = id.descriptor
    return .call(
      Invocation(
        Call("write", .sends, .descriptor(descriptor), .bytes(data), .length(data.count)), on: id,
        wait: .toSend(data.count, on: descriptor, 0),
        isTransfer: true, alsoAffects: table.receiver(of: id)
      ) { _ in data.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, data.count) } })
  }
}
