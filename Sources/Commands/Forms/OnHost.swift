import SessionLanguage

extension TypedLine {
  /// `sockets tcp on server`, `run on server python3 server.py`: the line of that role; nil where the line names no host.
  var onHost: [UInt8]? {
    guard command.traits.contains(.takesHost), statement.role == nil else { return nil }
    for first in [count - 2, 0] where first >= 0 && plain(first) == "on" {
      guard let host = plain(first + 1), Name.isValid(host) else { continue }
      let start = first > 0 ? span(first - 1).upperBound : span(first).lowerBound
      let end = first == 0 && count > 2 ? span(2).lowerBound : span(first + 1).upperBound
      return Array("\(host)> ".utf8) + with(Edit(span: start..<end, text: ""))
    }
    return nil
  }
}
