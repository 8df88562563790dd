import Support

/// Random lines that make traffic between two hosts, or on loopback, with rules of the cable between them. The same seed
/// gives the same lines.
struct WireTraffic {
  private(set) var lines: [String] = []
  private var random: SeededGenerator
  private var pairs: [Pair] = []
  private var made = 0
  private let hasHosts: Bool

  /// Two sockets that talk to each other.
  private struct Pair {
    let client: String, server: String
    /// What stands before a line of each, such as `client> `.
    let roles: (client: String, server: String)
  }

  init(seed: UInt64, hasHosts: Bool, length: Int = 40) {
    random = SeededGenerator(seed: seed)
    self.hasHosts = hasHosts
    connect()
    while lines.count < length { add() }
  }

  private mutating func add() {
    switch number(0...(hasHosts ? 16 : 11)) {
    case 0, 1: connect()
    case 2: exchangeDatagrams()
    case 3: failToReach()
    case 4...8: transfer()
    case 9: end()
    case 10: lines.append("sleep \(number(1...60))ms")
    case 11: probe()
    default: lines.append("cable \(rule)")
    }
  }

  // MARK: - Sockets

  private mutating func roles() -> (client: String, server: String) {
    guard hasHosts else { return ("", "") }
    return number(0...3) == 0 ? ("server> ", "client> ") : ("client> ", "server> ")
  }

  private mutating func address(of role: String, port: Int) -> (family: String, text: String) {
    let isSix = number(0...3) == 0, last = role == "client> " ? 1 : 2
    let host = hasHosts ? (isSix ? "[fd00::\(last)]" : "10.0.0.\(last)") : (isSix ? "[::1]" : "127.0.0.1")
    return (isSix ? "6" : "", "\(host):\(port)")
  }

  private mutating func connect() {
    made += 1
    let roles = roles(), (family, address) = address(of: roles.server, port: 20000 + made)
    let pair = Pair(client: "c\(made)", server: "a\(made)", roles: roles)
    lines += [
      "\(roles.server)socket l\(made) tcp\(family)", "\(roles.server)bind l\(made) \(address)",
      "\(roles.server)listen l\(made) 3", "\(roles.client)socket \(pair.client) tcp\(family)",
      "\(roles.client)connect \(pair.client) \(address)", "\(roles.server)accept l\(made) \(pair.server)",
    ]
    pairs.append(pair)
  }

  private mutating func exchangeDatagrams() {
    made += 1
    let roles = roles(), (family, address) = address(of: roles.server, port: 20000 + made)
    lines += [
      "\(roles.server)socket u\(made) udp\(family)", "\(roles.server)bind u\(made) \(address)",
      "\(roles.client)socket v\(made) udp\(family)",
      "\(roles.client)sendto v\(made) \(data()) \(address)", "\(roles.server)recvfrom u\(made) 9000",
    ]
  }

  /// Nobody has port 1.
  private mutating func failToReach() {
    made += 1
    let roles = roles(), (family, address) = address(of: roles.server, port: 1)
    let isTCP = number(0...1) == 0
    lines += [
      "\(roles.client)socket n\(made) \(isTCP ? "tcp" : "udp")\(family)",
      isTCP ? "\(roles.client)connect n\(made) \(address)" : "\(roles.client)sendto n\(made) lost \(address)",
    ]
  }

  private mutating func data() -> String { oneOf(["x", "hello", "fill:100", "fill:1400", "fill:3000"]) }

  private mutating func transfer() {
    guard let pair = pairs.randomElement(using: &random) else { return }
    let isBack = number(0...2) == 0, bytes = oneOf(["a", "hello", "fill:1000", "fill:5000", "fill:40000"])
    let (from, to) = isBack ? (pair.server, pair.client) : (pair.client, pair.server)
    let (fromRole, toRole) = isBack ? (pair.roles.server, pair.roles.client) : pair.roles
    lines.append("\(fromRole)send \(from) \(bytes)")
    if number(0...3) > 0 { lines.append("\(toRole)recv \(to) 50000") }
  }

  private mutating func probe() {
    guard let pair = pairs.randomElement(using: &random) else { return }
    lines.append("\(pair.roles.client)setsockopt \(pair.client) TCP_NODELAY \(number(0...1))")
  }

  private mutating func end() {
    guard let index = pairs.indices.randomElement(using: &random) else { return }
    let pair = pairs[index]
    switch number(0...3) {
    case 0: lines += ["\(pair.roles.client)close \(pair.client)", "\(pair.roles.server)close \(pair.server)"]
    case 1: lines.append("\(pair.roles.client)shutdown \(pair.client) wr")
    case 2: lines.append("\(pair.roles.server)close \(pair.server)")
    default: lines.append("\(pair.roles.client)reset \(pair.client)")
    }
    pairs.remove(at: index)
  }

  // MARK: - Rules

  private var rule: String {
    mutating get {
      let kind = oneOf(["data", "SYN", "SYN,ACK", "ACK", "FIN", "udp", "tcp", "icmp", "any"])
      let selector = oneOf(["next \(kind)", "2 of \(kind)", "next \(kind) from client", "next \(kind) from server"])
      return oneOf([
        "drop \(selector)", "duplicate \(selector)", "corrupt \(selector)", "reorder \(selector)",
        "icmp \(oneOf(["host-unreachable", "port-unreachable", "time-exceeded"])) for \(selector)",
        "delay \(number(1...30))ms jitter \(number(0...5))ms", "loss \(number(1...20))% seed \(number(1...9))",
        "mtu \(number(300...1400))", "mtu \(number(300...1400)) silent", "rate 2M", "cut server", "cut", "heal", "heal",
        "off", "off", "off",
      ])
    }
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  private mutating func oneOf(_ choices: [String]) -> String { choices[number(0...choices.count - 1)] }
}
