import Glibc
import Handles
import SessionLanguage
import Sockets

extension Command {
  static let readv = Command(
    name: "readv", group: .transfer, parameters: [.handle, Parameter("LENGTH", .integer, repeats: true)],
    summary: "Read into several buffers, one after the other.",
    korean: "여러 버퍼에 차례로 읽어 들입니다.",
    manual:
      "One call fills the first buffer, then the next. The data are shown in one piece, in the order in which they came.",
    byHand: ["iov", "iovcnt"],
    examples: [
      "pipe out in = 0", #"write in "Hello Bob" = 9"#, #"readv out 5 1 64 = 9 "Hello Bob""#, "close in = 0",
      "readv out 5 5 = 0 EOF",
    ],
    inC: CForm(.handle(0), .lengths(1))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    var rooms: [Int] = []
    for index in 1..<arguments.count {
      rooms.append(try arguments.length(index, default: 0))
    }
    try arguments.checkBuffers(rooms.reduce(0, +), arguments.count - 1)
    if let vectors = try arguments.vectorsByHand(rooms.count) {
      return .call(
        .vectored("readv", .receives, vectors, on: target, events: Int16(POLLIN)) { Glibc.readv($0, $1, $2) })
    }
    let (descriptor, isStream, lengths) = (target.descriptor, target.kind.isStream, rooms)
    return .call(
      Invocation(
        Call("readv", .receives, .descriptor(descriptor), .vectorsOut(lengths)), on: target,
        wait: table.waitToReceive(lengths.reduce(0, +), on: target, 0),
        isTransfer: true
      ) { received in
        received.fill(lengths.reduce(0, +), isStream: isStream) { start in
          // The buffers lie one after the other, so that what was read is one piece.
          Vectors.withPointers(start.map { UnsafeMutableRawPointer($0) }, lengths) { Glibc.readv(descriptor, $0, $1) }
        }
      })
  }
}
