import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let shutdown = Command(
    name: "shutdown", group: .opening,
    parameters: [.handle, Parameter("HOW", .choice(["rd", "wr", "rdwr"] + ConstantTable.shutdownWays.symbols))],
    summary: "Close one direction of a connection.",
    manual: "HOW is rd, wr or rdwr, or SHUT_RD and so on. After wr the peer reads the end of file, and may still send.",
    examples: ["socket a tcp = fd", "shutdown a wr = -1 ENOTCONN"]
  ) { (words, table) throws(Diagnostic) in
    let id = try words.openHandle(0)
    let text = try words.text(1).uppercased()
    guard let way = ConstantTable.shutdownWays.value(text.hasPrefix("SHUT_") ? text : "SHUT_" + text) else {
      throw Diagnostic("\(try words.text(1)) is no way to shut down", at: words.span(1), label: "rd, wr or rdwr")
    }
    let descriptor = table[id].descriptor
    return .call(
      Invocation(
        Call("shutdown", .descriptor(descriptor), .symbol(ConstantTable.shutdownWays.symbol(way))), on: id,
        finish: { table, answer in
          if !answer.failed, way != Int32(SHUT_WR) { table.noteShutForReading(id) }
          return []
        }, body: { _ in Int(Glibc.shutdown(descriptor, way)) }))
  }
}
