/// What is below an `if` of C whose condition is a call, such as `if (listen(srv, 5) < 0)`: its branch.
struct BranchBelow {
  enum Extent {
    /// One statement.
    case statement
    /// A block in braces; the number of braces that are open.
    case braces(Int)
    /// The condition goes on; the number of round brackets that are open.
    case condition(Int)
  }

  let extent: Extent
  /// Whether it is for a call that has failed, as in `< 0`, `== -1` or `!= 0`.
  let isForFailure: Bool

  /// nil where `line` is no such `if`, or all of it.
  init?(_ line: [UInt8]) {
    let lexer = Parser.lexer(afterRoleOf: line)
    var start = lexer.position
    guard line[start...].starts(with: "if".utf8) else { return nil }
    start += 2
    while start < line.count, Lexer.isBlank(line[start]) { start += 1 }
    guard start < line.count, line[start] == UInt8(ascii: "(") else { return nil }
    self.init(condition: ForeignCode(line[start...]))
  }

  private init?(condition code: ForeignCode) {
    isForFailure = Self.isFailure(code.comparison)
    guard let rest = code.afterBrackets else {
      extent = .condition(code.excess(of: "(", over: ")"))
      return
    }
    guard let extent = Self.extent(after: rest) else { return nil }
    self.extent = extent
  }

  /// How much is below a line that ends with `rest`, behind the condition; nil where nothing is.
  static func extent(after rest: ForeignCode) -> Extent? {
    if rest.isBlank { return .statement }
    let open = rest.excess(of: "{", over: "}")
    return open > 0 ? .braces(open) : nil
  }

  /// Whether a call that is compared in this way has failed: all that does not ask for success.
  private static func isFailure(_ comparison: String) -> Bool {
    !["!=-1", "==0", ">=0", ">0", ">-1", "!=INVALID_SOCKET", "!=SOCKET_ERROR"].contains(comparison)
  }
}

extension Diagnostic {
  /// Of a file: the lines of the branch would run in any case.
  static func branchBelow(at span: Span) -> Diagnostic {
    Diagnostic(
      "an if has no branch here", at: span,
      label: "the lines of its branch would run whatever the call returns",
      help: "write the call alone, and leave its branch out; a call that should fail: = -1 ERRNO"
    ).inKorean(
      "if에 딸린 문장은 쓸 수 없습니다", label: "호출 결과와 상관없이 실행되고 맙니다",
      help: "호출만 적고 if에 딸린 줄은 빼세요. 실패해야 하는 호출은 뒤에 = -1 ERRNO를 적습니다")
  }
}
