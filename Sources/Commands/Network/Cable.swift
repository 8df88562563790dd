import Cable
import Handles
import SessionLanguage
import Text

extension Command {
  static let cable = Command(
    name: "cable", group: .network, traits: [.onlyHere, .needsOneProcess],
    parameters: [Parameter("RULE", .text, optional: true, repeats: true) { .words($0.cableWords) }],
    summary: "Set or show what the cable does to frames.",
    korean: "케이블이 프레임을 어떻게 다룰지 정하거나 봅니다.",
    manual: """
      cable alone shows the rules, how often each struck, and how many frames passed and were dropped. RULE is one of
        off                                   remove all rules; what is held back arrives
        cut [HOST], heal [HOST]               nothing passes, to or from HOST; or does again
        delay 50ms [jitter 10ms] [SELECTOR]   frames arrive later
        jitter 10ms [SELECTOR]                later by a random time; their order is kept
        loss 10% [SELECTOR]                   frames are dropped at random
        drop SELECTOR                         frames are dropped
        duplicate SELECTOR                    frames arrive twice
        corrupt SELECTOR                      a bit is turned, so that the checksum is wrong
        reorder SELECTOR                      after the next frame of their direction, or 100 ms later
        rate 1M [from HOST]                   bits per second (k, M, G) of each direction
        mtu 600 [silent]                      longer packets are dropped; ICMP says so unless silent
        icmp KIND for SELECTOR                packets are dropped, and ICMP says so
      SELECTOR is [next [N] | N | all] [of] [WHAT] [from HOST]: next SYN,ACK from server, 2 of data, all FIN. WHAT is any, data
      (TCP or UDP with data), SYN (without ACK), SYN,ACK, FIN, RST, ACK (nothing but ACK), tcp, udp or icmp; HOST is who sends.
      KIND is network-unreachable, host-unreachable, port-unreachable, admin-prohibited or time-exceeded.
      Without a number, delay, jitter and loss are for all frames, the others for the next one. Rules are asked in the order in
      which they were made, until one drops the frame. What chance decides is the same each time; after the time or the share,
      seed 7 makes it another one. ARP and the like always pass, except where the cable is cut. What is on its way when a rule
      is made still arrives. A rate has a queue of 64 KB, or of what is sent in 50 ms; what does not fit is dropped.
      """,
    makesCall: false
  ) { (arguments, table) throws(Diagnostic) in
    var words: [(text: String, span: Span)] = []
    for index in 0..<arguments.count { words.append((try arguments.text(index), arguments.span(index))) }
    guard !words.isEmpty else { return .request(.cable(.show)) }
    var reader = CableWords(words, end: arguments.span(arguments.count))
    return .request(.cable(try reader.request()))
  }
}

extension CableWords {
  mutating func request() throws(Diagnostic) -> CableRequest {
    try takeVerb()
    switch verb {
    case .off:
      try checkEnd()
      return .off
    case .cut, .heal:
      let host = isAtEnd ? nil : try host()
      try checkEnd()
      return verb == .heal ? .heal(host) : .add(.cut(host?.name), host: host)
    case .delay: return try delay()
    case .jitter: return try selected(.delay(time: 0, jitter: try time(), seed: try seed()), limit: nil)
    case .loss:
      let chance = try need("share", "above 0% and at most 100%, such as 10%") { Chance(percent: $0) }
      return try selected(.loss(chance, seed: try seed()), limit: nil)
    case .drop: return try selected(.drop, limit: 1)
    case .duplicate: return try selected(.duplicate, limit: 1)
    case .corrupt: return try selected(.corrupt, limit: 1)
    case .reorder: return try selected(.reorder, limit: 1)
    case .rate: return try rate()
    case .mtu: return try mtu()
    case .icmp: return try icmp()
    }
  }

  private mutating func selected(_ action: CableAction, limit: Int?) throws(Diagnostic) -> CableRequest {
    let (selector, host) = try selector(limit: limit)
    return .add(CableRule(action, selector), host: host)
  }

  private mutating func delay() throws(Diagnostic) -> CableRequest {
    let time = try time()
    guard take("jitter") else { return try selected(.delay(time: time, jitter: 0, seed: nil), limit: nil) }
    return try selected(.delay(time: time, jitter: try self.time(), seed: try seed()), limit: nil)
  }

  private mutating func rate() throws(Diagnostic) -> CableRequest {
    let rate = try need("rate", "1k to 100G bits per second, such as 1M") { BitRate($0) }
    let host = try sender()
    try checkEnd()
    return .add(CableRule(.rate(rate), FrameSelector(limit: nil, sender: host?.name)), host: host)
  }

  private mutating func mtu() throws(Diagnostic) -> CableRequest {
    // Below 68 there is no IPv4, see RFC 791.
    let length = try need("MTU", "68 to 65535 bytes") { text in
      Int(numeral: text).flatMap { (68...65535).contains($0) ? $0 : nil }
    }
    let isSilent = take("silent")
    try checkEnd()
    return .add(CableRule(.mtu(length, isSilent: isSilent), .all), host: nil)
  }

  private mutating func icmp() throws(Diagnostic) -> CableRequest {
    let kinds = ICMPError.allCases.map(\.rawValue)
    let error = try need("kind of error", kinds.joined(separator: ", ")) { ICMPError(rawValue: $0.lowercased()) }
    _ = take("for")
    return try selected(.icmp(error), limit: 1)
  }
}

extension CompletionContext {
  /// What may follow the words of a `cable` line.
  fileprivate var cableWords: [String] {
    let hosts = table.hosts.hosts.map(\.name)
    guard words.count > 1, let verb = CableVerb(rawValue: words[1]) else { return CableVerb.allCases.map(\.rawValue) }
    if words.last == "from" { return hosts }
    let selector = ["next", "all", "of", "from"] + FrameKind.allCases.map(\.rawValue)
    switch verb {
    case .off: return []
    case .cut, .heal: return words.count == 2 ? hosts : []
    case .icmp:
      return words.count == 2 ? ICMPError.allCases.map(\.rawValue) : words.count == 3 ? ["for"] : selector
    case .mtu: return words.count == 3 ? ["silent"] : []
    case .rate: return words.count == 3 ? ["from"] : []
    case .delay: return words.count == 2 ? [] : ["jitter", "seed"] + selector
    case .jitter, .loss: return words.count == 2 ? [] : ["seed"] + selector
    case .drop, .duplicate, .corrupt, .reorder: return selector
    }
  }
}
