import SessionLanguage

extension Command {
  static let cancel = Command(
    name: "cancel", group: .waiting, parameters: [Parameter("JOB", .job)],
    summary: "Interrupt a call in the background, which then returns EINTR.",
    korean: "백그라운드의 호출을 중단합니다. 호출은 EINTR로 실패합니다.",
    manual:
      "A signal without SA_RESTART interrupts the real system call. If the call returned just before, its result is kept.",
    examples: ["socket a udp = fd", "bind a 127.0.0.1:0 = 0", "recv a 10 & = blocks", "cancel a = -1 EINTR"]
  ) { (arguments, _) throws(Diagnostic) in
    return .request(.cancel(try arguments.job(0)))
  }
}
