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
      let partner = try partners.start(wanted)
      do throws(Diagnostic) {
        try table.set(partner.name, to: partner.address, at: wanted.span)
      } catch {
        _ = partners.stop(partner)
        throw error
      }
      step.listing = ["\(Self.text(partner)), {\(partner.name)} from now on"]
      step.values = [Self.values(partner)]
    case .stop(let name, let span):
      guard let partner = partners.named(name) else {
        throw .unknown("server", name, at: span, among: partners.running.map(\.name), help: "peer lists those that run")
      }
      let lines = partners.stop(partner)
      tell(lines.map { PartnerOutput(name: name, line: $0) })
      step.listing = ["\(name) has been ended"]
    }
  }

  private func list(_ step: Step) {
    let running = partners.running
    let servers =
      running.isEmpty ? ["no server runs; peer echo starts one"] : running.map { "\($0.name): \(Self.text($0))" }
    step.report =
      Listing(Table([["KIND", "WHAT IT DOES"]] + Self.kinds, yielding: [.end(1)])) + Listing([""] + servers)
    step.values = running.map(Self.values)
  }

  private static let kinds = Partner.all.map { partner in
    [partner.kind + (partner.argument.map { " \($0.rawValue)" } ?? ""), partner.summary]
  }

  private static func text(_ partner: PartnerProcess) -> String {
    "\(partner.kind) at \(partner.address), process \(partner.pid)"
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
