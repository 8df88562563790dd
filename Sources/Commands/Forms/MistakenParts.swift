import SessionLanguage
import Sockets

/// Words of a message that would be sent as data: an address without its `to`, and a control message with a part of its
/// name.
enum MistakenParts {
  static func check(_ line: TypedLine, _ place: Int) throws(Diagnostic) {
    for index in place..<line.count {
      guard let text = line.plain(index), let colon = text.firstIndex(of: ":"), line.plain(index - 1) != "to" else {
        continue
      }
      if index > place, MistakenData.isInternetAddress(text) || text.hasPrefix("unix:") {
        throw Diagnostic(
          "\(text) would be sent, too", at: line.span(index), label: "an address follows to",
          help: "write: to \(text), or \(MistakenData.quotesHelp)"
        ).inKorean("\(text)도 보내게 됩니다", label: "주소 앞에는 to를 적습니다", help: "이렇게 적으세요: to \(text)")
      }
      if let symbol = control(text[..<colon]) {
        throw Diagnostic(
          "\(text) would be sent, too", at: line.span(index), label: "the control message is \(symbol)",
          help: "write: \(symbol)\(text[colon...]), or \(MistakenData.quotesHelp)")
      }
    }
  }

  /// The control message whose name ends in `name`: IP_TTL for ttl.
  private static func control(_ name: Substring) -> String? {
    if name.isEmpty || ControlKind.named(name) != nil { return nil }
    let ending = "_" + name.uppercased()
    return ControlKind.all.first { $0.isSendable && $0.symbol.hasSuffix(ending) }?.symbol
  }
}
