import Handles
import SessionLanguage

extension Command {
  static let `let` = Command(
    name: "let", group: .housekeeping, parameters: [Parameter("NAME", .text), Parameter("VALUE", .value)],
    summary: "Remember VALUE; {NAME} stands for it from then on.",
    manual: "let port = {srv.port} is read too. In a file, @let gives a value that --var can replace.",
    examples: [
      "let greeting \"Hello Bob\"", "socket a udp = fd", "bind a 127.0.0.1:0 = 0", #"sendto a "{greeting}" {a} = 9"#,
    ]
  ) { (words, table) throws(Diagnostic) in
    let name = try words.text(0)
    guard Name.isValid(name) else {
      throw Diagnostic(
        "this is no name for a variable", at: words.span(0), label: "a letter, then letters, digits, _ or -")
    }
    guard let value = String(validating: try words.bytes(1, limit: HandleTable.longestVariable), as: UTF8.self) else {
      throw Diagnostic(
        "this value is not text", at: words.span(1), label: "not UTF-8", help: "bytes are written where they are sent")
    }
    table.variables[name] = value
    return .report([])
  }
}
