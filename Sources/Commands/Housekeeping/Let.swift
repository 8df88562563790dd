import Handles
import SessionLanguage
import Text

extension Command {
  static let `let` = Command(
    name: "let", group: .housekeeping, traits: .assigns,
    parameters: [Parameter("NAME", .newVariable), Parameter("VALUE", .value)],
    summary: "Set a variable: {NAME} is VALUE from then on.",
    korean: "변수를 정합니다. 이제부터 {NAME}은 VALUE입니다.",
    manual: """
      let port = {srv.port} is understood too. In a file, @let sets a value that --var can replace. A line that receives
      keeps what came with -> {NAME}, see help expectations.
      """,
    examples: [
      "let greeting \"Hello Bob\"", "socket a udp = fd", "bind a 127.0.0.1:0 = 0", #"sendto a "{greeting}" {a} = 9"#,
    ]
  ) { (arguments, table) throws(Diagnostic) in
    let name = try arguments.text(0)
    guard Name.isValid(name) else {
      throw .invalid("variable name", name, at: arguments.span(0), label: Name.rule)
    }
    guard let value = String(validating: try arguments.bytes(1, limit: Variables.longest), as: UTF8.self) else {
      throw Diagnostic(
        "the value is not text", at: arguments.span(1), label: "not UTF-8", help: "write bytes where they are sent")
    }
    try table.set(name, to: value, at: arguments.span(1))
    return .report(remark(name, value))
  }

  /// What there is to say of a value that reads like a call which makes a handle: a variable holds text.
  private static func remark(_ name: String, _ value: String) -> Listing {
    let first = value.split(separator: " ").first.map(String.init)
    let makesHandle = all.contains { $0.name == first && $0.parameters.contains { $0.kind == .newHandle } }
    return makesHandle ? ["  {\(name)} is this text; for a handle, type: \(Literal.visible(value)) \(name)"] : []
  }
}
