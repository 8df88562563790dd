import SessionLanguage
import Text

/// An address as C programs, cards, strace and Python write it.
enum CAddress {
  /// As a word of a session's line; nil where it means nothing here. `next` is the argument after it, which may be a
  /// port.
  static func text(of value: CValue, next: CValue?) -> String? {
    switch value.kind {
    case .string: return string(text: unquoted(value), next)
    case .list(let parts): return parts.first.flatMap { string(text: unquoted($0), parts.dropFirst().first) }
    case .record(let fields) where fields.first?.name == nil: return card(value.text)
    case .record: return strace(value)
    case .word: return value.text.contains(":") || value.text.hasPrefix("{") ? value.text : nil
    case .call: return nil
    }
  }

  /// The bytes between the quotes, as text; the value as it stands where there are none.
  static func unquoted(_ value: CValue) -> String {
    guard case .string(let word, _) = value.kind else { return value.text }
    return word.segments.map {
      switch $0 {
      case .text(let text): text
      case .quoted(let bytes): String(decoding: bytes, as: UTF8.self)
      case .reference(let reference): "{" + reference.name + (reference.field.map { "." + $0 } ?? "") + "}"
      }
    }.joined()
  }

  /// `"127.0.0.1", 80` or `"127.0.0.1:80"`.
  private static func string(text: String, _ port: CValue?) -> String? {
    if let port, UInt16(numeral: port.text) != nil, !text.contains(":") || text.contains("::") {
      return joined(text, port.text)
    }
    return text.contains(":") ? text : text.hasPrefix("/") ? "unix:" + text : nil
  }

  /// A host and a port as one word.
  static func joined(_ host: String, _ port: String) -> String {
    let host = ["*", "any", "INADDR_ANY", "0.0.0.0"].contains(host) ? "" : host
    return (host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host) + ":" + port
  }

  /// `{AF_INET 127.0.0.1:80}`
  private static func card(_ text: String) -> String? {
    let inside = text.dropFirst().dropLast()
    guard let blank = inside.firstIndex(of: " ") else { return nil }
    return String(inside[inside.index(after: blank)...])
  }

  /// `{sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}`
  private static func strace(_ value: CValue) -> String? {
    if let path = value.field("sun_path") {
      let text = path.text.hasPrefix("@") ? "@" + path.text.dropFirst().filter { $0 != "\"" } : unquoted(path)
      return "unix:" + text
    }
    guard let port = (value.field("sin_port") ?? value.field("sin6_port")).flatMap(inside) else { return nil }
    if let host = value.field("sin_addr").flatMap(inside) { return joined(host, port) }
    guard case .record(let fields) = value.kind else { return nil }
    for case .call(_, let arguments) in fields.map(\.value.kind) where arguments.count == 3 {
      return joined(unquoted(arguments[1]), port)
    }
    return nil
  }

  /// What a function such as htons is given.
  private static func inside(_ value: CValue) -> String? {
    if case .call(_, let arguments) = value.kind { return arguments.first.map(unquoted) }
    return value.text
  }
}
