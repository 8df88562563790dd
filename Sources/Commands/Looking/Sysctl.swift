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
  ) { (arguments, _) throws(Diagnostic) in
    let part = arguments.count > 0 ? try arguments.text(0) : ""
    let exact = Setting.all.filter { $0.name == part }
    let settings = exact.isEmpty ? Setting.all.filter { part.isEmpty || $0.name.contains(part) } : exact
    guard !settings.isEmpty else {
      throw .unknown(
        "setting", part, at: arguments.span(0), among: Setting.all.map(\.name),
        help: "sysctl alone lists the settings that sockplay reads")
    }
    let rows = settings.map { [$0.name, $0.value ?? "-", $0.meaning] }
    return .report(Columns.align([["SETTING", "VALUE", "MEANING"]] + rows))
  }
}
