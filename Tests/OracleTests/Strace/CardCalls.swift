import Handles

extension ShownCalls {
  /// The calls on the screen that `sockplay replay` of a file with so many `@needs ipv6` wrote.
  init(screen: String, probes: Int) {
    for _ in 0..<probes { addProbe() }
    var command = ""
    var isTotal = false
    for line in Self.whole(CText.plain(screen).split(separator: "\n").map(String.init)) {
      if let typed = Self.typed(line) {
        command = typed
        step += 1
        isTotal = false
      } else if line.hasPrefix("  total ") {
        // What follows is all that the step's calls have received.
        isTotal = true
      } else if let data = Self.data(line) {
        if !isTotal { setReceived(data) }
      } else if let (call, rest) = Shown.read(line, step: step), let (call, name) = Self.outcome(of: call, rest) {
        let resumes = Self.resumes(command)
        add(call, job: name ?? (resumes ? Self.word(command, 1) : nil), resumes: resumes)
      }
    }
  }

  /// `lines`, those of a call whose message stands on several as one, and those of data likewise.
  private static func whole(_ lines: [String]) -> [String] {
    var whole: [String] = []
    for line in lines {
      let last = whole.last ?? ""
      if line.hasPrefix("        \""), last.hasPrefix("  data  \""), last.hasSuffix("\"") {
        whole[whole.count - 1] = String(last.dropLast()) + String(line.dropFirst(9))
      } else if line.hasPrefix("        ... "), last.hasPrefix("  data  \"") {
        whole[whole.count - 1] += "..."
      } else if last.contains("msg("), !last.hasPrefix(" "), typed(last) == nil, CText.split(last) == nil {
        whole[whole.count - 1] += " " + line.trimmed
      } else {
        whole.append(line)
      }
    }
    return whole
  }

  /// The command on a line with a prompt, such as `server> bind srv :0`.
  private static func typed(_ line: String) -> String? {
    guard let mark = line.firstRange(of: "> ") else { return nil }
    let role = line[..<mark.lowerBound]
    return role.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
      ? String(line[mark.upperBound...]) : nil
  }

  private static func word(_ line: String, _ index: Int) -> String? {
    let words = line.split(separator: " ")
    return index < words.count ? String(words[index]) : nil
  }

  /// What stands behind a call on its card. nil when the line is no card, or only tells that the call waits.
  private static func outcome(of call: Shown, _ rest: String) -> (Shown, job: String?)? {
    let words = rest.split(separator: " ").map(String.init)
    if words.first == "…" {
      if rest.contains("still waiting") { return (call, nil) }
      guard let job = rest.between("wait ", ",") else { return nil }
      return (call, job)
    }
    guard words.count > 3, words[0] == "=", let result = Int(words[1]), words[2] == "errno", let number = Int(words[3])
    else { return nil }
    var call = call
    call.result = result
    call.errno = number == 0 ? nil : words[4]
    return (call, nil)
  }

  private static func data(_ line: String) -> Value? {
    guard line.hasPrefix("  data  \"") else { return nil }
    let text = line.dropFirst(8)
    var isEscaped = false
    let end = text.indices.dropFirst().first { index in
      let isEnd = !isEscaped && text[index] == "\""
      isEscaped = !isEscaped && text[index] == "\\"
      return isEnd
    }
    guard let end else { return nil }
    let isCut = text[text.index(after: end)...].hasPrefix("...")
    return CText.bytes(String(text[...end]) + (isCut ? "..." : ""), .card)
  }
}
