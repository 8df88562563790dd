import Cable
import Commands
import SessionLanguage
import Sockets
import Text

// What `cable` asks for.
extension Session {
  func fulfil(_ request: CableRequest, at span: Span, _ step: Step) throws(Diagnostic) {
    guard let cable else { throw Self.noCable(at: span) }
    switch request {
    case .show: show(cable.status, step)
    case .off:
      cable.removeAll()
      step.listing = [table.language.text("the cable has no rules", korean: "케이블에 규칙이 없습니다")]
    case .heal(let host):
      if let host { try requireHost(host.name, at: host.span) }
      let count = cable.removeCuts(of: host?.name)
      step.listing = [healed(count)]
    case .add(let rule, let host):
      if let host { try requireHost(host.name, at: host.span) }
      step.listing = ["rule \(cable.add(rule)): \(rule.text)"]
    }
  }

  private static func noCable(at span: Span) -> Diagnostic {
    Diagnostic(
      "there is no cable", at: span, label: "it joins hosts, and there are none",
      help: "host NAME ADDRESS makes one, in an isolated session; for example: host server 10.0.0.2"
    ).inKorean(
      "케이블이 없습니다", label: "케이블은 호스트를 잇는데, 호스트가 없습니다",
      help: "격리된 세션에서 host NAME ADDRESS로 호스트를 만드세요. 예: host server 10.0.0.2")
  }

  private func healed(_ count: Int) -> String {
    count > 0
      ? table.language.text("the cable is whole again", korean: "케이블을 다시 이었습니다")
      : table.language.text("the cable was not cut there", korean: "거기는 끊어진 곳이 없습니다")
  }

  private func show(_ status: CableStatus, _ step: Step) {
    let rows = status.rules.map { ["\($0.number)", $0.text, "\($0.strikes)", $0.isUsedUp ? "used up" : ""] }
    let rules =
      rows.isEmpty
      ? ["no rules: every frame passes"] : Listing(Table([["RULE", "WHAT", "STRUCK", ""]] + rows, yielding: [.end(1)]))
    let held = status.held > 0 ? ", \(status.held) held back" : ""
    step.report = rules + ["\(Plural.count(status.passed, "frame")) passed, \(status.dropped) dropped\(held)"]
    step.values = status.rules.map { rule in
      [
        "rule": .number(rule.number), "text": .text(rule.text), "strikes": .number(rule.strikes),
        "usedUp": .boolean(rule.isUsedUp),
      ]
    }
  }
}
