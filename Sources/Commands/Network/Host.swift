import Glibc
import Handles
import Isolation
import SessionLanguage
import Sockets

extension Command {
  static let host = Command(
    name: "host", group: .network, traits: [.onlyHere, .needsOneProcess],
    parameters: [
      Parameter("NAME", .text, optional: true), Parameter("ADDRESS", .text, optional: true, repeats: true),
    ],
    summary: "Make a host on the cable, or list the hosts.",
    korean: "케이블에 연결된 호스트를 만들거나, 호스트를 모두 봅니다.",
    manual: """
      A host is a network namespace with an interface eth0 that leads to the cable: its ports, routes, settings and sockets are
      its own. What the role NAME does happens there: role client, or client> at the beginning of a line. ADDRESS may have the
      length of its network's prefix, as in 10.0.0.1/16; otherwise that is 24, of IPv6 64. A host may have several addresses.
      Only a session in a network of its own may do this (@isolated, or sockplay --isolated). In a file: @host NAME ADDRESS.
      """,
    makesCall: false,
    examples: [
      "@isolated", "host client 10.0.0.1", "host server 10.0.0.2", "host", "server> socket srv tcp = fd",
      "server> bind srv 10.0.0.2:30000 = 0", "server> listen srv 5 = 0", "client> socket cli tcp = fd",
      "client> connect cli {srv} = 0 [cli ESTABLISHED]", "server> accept srv conn = fd",
      "client> send cli \"ping\" = 4",
      "server> recv conn = 4 \"ping\"",
    ]
  ) { (arguments, table) throws(Diagnostic) in
    guard arguments.count > 0 else { return .request(.host(.list)) }
    let words = Array(arguments.line.words.dropFirst())
    return .request(.host(try table.hostRequest(words[0], Array(words.dropFirst()))))
  }
}

extension HandleTable {
  /// What `@host NAME ADDRESS …` and `host NAME ADDRESS …` ask for.
  package func hostRequest(_ name: Word, _ addresses: [Word]) throws(Diagnostic) -> HostRequest {
    let text = try text(of: name)
    guard Name.isValid(text) else { throw .invalid("host name", text, at: name.span, label: Name.rule) }
    try requireIsolation(at: name.span, "a host has a network of its own")
    if hosts.named(text) != nil {
      throw Diagnostic("there is a host \(text) already", at: name.span, help: "host lists them")
    }
    // The session's own network counts.
    guard hosts.hosts.count + 1 < Network.most else {
      throw Diagnostic("there are \(hosts.hosts.count) hosts already", at: name.span, help: "a session has no more")
        .inKorean("호스트가 이미 \(hosts.hosts.count)개입니다", help: "한 세션에는 더 만들 수 없습니다")
    }
    guard !addresses.isEmpty else { throw .missing("ADDRESS", at: name.span, example: "host \(text) 10.0.0.1") }
    var prefixes: [IPPrefix] = []
    for word in addresses { prefixes.append(try hostAddress(word, besides: prefixes)) }
    return .make(name: text, prefixes, at: name.span)
  }

  private func hostAddress(_ word: Word, besides others: [IPPrefix]) throws(Diagnostic) -> IPPrefix {
    let text = try text(of: word)
    guard let prefix = IPPrefix(text), prefix.mayBeAHost else {
      throw .invalid("address of a host", text, at: word.span, label: "such as 10.0.0.1, 10.0.0.1/16 or fd00::1")
    }
    if others.contains(where: { $0.host == prefix.host }) || hosts.hosts.contains(where: { $0.has(prefix) }) {
      throw Diagnostic("\(prefix.host) is taken", at: word.span, help: "host lists the hosts and their addresses")
    }
    if text.contains("/") { return prefix }
    return IPPrefix(family: prefix.family, bytes: prefix.bytes, length: prefix.family == AF_INET ? 24 : 64)
  }
}

extension IPPrefix {
  /// Whether it is the address of one host: not loopback, a group, or none.
  fileprivate var mayBeAHost: Bool {
    guard length > 0, bytes.contains(where: { $0 != 0 }) else { return false }
    if family == AF_INET { return bytes[0] != 127 && bytes[0] != 0 && bytes[0] < 224 }
    return bytes[0] != 0xff && host != "::1"
  }
}
