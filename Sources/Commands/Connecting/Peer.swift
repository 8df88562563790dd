import Handles
import Partners
import SessionLanguage
import Sockets

extension Command {
  static let peer = Command(
    name: "peer", group: .connecting, traits: [.takesHost, .onlyHere],
    parameters: [
      Parameter("KIND", .choice(Partner.all.map(\.kind) + [off]), optional: true),
      Parameter("DIR|TO", .value, optional: true), Parameter("NAME", .text, optional: true),
      Parameter("ADDRESS", .address, optional: true),
    ],
    summary: "Start a server to practise with, as a process of its own.",
    korean: "연습할 서버를 별도의 프로세스로 시작합니다.",
    manual: """
      NAME, or KIND without one, is its address from then on: connect cli {NAME}. ADDRESS is 127.0.0.1, or that of the host whose
      role starts it, with a free port unless you give one. http takes the folder DIR whose files it serves, forward the address TO that it passes connections on to. What
      the server says is shown between steps, and it ends with the session, or with peer off NAME. peer alone lists the kinds,
      and those that run. On a command line of its own: sockplay peer KIND ADDRESS.
      """,
    makesCall: false,
    examples: [
      "peer echo srv", "peer", "socket cli tcp = fd", "connect cli {srv} = 0", "send cli \"ping\" = 4",
      "recv cli = 4 \"ping\"", "peer off srv", "recv cli = 0",
    ],
    names: { PeerWords(naming: $0).name.map { [$0] } ?? [] }
  ) { (arguments, table) throws(Diagnostic) in
    guard arguments.count > 0 else { return .request(.peer(.list)) }
    let kind = try arguments.text(0)
    if kind == off {
      let name = try arguments.required(1, "NAME", example: "peer off echo")
      return .request(.peer(.stop(name, at: arguments.span(1))))
    }
    guard let partner = Partner.named(kind) else {
      throw .unknown(
        "kind of server", kind, at: arguments.span(0), among: Partner.all.map(\.kind), help: "peer alone lists them",
        korean: "peer만 입력하면 종류가 모두 나옵니다")
    }
    return .request(.peer(.start(try arguments.wanted(partner, in: table))))
  }

  private static let off = "off"
}

extension Arguments {
  /// What the words after the kind of `partner` ask for.
  fileprivate func wanted(_ partner: Partner, in table: HandleTable) throws(Diagnostic) -> WantedPartner {
    var next = 1, argument = ""
    if let wanted = partner.argument {
      argument = try required(next, wanted.rawValue, example: "peer \(partner.kind) \(wanted.example)")
      if wanted == .address {
        let target = try internetAddress(next)
        if !target.isLoopback { try table.permit(.reach(target), at: span(next)) }
      }
      next += 1
    }
    var name = partner.kind
    if next < count, Name.isValid(try text(next)) {
      name = try newName(try text(next), at: next)
      next += 1
    }
    var address = table.partnerAddress
    if next < count {
      address = try internetAddress(next)
      if !address.isLoopback || address.isWildcard { try table.permit(.serve(address), at: span(next)) }
      next += 1
    }
    guard next == count else { throw .tooManyWords(at: span(next), label: "peer KIND NAME ADDRESS") }
    return WantedPartner(
      partner: partner, argument: argument, name: name, address: address,
      network: table.network(having: address, from: table.kernel.asked), span: span(0))
  }

  private func internetAddress(_ index: Int) throws(Diagnostic) -> SocketAddress {
    let found = try address(index, for: .ipv4)
    guard found.isInternet else {
      throw .invalid(
        "address", "\(found)", at: span(index), label: "a server to practise with has an IPv4 or IPv6 address")
    }
    return found
  }

  fileprivate func required(_ index: Int, _ what: String, example: String) throws(Diagnostic) -> String {
    guard index < count else { throw .missing(what, at: span(index), example: example) }
    return try text(index)
  }
}

extension HandleTable {
  /// Where a server listens that is given no address: on the host that it is started on, or on loopback.
  fileprivate var partnerAddress: SocketAddress {
    hosts.at(kernel.asked)?.address(port: 0) ?? .ipv4(0x7f00_0001, port: 0)
  }
}

extension Partner.Argument {
  fileprivate var example: String {
    switch self {
    case .folder: "site"
    case .address: "127.0.0.1:30000"
    }
  }
}

/// Which word of a `peer` line names what it makes.
private struct PeerWords {
  let name: Word?

  init(naming line: CommandLine) {
    let words = line.words.dropFirst()
    guard let kind = words.first, let partner = kind.plain.flatMap(Partner.named) else {
      name = nil
      return
    }
    let next = words.dropFirst(partner.argument == nil ? 1 : 2).first
    name = next.flatMap { $0.plain.map(Name.isValid) == true ? $0 : nil } ?? kind
  }
}
