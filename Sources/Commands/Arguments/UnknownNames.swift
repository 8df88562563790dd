import Handles
import SessionLanguage
import Text

// The errors for names that are not handles of the table.
extension HandleTable {
  func unset(_ reference: Reference) -> Diagnostic {
    let name = reference.name
    if isGone(name) {
      return Diagnostic(
        "\(name) is closed", at: reference.span, label: "its address went with it",
        help: "write the address, or keep it while the socket is there: let ADDRESS {\(name)}"
      ).inKorean(
        "\(name): 닫힌 소켓입니다", label: "주소도 함께 없어졌습니다",
        help: "주소를 직접 적거나, 소켓이 있는 동안 변수에 넣어 두세요: let ADDRESS {\(name)}")
    }
    return .unknown(
      "name", reference.name, at: reference.span, among: names + variables.names,
      help: "it is neither a handle nor a variable; set it with: let \(reference.name) VALUE",
      korean: "핸들도 변수도 아닙니다. 변수라면 정하세요: let \(reference.name) VALUE")
  }

  /// How a line passes the number of a closed handle to the kernel.
  static func howToInsist(_ name: String) -> String {
    "expect the error (= -1 EBADF); fd:{\(name).number} is its old number, whosever it is now"
  }

  static func howToInsistInKorean(_ name: String) -> String {
    "닫힌 번호를 그대로 커널에 넘겨 보려면 줄 끝에 = -1 EBADF를 적으세요. fd:{\(name).number}도 예전 번호인데, 지금은 다른 핸들의 번호일 수 있습니다"
  }

  /// The error for a handle that there is not.
  package func unknownHandle(_ name: String, at span: Span) -> Diagnostic {
    if isGone(name) {
      return Diagnostic(
        "\(name) is closed", at: span, label: "the kernel no longer has it either",
        help: "open a new one with socket, or " + Self.howToInsist(name)
      ).inKorean(
        "\(name): 닫힌 소켓입니다", label: "커널에도 더는 없습니다",
        help: "socket으로 새로 만드세요. " + Self.howToInsistInKorean(name))
    }
    if isReserved(name) {
      return Diagnostic(
        "\(name) does not exist yet", at: span, label: "the call that makes it is still waiting",
        help: "collect it with: wait \(name)"
      ).inKorean(
        "\(name): 아직 없는 핸들입니다", label: "그것을 만드는 호출이 아직 기다립니다", help: "이렇게 받으세요: wait \(name)")
    }
    if let number = Int32(numeral: name) { return numberedHandle(number, at: span) }
    if let colon = name.lastIndex(of: ":"), UInt16(numeral: name[name.index(after: colon)...]) != nil,
      find(String(name[..<colon])) == nil
    {
      return .unknown(
        "handle", name, at: span, among: [],
        help: "a handle is a name, such as srv; an address is given to bind or connect: bind srv \(name)",
        korean: "핸들은 srv 같은 이름입니다. 주소는 bind나 connect에 적으세요: bind srv \(name)")
    }
    let known =
      names.isEmpty
      ? "there are no handles yet; make one with socket" : "there are " + names.prefix(12).joined(separator: ", ")
    let korean =
      names.isEmpty ? "아직 핸들이 없습니다. socket으로 만드세요" : "있는 것: " + names.prefix(12).joined(separator: ", ")
    return .unknown("handle", name, at: span, among: names, help: known, korean: korean)
  }

  /// The error for the number of a descriptor where a name is needed.
  private func numberedHandle(_ number: Int32, at span: Span) -> Diagnostic {
    let word = Arguments.numberPrefix + "\(number)"
    let what = "descriptor \(number)"
    if let name = owner(of: number)?.name {
      return .unknown(
        "handle", "\(number)", at: span, among: [], help: "\(what) is \(name)'s: write \(name), or \(word)",
        korean: "이렇게 적으세요: \(name), 또는 \(word)")
    }
    let bind = (1...65535).contains(number) ? "bind srv 127.0.0.1:\(number)" : nil
    return .unknown(
      "handle", "\(number)", at: span, among: [],
      help: "\(what) is written \(word)" + (bind.map { "; a port is given to bind or connect: \($0)" } ?? ""),
      korean: "디스크립터 번호는 \(word)처럼 적습니다" + (bind.map { ". 포트라면 bind나 connect에 적으세요: \($0)" } ?? ""))
  }
}
