import Commands
import Glibc
import Handles
import SessionLanguage
import Sockets

/// A requirement of a session file: `@needs ipv6`, `@needs var:text`, `@needs 127.0.0.1:12345`.
struct Requirement: Sendable {
  let name: String
  /// Said when it is not met.
  let missing: String
  let isMet: @Sendable (HandleTable) -> Bool

  static let all: [Requirement] = [
    Requirement(name: "ipv6", missing: "this machine has no IPv6 loopback address") { _ in hasIPv6 },
    Requirement(name: "root", missing: "only root may do this: sudo sockplay …") { _ in geteuid() == 0 },
    Requirement(name: "network", missing: "it may not reach other machines; allow it: sockplay --allow network …") {
      $0.permissions.contains(.network)
    },
    Requirement(name: "files", missing: "it may not write files; allow it: sockplay --allow files …") {
      $0.permissions.contains(.files)
    },
    Requirement(name: "unix", missing: "it may not talk to other programs' sockets; allow it: sockplay --allow unix …")
    {
      $0.permissions.contains(.unix)
    },
    Requirement(
      name: "processes", missing: "it may not take other processes' sockets; allow it: sockplay --allow processes …"
    ) {
      $0.permissions.contains(.processes)
    },
    Requirement(name: "programs", missing: "it may not run programs; allow it: sockplay --allow programs …") {
      $0.permissions.contains(.programs)
    },
  ]

  static func check(_ word: Word, _ table: HandleTable) throws(Diagnostic) {
    let name = try table.text(of: word)
    if let variable = Directive.requiredVariable(name) { return try check(variable: variable, at: word.span, table) }
    if let address = try? SocketAddress(text: name, for: .ipv4), name.contains(":") {
      return try check(listenerAt: address, at: word.span, table)
    }
    guard let requirement = all.first(where: { $0.name == name }) else {
      throw .unknown("requirement", name, at: word.span, among: all.map(\.name))
    }
    guard requirement.isMet(table) else {
      throw Diagnostic("this session needs \(name)", at: word.span, label: requirement.missing).unmet
    }
  }

  private static func check(variable name: String, at span: Span, _ table: HandleTable) throws(Diagnostic) {
    guard table.variables[name] == nil else { return }
    throw Diagnostic("this session needs a value for {\(name)}", at: span, label: "give it one: --var \(name)=VALUE")
      .unmet
  }

  /// Asks for a program of this machine that listens at `address`. What other machines do cannot be seen from here.
  private static func check(listenerAt address: SocketAddress, at span: Span, _ table: HandleTable) throws(Diagnostic) {
    let observed = Observations(table)
    let domain: Domain
    switch address {
    case .ipv4: domain = .ipv4
    case .ipv6: domain = .ipv6
    case .unix: domain = .unix
    default: return
    }
    guard domain == .unix || address.isLoopback || observed.hasAddress(address) else { return }
    let kind = SocketKind(domain: domain, type: .stream, transport: domain == .unix ? .none : .tcp)
    let owners = AddressOwners.of(address, kind, except: nil, in: observed)
    guard !owners.contains(where: { $0.socket.state == .listen }) else { return }
    throw Diagnostic(
      "this session needs a server at \(address)", at: span, label: "no program of this machine listens there"
    ).unmet
  }

  /// Moves the session into a network namespace of its own, as `@isolated` asks for.
  static func isolate(_ table: HandleTable) throws(Diagnostic) {
    if table.isIsolated { return }
    guard table.all.isEmpty else {
      throw Diagnostic(
        "this session has sockets already, which would stay where they are",
        help: "@isolated stands before the first command; at the prompt, start: sockplay --isolated")
    }
    do throws(IsolationFailure) {
      try table.isolate()
    } catch {
      throw Diagnostic("this session needs a network namespace of its own", label: error.text, help: error.help)
        .unmet
    }
  }

  /// Sets the settings of `@short-timers`, also for the hosts that are there. A host that is made later gets them then.
  /// - Returns: What there is to say of those that this kernel does not have.
  static func shortenTimers(_ table: HandleTable) throws(Diagnostic) -> [String] {
    guard table.isIsolated else {
      throw Diagnostic(
        "only an isolated session may have short timers", label: "the settings are those of the whole machine",
        help: "write @isolated above it; at the prompt, start: sockplay --isolated")
    }
    table.hasShortTimers = true
    do throws(IsolationFailure) {
      for host in table.hosts.hosts { _ = try shortenTimers(in: host.network, table) }
      return try shortenTimers(in: .own, table).map {
        "@short-timers: \($0.name) could not be set: \($0.errno.symbol) (\($0.errno.text))"
      }
    } catch {
      throw Diagnostic("the timers could not be set", label: error.text)
    }
  }

  /// - Returns: The names of those that could not be set, and why.
  static func shortenTimers(in network: Network, _ table: HandleTable) throws(IsolationFailure)
    -> [(name: String, errno: Errno)]
  {
    try table.kernel.inside(network, orThrow: IsolationFailure.setns) { () throws(IsolationFailure) in
      ShortTimers.set()
    }
  }

  /// Whether a socket can be bound to ::1.
  private static var hasIPv6: Bool {
    let descriptor = Glibc.socket(AF_INET6, Int32(SOCK_DGRAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { Glibc.close(descriptor) }
    return SocketAddress.ipv6(0, 1, port: 0, scope: 0).withSockaddr { Glibc.bind(descriptor, $0, $1) } == 0
  }
}
