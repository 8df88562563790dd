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
    try refuseCall(arguments.line.words.dropFirst(2).first)
    guard let value = String(validating: try arguments.bytes(1, limit: Variables.longest), as: UTF8.self) else {
      throw Diagnostic(
        "the value is not text", at: arguments.span(1), label: "not UTF-8", help: "write bytes where they are sent")
    }
    try table.set(name, to: value, at: arguments.span(1))
    return .report(remark(name, value))
  }

  /// Refuses `TcpStream::connect("127.0.0.1:80")` and the like: in Rust and JavaScript that is a call.
  private static func refuseCall(_ word: Word?) throws(Diagnostic) {
    guard let word, case .text(let value)? = word.segments.first else { return }
    let function = value.prefix { $0.isLetter || $0.isNumber || "_.:".contains($0) }
    guard function.contains(where: \.isLetter), value.dropFirst(function.count).first == "(" else { return }
    throw Diagnostic(
      "a variable holds text, not what a call returns", at: word.span, label: "a call",
      help: "type, for example: socket cli tcp; text with brackets goes between quotes"
    ).inKorean(
      "변수에는 호출의 결과가 아니라 글자만 넣습니다", label: "호출",
      help: "예: socket cli tcp. 괄호가 든 글자는 따옴표로 묶으세요")
  }

  /// What there is to say of a value that reads like a call which makes a handle: a variable holds text.
  private static func remark(_ name: String, _ value: String) -> Listing {
    let first = value.split(separator: " ").first.map(String.init)
    let makesHandle = all.contains { $0.name == first && $0.parameters.contains { $0.kind == .newHandle } }
    return makesHandle ? ["  {\(name)} is this text; for a handle, type: \(Literal.visible(value)) \(name)"] : []
  }
}
