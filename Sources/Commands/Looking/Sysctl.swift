import SessionLanguage
import Sockets
import Text

extension Command {
  static let sysctl = Command(
    name: "sysctl", group: .looking,
    parameters: [Parameter("NAME", .choice(Setting.all.map(\.name)), optional: true, repeats: true)],
    summary: "Show the kernel's settings that states and queues depend on.",
    manual: """
      NAME is a setting such as net.ipv4.tcp_fin_timeout, or a part of names such as keepalive or tw.
      They are only read, from /proc/sys; sysctl(8) sets them.
      """,
    examples: ["sysctl net.core.somaxconn", "sysctl tcp_keepalive", "sysctl somaxconn tcp_fin_timeout"]
  ) { (arguments, _) throws(Diagnostic) in
    var settings = arguments.count > 0 ? [] : Setting.all
    for index in 0..<arguments.count { settings += try found(arguments.text(index), at: arguments.span(index)) }
    let rows = settings.map { [$0.name, $0.value ?? "-", $0.meaning] }
    return .report(Columns.align([["SETTING", "VALUE", "MEANING"]] + rows))
  }

  /// The settings that `part` names, or is a part of.
  private static func found(_ part: String, at span: Span) throws(Diagnostic) -> [Setting] {
    if part == "-a" { return Setting.all }
    guard !part.hasPrefix("-"), !part.contains("=") else {
      throw Diagnostic(
        "sysctl only reads here", at: span, label: "not the name of a setting",
        help: "in a shell, root sets one with: sysctl -w NAME=VALUE")
    }
    let exact = Setting.all.filter { $0.name == part }
    let settings = exact.isEmpty ? Setting.all.filter { $0.name.contains(part) } : exact
    guard !settings.isEmpty else {
      throw .unknown(
        "setting", part, at: span, among: Setting.all.map(\.name),
        help: "sysctl alone lists the settings that sockplay reads")
    }
    return settings
  }
}
