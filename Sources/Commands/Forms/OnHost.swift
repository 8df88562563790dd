import SessionLanguage

extension TypedLine {
  /// `sockets tcp on server`: the line `server> sockets tcp`; nil where the line does not end so.
  var onHost: [UInt8]? {
    guard command.traits.contains(.takesHost), statement.role == nil, count > 1, plain(count - 2) == "on",
      let host = plain(count - 1), Name.isValid(host)
    else { return nil }
    let rest = with(Edit(span: span(count - 2, count - 1), text: ""))
    return Array("\(host)> ".utf8) + rest
  }
}
