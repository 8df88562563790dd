import SessionLanguage
import Sockets
import Text

extension Command {
  static let sysctl = Command(
    name: "sysctl", group: .looking, parameters: [Parameter("NAME", .choice(Setting.all.map(\.name)), optional: true)],
    summary: "Show the kernel's settings that states and queues depend on.",
    manual: """
      NAME is a setting such as net.ipv4.tcp_fin_timeout, or a part of names such as keepalive or tw.
      They are only read, from /proc/sys; sysctl(8) sets them.
      """,
    examples: ["sysctl net.core.somaxconn", "sysctl tcp_keepalive"]
  ) { (words, _) throws(Diagnostic) in
    let part = words.count > 0 ? try words.text(0) : ""
    let exact = Setting.all.filter { $0.name == part }
    let settings = exact.isEmpty ? Setting.all.filter { part.isEmpty || $0.name.contains(part) } : exact
    guard !settings.isEmpty else {
      throw Diagnostic(
        "\(part) is no setting that is listed here", at: words.span(0),
        label: Diagnostic.suggestion(for: part, among: Setting.all.map(\.name)), help: "sysctl lists them")
    }
    let rows = settings.map { [$0.name, $0.value ?? "-", $0.meaning] }
    return .report(Columns.align([["SETTING", "VALUE", "MEANING"]] + rows))
  }
}
