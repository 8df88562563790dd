import Commands
import Reports
import Runner
import SessionLanguage

// A console of several, each with its terminal, on one session.
extension Console {
  /// The job for which its terminal waits.
  var heldJob: Int? {
    if case .waiting(let number, _)? = heldStep?.outcome { number } else { nil }
  }

  /// Whether its terminal waits for a call that has not returned. Once it has, nothing is waited for.
  var isHeld: Bool {
    if let job = heldJob, session.hasJob(job) { return true }
    forgetHeldCall()
    return false
  }

  func forgetHeldCall() { heldStep = nil }

  /// Ctrl-C where a call holds the terminal: it returns EINTR.
  func endHeldCall() {
    guard let step = heldStep, let job = heldJob else { return }
    let role = step.role.map { "\($0)> " } ?? ""
    _ = take(Array("\(role)cancel \(job)".utf8)[...], number: step.place.number)
  }

  /// Ctrl-Z where a call holds the terminal: it goes on in the background.
  func leaveHeldCall() {
    guard let step = heldStep else { return }
    step.isHeld = false
    terminals?.show(card: step)
    forgetHeldCall()
  }

  /// Fulfils the request of a line of a terminal that has joined. Returns false if that terminal leaves.
  func fulfil(_ step: Step, of terminal: JoinedTerminal) throws(Diagnostic) -> Bool {
    switch step.request {
    case .quit?: return false
    case .clear?: terminal.write(Style.clearScreen)
    case .lastCallInC?: showLastCallInC()
    case .record?, .capture?, .pause?, .source?, .course?, .replay?, .quiz?, .resume?, .share?:
      throw Diagnostic(
        "\(step.command?.name ?? "this") is for the terminal that shares", at: step.command?.words[0].span,
        label: "not for one that has joined"
      ).inKorean("\(step.command?.name ?? "이") 명령은 공유를 시작한 터미널에서 입력합니다", label: "들어온 터미널에서는 쓸 수 없습니다")
    default: break
    }
    return true
  }

  /// `share` and `share off`.
  func share(_ isWanted: Bool, at span: Span?) throws(Diagnostic) {
    guard let terminals, isTyped else {
      throw Diagnostic(
        "share needs somebody at a prompt", at: span, label: "not in a file, nor in the middle of a play",
        help: "type it at the prompt of sockplay"
      ).inKorean("share는 프롬프트에서 직접 입력해야 합니다", label: "파일이나 재생 중에는 쓸 수 없습니다", help: "sockplay 프롬프트에서 입력하세요")
    }
    if isWanted { try terminals.share(at: span ?? 0..<0) } else { terminals.unshare() }
  }
}
