import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let pipe = Command(
    name: "pipe", group: .opening, parameters: [Parameter("OUT", .newHandle), Parameter("IN", .newHandle)],
    summary: "Make a pipe: what is written into IN is read from OUT.",
    korean: "파이프를 만듭니다. IN에 쓴 것을 OUT에서 읽습니다.",
    manual: """
      Two descriptors for bytes in one direction, without addresses. The reading end comes first, as in C. When IN is closed, reading
      returns the end of file; when OUT is closed, writing fails with EPIPE. splice moves bytes between a pipe and a socket.
      """,
    byHand: ["pipefd"],
    examples: [
      "pipe out in = 0 [out OPEN, in OPEN]", #"write in "Hello" = 5"#, "? out.unread == 5", #"read out 64 = 5 "Hello""#,
    ],
    inC: CForm(.newPair(0, first: "out", second: "in"), alsoCalled: ["pipe2"])
  ) { (arguments, table) throws(Diagnostic) in
    let names = try arguments.pairOfNames(0)
    let pointer = try arguments.pointer(byHand: "pipefd")
    return .call(
      Invocation(
        Call("pipe", pointer.map { .pointer($0) } ?? .filled("fds")), on: nil,
        finish: { table, answer in
          guard case .descriptors(let ends)? = answer.received.details else { return [] }
          let made = zip(names, ends).map { table.add($0, .pipe, descriptor: $1) }
          if made.count == 2 { table.pair(made[0], made[1]) }
          return made
        },
        body: { received in
          if let pointer { return Int(Glibc.pipe(pointer.of(Int32.self))) }
          return received.takePair { Int(Glibc.pipe($0)) }
        }))
  }
}
