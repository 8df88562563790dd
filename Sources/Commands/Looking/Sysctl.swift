import Glibc
import Handles
import SessionLanguage
import Sockets

extension Command {
  static let sysctl = Command(
    name: "sysctl", group: .looking, traits: .takesHost,
    parameters: [
      Parameter("NAME", .choice(Setting.all.map(\.name)), optional: true, repeats: true)
    ],
    summary: "Show the kernel's settings for states and queues, or set one.",
    korean: "상태와 대기열에 관한 커널 설정을 보거나 바꿉니다.",
    manual: """
      NAME is a setting such as net.ipv4.tcp_fin_timeout, or a part of names such as keepalive or tw. A setting that is not in the
      list is shown by its full name, which begins with net.
      With a value after one NAME (sysctl tcp_retries2 3, or tcp_retries2=3) the setting is set, in an isolated session only
      (@isolated, or sockplay --isolated): open, write and close are called on its file in /proc/sys, and the result is that
      of write. Several numbers are one value in quotes: sysctl ip_local_port_range "40000 40010".
      @short-timers sets those with which TCP gives up within seconds, see help sessions.
      """,
    makesCall: true,
    examples: [
      "@isolated", "sysctl net.ipv4.tcp_retries2 3 = 1", "sysctl tcp_syn_retries=0 = -1 EINVAL",
      "sysctl somaxconn tcp_fin_timeout",
    ]
  ) { (arguments, table) throws(Diagnostic) in
    if let (setting, value) = try arguments.assignment {
      try table.requireIsolation(at: arguments.line.words[0].span, "the settings are those of the whole machine")
      return .call(writing(value, to: setting, table.kernel))
    }
    if let span = arguments.line.expectation?.resultSpan {
      throw Diagnostic(
        "sysctl makes no call here", at: span, label: "so it has no result", help: "to set one: sysctl NAME VALUE")
    }
    var settings = arguments.count > 0 ? [] : Setting.all
    for index in 0..<arguments.count { settings += try arguments.settings(index) }
    let rows = settings.map { [$0.name, $0.value ?? "-", $0.meaning] }
    return .table(
      ["SETTING", "VALUE", "MEANING"], rows, yielding: [.end(2)], values: settings.map(\.row))
  }

  private static func writing(_ value: String, to setting: Setting, _ kernel: any Kernel) -> Invocation {
    let before = setting.value
    return Invocation(
      .open(setting), on: nil, finish: Invocation.networkChanged,
      notes: { _, answer in
        answer.failed ? [] : ["  \(setting.name)  \(before ?? "-") → \(setting.value ?? "-")"]
      },
      values: { _ in [setting.row] }
    ) { $0.make(with: kernel) { $0.write(value, to: setting) } }
  }
}

extension Call {
  fileprivate static func open(_ setting: Setting) -> Call {
    Call("open", .opens, .path(setting.path), .symbol("O_WRONLY"))
  }
}

extension CallSequence {
  /// Returns the answer of write(2), or of open(2) where that failed.
  fileprivate mutating func write(_ value: String, to setting: Setting) -> Answer {
    let file = make(.open(setting)) { _ in Int(Glibc.open(setting.path, O_WRONLY | O_CLOEXEC)) }
    guard !file.failed else { return file }
    let descriptor = Int32(file.result), bytes = Array(value.utf8)
    let written = make(Call("write", .descriptor(descriptor), .bytes(bytes), .length(bytes.count))) { _ in
      Glibc.write(descriptor, bytes, bytes.count)
    }
    _ = make(Call("close", .closes, .descriptor(descriptor))) { _ in Int(Glibc.close(descriptor)) }
    return written
  }
}

extension Setting {
  fileprivate var row: Row {
    ["setting": .text(name), "value": .optional(value), "meaning": .optional(meaning == "-" ? nil : meaning)]
  }
}

extension Arguments {
  /// The setting that the line sets, and to what; nil where it only shows some.
  fileprivate var assignment: (Setting, String)? {
    get throws(Diagnostic) {
      guard count > 0 else { return nil }
      let first = try text(0) == "-w" ? 1 : 0
      guard first < count else { throw .missing("NAME", at: span(first), example: "sysctl tcp_retries2=3") }
      let word = try text(first)
      if let equals = word.firstIndex(of: "=") {
        let setting = try setting(String(word[..<equals]), at: span(first))
        return (setting, String(word[word.index(after: equals)...]))
      }
      guard count == first + 2 else { return nil }
      let value = try text(first + 1)
      let isNumber = value.first.map { $0.isNumber || $0 == "-" || $0 == "+" } ?? true
      guard first == 1 || isNumber || Setting.matching(value).isEmpty else { return nil }
      return (try setting(word, at: span(first)), value)
    }
  }

  /// The one setting that `name` means.
  private func setting(_ name: String, at span: Span) throws(Diagnostic) -> Setting {
    let settings = Setting.matching(name)
    guard settings.count < 2 else {
      throw Diagnostic(
        "\(name) is a part of several names", at: span, label: "which of them is to be set?",
        help: "there are " + settings.map(\.name).joined(separator: ", "))
    }
    guard let setting = settings.first else { throw .unknownSetting(name, at: span) }
    return setting
  }

  /// The settings that the word names, or is a part of.
  fileprivate func settings(_ index: Int) throws(Diagnostic) -> [Setting] {
    let part = try text(index)
    if part == "-a" { return Setting.all }
    let settings = Setting.matching(part)
    guard !settings.isEmpty else { throw .unknownSetting(part, at: span(index)) }
    return settings
  }
}

extension Setting {
  /// The one with this full name, or those whose names have `part` in them.
  fileprivate static func matching(_ part: String) -> [Setting] {
    ofNetwork(part).map { [$0] } ?? all.filter { $0.name.contains(part) }
  }
}

extension Diagnostic {
  fileprivate static func unknownSetting(_ name: String, at span: Span) -> Diagnostic {
    .unknown(
      "setting", name, at: span, among: Setting.all.map(\.name),
      help: "sysctl alone lists the settings that sockplay knows")
  }
}
