import Commands
import Handles
import SessionLanguage
import Sockets
import Text

// `-> {token}`: what came is kept in a variable, for the lines below.
extension Session {
  /// Refuses a name that a variable may not have, before the call is made.
  func checkCapture(of line: CommandLine) throws(Diagnostic) {
    guard let capture = line.expectation?.capture else { return }
    guard table.find(capture.name) == nil, !table.isReserved(capture.name) else {
      throw .invalid(
        "variable name", capture.name, at: capture.span, label: "a handle has this name",
        koreanLabel: "이 이름의 핸들이 있습니다")
    }
  }

  /// Keeps the data of `step`, or the part of them that the first group of its pattern has matched.
  func keep(_ capture: Reference, _ step: Step) throws(Diagnostic) {
    guard let answer = step.answer, !answer.received.pieces.isEmpty || answer.received.isEndOfFile else {
      throw Diagnostic(
        "no data came that could be kept", at: capture.span, label: "\(step.command?.name ?? "") gives none"
      ).inKorean("변수에 담을 데이터가 오지 않았습니다")
    }
    let data = answer.received.pieces.first ?? []
    let bytes = step.group.map { data[$0] } ?? data[...]
    guard bytes.count <= Variables.longest else {
      throw Diagnostic(
        "this is too long for a variable", at: capture.span,
        label: "\(bytes.count) bytes; a variable has at most \(Size.text(Variables.longest))"
      ).inKorean("변수에 담기에는 너무 깁니다", label: "\(bytes.count)바이트. 변수는 \(Size.text(Variables.longest))까지입니다")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Diagnostic(
        "what came is not text", at: capture.span, label: "not UTF-8, and a variable holds text",
        help: "keep a part that is text, with a group in the pattern: /id=([0-9]+)/ -> {\(capture.name)}"
      ).inKorean(
        "온 것이 텍스트가 아닙니다", label: "UTF-8이 아닙니다. 변수에는 텍스트만 담깁니다",
        help: "패턴의 그룹으로 텍스트인 부분만 담으세요: /id=([0-9]+)/ -> {\(capture.name)}")
    }
    try table.set(capture.name, to: text, at: capture.span)
    step.report += ["  {\(capture.name)} is \(Self.shown(text))"]
  }

  /// A value as a card shows it.
  private static func shown(_ text: String) -> String {
    let beginning = text.utf8.prefix(longestShown)
    return Literal.text(beginning) + (beginning.count < text.utf8.count ? "... (\(text.utf8.count) bytes)" : "")
  }

  private static let longestShown = 60
}
