import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let nat = Command(
    name: "nat", group: .network, traits: [.takesHost, .onlyHere, .needsOneProcess],
    parameters: [
      Parameter("KIND", .choice(["forward", "source"])), Parameter("OUTSIDE|NETWORK", .value),
      Parameter("INSIDE|ADDRESS", .value), Parameter("udp", .choice(["udp", "tcp"]), optional: true),
    ],
    forms: ["nat forward OUTSIDE INSIDE [udp]", "nat source NETWORK ADDRESS"],
    summary: "Translate addresses, as a router at home does.",
    korean: "집에 있는 공유기처럼 주소를 바꿔 줍니다.",
    manual: """
      nat forward 203.0.113.1:30000 192.168.0.2:30000 is port forwarding: what comes for the first address goes to the second,
      and the answers come from the first. nat source 192.168.0.0/24 203.0.113.1 has what that network sends out of itself come
      from the address. The kernel does it on the host that runs the line; for it to pass packets on at all, sysctl
      net.ipv4.ip_forward 1 is needed there. It forgets a connection after net.netfilter.nf_conntrack_tcp_timeout_established
      seconds without a packet. A message of nf_tables is the call, see nft(8); IPv4 only.
      Only a session in a network of its own may do this (@isolated, or sockplay --isolated).
      """,
    examples: [
      "@isolated", "nat source 10.0.0.0/8 203.0.113.1 = 0", "host router 203.0.113.1 192.168.0.1",
      "nat forward 203.0.113.1:30000 192.168.0.2:30000 on router = 0",
      "nat source 192.168.0.0/24 203.0.113.1 on router", "sysctl net.ipv4.ip_forward 1 on router",
    ]
  ) { (arguments, table) throws(Diagnostic) in
    let kind = try arguments.text(0)
    try table.requireIsolation(at: arguments.line.words[0].span, "nat changes the network")
    switch kind {
    case "forward": return .call(try arguments.forwarding)
    case "source": return .call(try arguments.sourceTranslation)
    default: throw .invalid("translation", kind, at: arguments.span(0), label: "forward or source")
    }
  }
}

extension Arguments {
  fileprivate var forwarding: Invocation {
    get throws(Diagnostic) {
      let outside = try forwarded(1), inside = try forwarded(2)
      let transport = count > 3 ? try text(3) : "tcp"
      guard ["tcp", "udp"].contains(transport) else {
        throw .invalid("protocol", transport, at: span(3), label: "tcp or udp")
      }
      let host = "\(outside)".prefix { $0 != ":" }
      let rule = "prerouting ip daddr \(host) \(transport) dport \(outside.port) dnat to \(inside)"
      return .translate(rule) { _ in Translation.forward(outside, to: inside, isUDP: transport == "udp") }
    }
  }

  fileprivate var sourceTranslation: Invocation {
    get throws(Diagnostic) {
      if count > 3 { throw .tooManyWords(at: span(3), label: "nat source NETWORK ADDRESS") }
      let network = try prefixOfIPv4(1, "network", example: "192.168.0.0/24")
      let address = try prefixOfIPv4(2, "address", example: "203.0.113.1")
      let text = "\(network.host)/\(network.length)"
      let rule = "postrouting ip saddr \(text) ip daddr != \(text) snat to \(address.host)"
      return .translate(rule) { _ in Translation.source(of: network, as: address) }
    }
  }

  private func prefixOfIPv4(_ index: Int, _ what: String, example: String) throws(Diagnostic) -> IPPrefix {
    let found = try prefix(index)
    guard found.family == AF_INET else {
      throw .invalid(what, try text(index), at: span(index), label: "of IPv4, such as \(example)")
    }
    return found
  }

  /// An IPv4 address with a port other than 0.
  private func forwarded(_ index: Int) throws(Diagnostic) -> SocketAddress {
    let found = try address(index, for: .ipv4)
    guard case .ipv4(let host, let port) = found, host != 0, port != 0 else {
      throw .invalid(
        "address", "\(found)", at: span(index), label: "an IPv4 address with a port, such as 192.168.0.2:30000")
    }
    return found
  }
}

extension Invocation {
  fileprivate static func translate(_ rule: String, body: @escaping Call.Body) -> Invocation {
    Invocation(
      Call("nf_tables", [], [.symbol("NFT_MSG_NEWRULE"), .symbol("{\(rule)}")]), on: nil, finish: networkChanged,
      body: body)
  }
}
