import SessionLanguage

/// Calls that a command makes and that are no command themselves: a card that is pasted back shows them. The error says
/// which command it was.
enum CardWords {
  /// What to type; nil for all other calls.
  static func help(_ call: CCall) -> String? { rows[call.name]?(call.arguments.map(\.text)) }

  static func error(_ call: CCall, _ help: String) -> Diagnostic {
    Diagnostic("\(call.name) was called by another command", at: call.span, help: help).inKorean(
      "\(call.name): 다른 명령이 부른 호출입니다", help: help)
  }

  private typealias Row = @Sendable (_ arguments: [String]) -> String?

  private static let rows: [String: Row] = {
    var rows: [String: Row] = [:]
    rows["sigaction"] = { arguments in
      "type: signal pipe \(arguments.dropFirst().first?.contains("SIG_IGN") == true ? "ignore" : "default")"
    }
    rows["rtnetlink"] = { arguments in
      let kinds = ["ADDR": "address add ADDRESS/LENGTH", "ROUTE": "route add ROUTE", "LINK": "link INTERFACE up"]
      let kind = kinds.first { arguments.first?.hasSuffix($0.key) == true }?.value
      return "type, as the card has it: \(kind ?? "address, route or link")"
    }
    rows["nf_tables"] = { _ in "type: nat forward OUTSIDE INSIDE, or nat source NETWORK ADDRESS" }
    rows["sock_diag"] = { _ in "type: destroy HANDLE" }
    rows["capset"] = { _ in "type: capability drop CAPABILITY, or capability raise CAPABILITY" }
    rows["open"] = { arguments in
      guard let path = arguments.first?.filter({ $0 != "\"" }), path.hasPrefix("/proc/sys/") else { return nil }
      return "type: sysctl \(path.dropFirst("/proc/sys/".count).replacing("/", with: ".")) VALUE"
    }
    return rows
  }()
}
