import Commands
import Handles
import Partners
import SessionLanguage
import Sockets
import Text

// The servers to practise with that a session starts, ends and hears.
extension Session {
  func fulfil(_ request: PeerRequest, _ step: Step) throws(Diagnostic) {
    switch request {
    case .list: list(step)
    case .start(let wanted):
      let partner = try start(wanted)
      do throws(Diagnostic) {
        try table.set(partner.name, to: partner.address, at: wanted.span)
      } catch {
        _ = partners.stop(partner)
        throw error
      }
      let fromNow = table.language.text(
        "{\(partner.name)} from now on", korean: "이제부터 {\(partner.name)}입니다")
      step.listing = ["\(text(partner)), \(fromNow)"]
      step.values = [Self.values(partner)]
    case .run(let wanted):
      let program = try partners.run(wanted)
      step.listing = [
        table.language.text(
          "\(program.name): process \(program.pid)", korean: "\(program.name): 프로세스 \(program.pid)")
      ]
      step.values = [Self.values(program)]
    case .stop(let name, let span):
      guard let partner = partners.named(name) else {
        throw .unknown("server", name, at: span, among: partners.running.map(\.name), help: "peer lists those that run")
      }
      let lines = partners.stop(partner)
      tell(lines.map { PartnerOutput(name: name, line: $0) })
      step.listing = [table.language.text("\(name) has been ended", korean: "\(name) 서버를 끝냈습니다")]
    }
  }

  /// Starts a server in its network; a process stays in the one that its thread was in.
  private func start(_ wanted: WantedPartner) throws(Diagnostic) -> PartnerProcess {
    let failure = { errno in
      Diagnostic("the host cannot be entered", at: wanted.span, label: IsolationFailure.setns(errno).text)
    }
    return try table.kernel.inside(wanted.network, orThrow: failure) { () throws(Diagnostic) in
      try partners.start(wanted)
    }
  }

  private func list(_ step: Step) {
    let running = partners.running
    let none = table.language.text(
      "no server runs; peer echo starts one", korean: "실행 중인 서버가 없습니다. peer echo로 하나 시작하세요")
    let servers = running.isEmpty ? [none] : running.map { "\($0.name): \(text($0))" }
    let head = table.language == .korean ? ["종류", "하는 일"] : ["KIND", "WHAT IT DOES"]
    step.report = Listing(Table([head] + kinds, yielding: [.end(1)])) + Listing([""] + servers)
    step.values = running.map(Self.values)
  }

  private var kinds: [[String]] {
    Partner.all.map { partner in
      [
        partner.kind + (partner.argument.map { " \($0.rawValue)" } ?? ""),
        table.language.text(partner.summary, korean: partner.korean),
      ]
    }
  }

  private func text(_ partner: PartnerProcess) -> String {
    if partner.address.isEmpty { return "\(partner.kind), process \(partner.pid)" }
    return table.language.text(
      "\(partner.kind) at \(partner.address), process \(partner.pid)",
      korean: "\(partner.kind) 서버, 주소 \(partner.address), 프로세스 \(partner.pid)")
  }

  private static func values(_ partner: PartnerProcess) -> Row {
    [
      "name": .text(partner.name), "kind": .text(partner.kind), "address": .text(partner.address),
      "pid": .number(Int(partner.pid)),
    ]
  }

  /// Shows what they have said.
  func hearPartners() {
    if !partners.isEmpty { tell(partners.takeOutput()) }
  }

  private func tell(_ output: [PartnerOutput]) {
    for line in output { report.take(.output(line)) }
  }
}
