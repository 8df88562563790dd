import SessionLanguage
import Text

/// `export markdown`: a sheet for a lab. It has the prose, each line to type, and blanks for what comes of it, or the
/// answers.
struct LabSheet {
  private let session: PlayedSession
  private let language: Language
  private let showsAnswers: Bool

  static func text(of session: PlayedSession, _ manner: DocumentManner) -> String {
    LabSheet(session: session, language: manner.language, showsAnswers: manner.showsAnswers).text
  }

  /// A blank to be filled in.
  private static let blank = "\\_\\_\\_\\_\\_\\_\\_\\_"

  private var text: String {
    let title = session.name.text(in: language) ?? session.source
    var parts = ["# \(MarkdownText.escape(title))\n"]
    parts.append(words("Session", "세션") + ": \(MarkdownText.code(session.source))\n")
    parts.append(
      showsAnswers
        ? words(
          "With the answers of one play. Descriptors, ports and times may be others.",
          "한 번 재생해서 얻은 답입니다. 디스크립터, 포트, 시간은 다를 수 있습니다.") + "\n"
        : words("Type each line, and write down what comes of it.", "각 줄을 입력하고 결과를 적으세요.") + "\n")
    for moment in session.moments { parts += self.parts(moment) }
    parts += session.closing.compactMap(note)
    if let remark = session.remark(in: language) { parts.append(remark + "\n") }
    return parts.joined(separator: "\n")
  }

  private func words(_ english: String, _ korean: String) -> String { language.text(english, korean: korean) }

  private func note(_ note: PlayedNote) -> String? {
    guard let text = note.text.text(in: language) else { return nil }
    return (note.isHeading ? "## " : "") + MarkdownText.escape(text) + "\n"
  }

  private func parts(_ moment: PlayedMoment) -> [String] {
    let typed = (moment.role ?? "") + "> " + moment.typed
    var parts = moment.notes.compactMap(note)
    parts.append("**\(moment.number)**\n")
    parts.append(MarkdownText.block(moment.directives + [typed]))
    let cells = self.cells(moment)
    guard !cells.isEmpty else { return parts }
    parts.append(
      row(cells.map(\.head)) + row(cells.map { _ in "---" })
        + row(cells.map { showsAnswers ? $0.answer : Self.blank }))
    return parts
  }

  private func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }

  /// A column of what is to be written down.
  private typealias Cell = (head: String, answer: String)

  private func cells(_ moment: PlayedMoment) -> [Cell] {
    if moment.isCheck {
      return [(words("does it hold?", "성립하나요?"), moment.isBad ? words("no", "아니요") : words("yes", "예"))]
    }
    guard let call = moment.call else {
      let isShown = moment.hasListing && !showsAnswers
      return isShown ? [(words("what do you see?", "무엇이 보이나요?"), "")] : []
    }
    let data = moment.data.filter { !$0.isSent }.map { data in
      let literal = Literal.text(data.bytes) + (data.count > data.bytes.count ? "..." : "")
      return (words("data that came", "받은 데이터"), MarkdownText.cell(literal))
    }
    let states = moment.handles.filter(\.isTold).map { handle in
      (
        words("state of ", "") + MarkdownText.cell(handle.name) + words("", "의 상태"),
        MarkdownText.cell(handle.isGone ? words("gone", "없음") : handle.state)
      )
    }
    return [result(call)] + errno(call) + data + states
  }

  private func result(_ call: PlayedCall) -> Cell {
    let head = words("result of ", "") + MarkdownText.cell(call.name) + words("", "의 결과")
    guard let result = call.result else { return (head, words("it waits", "기다림")) }
    let remark = call.isDescriptor && result >= 0 ? words(" (a descriptor)", " (디스크립터)") : ""
    return (head, MarkdownText.cell("\(result)") + remark)
  }

  private func errno(_ call: PlayedCall) -> [Cell] {
    guard call.result != nil else { return [] }
    return [("errno", call.errno.map { MarkdownText.cell($0) + " (\(MarkdownText.escape(call.errnoText)))" } ?? "0")]
  }
}
