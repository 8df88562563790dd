import Glibc
import Handles
import SessionLanguage
import Sockets

extension Command {
  static let recvall = Command(
    name: "recvall", group: .transfer, parameters: [.handle, Parameter("COUNT", .integer, optional: true)],
    summary: "Receive all until the end of file, or exactly COUNT bytes.",
    korean: "스트림의 끝까지, 또는 정확히 COUNT바이트를 받습니다.",
    manual: """
      Calls recv again and again, until the other end has closed or COUNT bytes have come. Without COUNT it stops at 1M. When a call
      fails, what was received until then is shown; it is no longer in the socket.
      """,
    outputs: "EOF, count or full: what ended it",
    examples: [
      "socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0", "listen srv 1 = 0", "socket cli tcp = fd",
      "connect cli {srv} = 0",
      "accept srv conn = fd", #"send cli "Hello Bob" = 9"#, #"recvall conn 5 = 5 "Hello" count"#, "shutdown cli wr = 0",
      #"recvall conn = 4 " Bob" EOF"#,
    ],
    inC: CForm(.handle(0), .number(1))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let isCounted = arguments.count > 1
    let most = try arguments.length(1, default: 1 << 20)
    try arguments.requireStream(target)
    let descriptor = target.descriptor
    let call = Call("recvall", [.receives, .mayEndEarly], .descriptor(descriptor), .length(most))
    return .call(
      .repeating(call, on: target, in: table, outputs: { $1.ending(isCounted ? "count" : "full") }) { calls in
        calls.data = []
        while let have = calls.data?.count, have < most {
          let room = isCounted ? most - have : min(RepeatedCall.piece, most - have)
          let answer = calls.receive(room, on: descriptor)
          if answer.failed { return -1 }
          if answer.received.isEndOfFile { break }
        }
        return calls.data?.count ?? 0
      })
  }
}
