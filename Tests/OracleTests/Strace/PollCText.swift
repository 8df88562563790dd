import Handles

/// The arguments of poll, select and epoll. strace shows what the kernel wrote behind the result, or in its own
/// structures; cards show it in the arguments. Both come down to the same words here.
enum PollCText {
  /// nil for any other call. NOTE is what stands behind the arguments, which strace fills in.
  static func values(_ name: String, _ arguments: [String], result: Int?, note: String, _ dialect: CText.Dialect)
    -> [Value]?
  {
    let words = dialect == .card ? arguments : arguments.map { $0.replacing(/(\d)<[^>]*>/) { "\($0.output.1)" } }
    switch name {
    case "poll" where words.count == 3: return [.word(polled(words[0], note))] + words[1...].map { .word($0) }
    case "ppoll" where words.count >= 4: return [.word(polled(words[0], note))] + words[1..<4].map { .word($0) }
    case "select" where words.count >= 5: return selected(words, result, note, dialect) + [.word(time(words[4]))]
    case "pselect" where words.count >= 6:
      return selected(words, result, note, dialect) + [
        .word(words[4]), .word(words[5].between("sigmask=", ",") ?? words[5]),
      ]
    // Behind flags that it does not know, strace leaves a remark.
    case "epoll_create1": return [.word(String(words[0].prefix { $0 != " " }))]
    case "epoll_ctl", "epoll_wait": return words.prefix(4).map { .word(event($0)) }
    case "epoll_pwait", "epoll_pwait2": return words.prefix(3).map { .word(event($0)) } + words[3..<5].map(pointed)
    default: return nil
    }
  }

  /// A structure; of a call that failed, strace may show only where it was.
  private static func pointed(_ text: String) -> Value { text.hasPrefix("0x") ? .any : .word(text) }

  /// The highest number, and the three sets.
  private static func selected(_ words: [String], _ result: Int?, _ note: String, _ dialect: CText.Dialect) -> [Value] {
    [.word(words[0])]
      + zip(words[1...3], ["in [", "out [", "except ["]).map { .word(set($0, $1, result, note, dialect)) }
  }

  /// `{fd=3, events=POLLIN}` and what came, which strace tells of some entries only.
  private static func polled(_ list: String, _ note: String) -> String {
    var came = entries(note.between("([", "]") ?? "")
    return entries(String(list.dropFirst().dropLast())).map { entry in
      var entry = entry
      if let first = came.first, first["fd"] == entry["fd"] { entry["revents"] = came.removeFirst()["revents"] }
      return "\(entry["fd"] ?? "") \(sorted(entry["events"])) => \(sorted(entry["revents"]))"
    }.joined(separator: ", ")
  }

  private static func entries(_ list: String) -> [[String: String]] {
    (CText.split(list: (list + ")")[...])?.parts ?? []).map { part in
      let members = part.dropFirst().dropLast().split(separator: ", ").map {
        $0.split(separator: "=", maxSplits: 1).map(String.init)
      }
      return Dictionary(uniqueKeysWithValues: members.filter { $0.count == 2 }.map { ($0[0], $0[1]) })
    }
  }

  private static func sorted(_ flags: String?) -> String {
    (flags ?? "").split(separator: "|").sorted().joined(separator: "|")
  }

  /// `[3 4 => 3]`: what was asked, and what was left.
  private static func set(_ text: String, _ mark: String, _ result: Int?, _ note: String, _ dialect: CText.Dialect)
    -> String
  {
    if text == "NULL" || dialect == .card { return text }
    guard let result, result >= 0 else { return text }
    return "\(text.dropLast()) => \(note.between(mark, "]") ?? "")]"
  }

  /// A `struct timespec` as the `struct timeval` that the program gave: the C library makes select a pselect6.
  private static func time(_ text: String) -> String {
    guard let seconds = text.between("tv_sec=", ","), let rest = text.between("tv_nsec=", "}").flatMap({ Int($0) })
    else { return text }
    return "{tv_sec=\(seconds), tv_usec=\(rest / 1000)}"
  }

  /// One event, or a list of them; strace shows the data as what they may be.
  private static func event(_ text: String) -> String {
    if text == "events" || text.hasPrefix("0x") { return "events" }
    let plain = text.replacing(/data=\{u32=\d+, u64=(\d+)\}/) { "data=\($0.output.1)" }
      .replacing(/data=0x([0-9a-f]+)/) { "data=\(UInt64($0.output.1, radix: 16) ?? 0)" }
    return plain.replacing(/events=([A-Z|0-9a-fx]+)/) { "events=\(sorted(String($0.output.1)))" }
  }
}
