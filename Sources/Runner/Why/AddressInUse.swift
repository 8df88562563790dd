import Handles
import SessionLanguage
import Sockets

// EADDRINUSE: who has the address that a call asked for, and what would have let both have it.
extension Reason.Context {
  var addressInUse: String? {
    guard let address else { return listensWithoutPort ? noFreePort : nil }
    if let handle, observed.isInOtherNetworkNamespace(handle), !address.isPath {
      return "somebody has \(address) in the network namespace of \(name), which cannot be seen from here"
    }
    if case .unix(let path) = address, address.isPath { return unixPathInUse(address, path) }
    if address.asksForAnyPort { return noFreePort }
    guard handle?.kind.isInternet == true else { return nameInUse(address) }
    let holders = blockingHolders
    guard let first = holders.first else {
      return "another socket has \(address); no list shows it, as is usual of one that is bound and nothing more"
    }
    // What is connected over a listener's port belongs to the listener.
    let others = holders.dropFirst().filter { $0.isUnconnected }.map { described($0) }
    let more =
      others.count > 2 ? "; and \(others.count) more sockets have the port" : others.map { "; " + $0 }.joined()
    return described(first) + more + sharing(first)
  }

  /// Whether the kernel was to choose the port of a listener.
  private var listensWithoutPort: Bool {
    guard call.name == "listen", let handle, handle.kind.isTCP, !handle.endpoints.hasLocal else { return false }
    return !observed.isInOtherNetworkNamespace(handle)
  }

  /// The sockets that kept the internet address from it, those that explain most first.
  var blockingHolders: [AddressOwner] {
    guard let address, let handle else { return [] }
    let isForIPv6Only = handle.kind.domain == .ipv6 && observed.option("IPV6_V6ONLY", of: handle) == 1
    let holders = AddressOwners.of(
      address, handle.kind, except: handle, isForIPv6Only: isForIPv6Only, in: observed)
    let blocking = holders.filter { !shares(with: $0) }
    return blocking.isEmpty ? holders : blocking
  }

  private func described(_ holder: AddressOwner) -> String {
    guard holder.handleName != nil, holder.isUnconnected else { return holder.sentence }
    return "\(holder.sentence) (\(holder.socket.state.name))"
  }

  /// Whether the kernel would have let both have the address, see inet_csk_bind_conflict in
  /// net/ipv4/inet_connection_sock.c.
  private func shares(with holder: AddressOwner) -> Bool {
    guard let handle else { return false }
    if holder.socket.interface != 0, let device,
      let own = observed.interfaces.first(where: { $0.name == device }), own.index != Int(holder.socket.interface)
    {
      return true
    }
    guard let other = holder.handleName.flatMap({ table.find($0) }), other.isOpen else { return false }
    func both(_ symbol: String) -> Bool { [handle, other].allSatisfy { observed.option(symbol, of: $0) == 1 } }
    return both("SO_REUSEADDR") && holder.socket.state != .listen || both("SO_REUSEPORT")
  }

  /// What would have let both have it.
  private func sharing(_ holder: AddressOwner) -> String {
    guard let handle else { return "" }
    let ipv4 = holder.takesIPv4(from: self).map { "; \($0)" } ?? ""
    if holder.socket.state == .timeWait || holder.socket.inode == 0 {
      return ipv4
        + (observed.option("SO_REUSEADDR", of: handle) == 0
          ? "; SO_REUSEADDR is off on \(name): both must have it on before bind"
          : "; SO_REUSEADDR was off on the socket that had it before")
    }
    guard let other = holder.handleName.flatMap({ table.find($0) }) else { return ipv4 + foreignPort(holder, handle) }
    let symbols = holder.socket.state == .listen ? ["SO_REUSEPORT"] : ["SO_REUSEADDR", "SO_REUSEPORT"]
    let off = symbols.map { symbol in
      (symbol: symbol, names: [handle, other].filter { observed.option(symbol, of: $0) == 0 }.map(\.name))
    }
    return ipv4
      + off.filter { !$0.names.isEmpty }.map { "; \($0.symbol) is off on \($0.names.joined(separator: " and "))" }
      .joined()
  }

  /// SO_REUSEPORT shares a port with sockets of the same user only.
  private func foreignPort(_ holder: AddressOwner, _ handle: Handle) -> String {
    guard observed.option("SO_REUSEPORT", of: handle) == 1 else { return "" }
    let (user, own) = (holder.socket.user, observed.user)
    return user == own
      ? "; SO_REUSEPORT is on for \(name), and has to be on for that socket, too"
      : "; SO_REUSEPORT shares a port among sockets of one user: that one is of user \(user), and \(name) of user \(own)"
  }

  /// The kernel was to choose a port.
  var noFreePort: String {
    guard let range = portRange else { return "no port is free in \(PortRange.system)" }
    return "no port is free in \(range.setting) (\(range.range))" + range.lastIsLeftOut
  }

  /// A name of another family than the internet's.
  private func nameInUse(_ address: SocketAddress) -> String {
    if let owner = observed.bound(to: address), owner != handle, owner.kind.type == handle?.kind.type {
      let state = observed.state(of: owner).state
      return "\(owner.name) \(state == .listen ? "listens on" : "is bound to") \(owner.endpoints.local ?? address)"
        + " (\(state.name))"
    }
    let holders = handle.map { AddressOwners.of(address, $0.kind, except: handle, in: observed) } ?? []
    guard let first = holders.first else { return "another socket has \(address)" }
    return first.sentence + (holders.count > 1 ? ", and \(holders.count - 1) more" : "")
  }
}

// MARK: - Later

extension Reason.Context {
  /// Who has the address now that was in use then.
  /// - Parameter why: What was said then, which need not be repeated.
  func currentOwners(since why: String?) -> [String] {
    guard errno.symbol == "EADDRINUSE", !isJoining, let address, let handle, !observed.isInOtherNetworkNamespace(handle)
    else { return [] }
    // For other families it is not known who has which address.
    guard handle.kind.isInternet || isUNIX else { return [] }
    // It asked for any port, and none was free.
    if address.asksForAnyPort { return [] }
    let holders = AddressOwners.of(address, handle.kind, except: handle, in: observed)
    let shared = (handle.kind.isInternet ? ["SO_REUSEADDR", "SO_REUSEPORT"] : []).compactMap { symbol in
      observed.option(symbol, of: handle).map { "\(symbol) of \(name) is \($0 == 0 ? "off" : "on")" }
    }
    if holders.isEmpty, observed.bound(to: address) == nil, !isFileThere {
      return ["nobody has \(address) any more: it is free"]
    }
    let sentences = holders.prefix(4).map(\.sentence).filter { why?.contains($0) != true }
    return sentences + (shared.isEmpty ? [] : [shared.joined(separator: ", ")])
  }
}

// MARK: - UNIX domain paths

extension Reason.Context {
  private func unixPathInUse(_ address: SocketAddress, _ path: [UInt8]) -> String? {
    switch observed.file(at: path) {
    case .other: return "there is a file at \(address), and it is not a socket"
    case .nothing, .unreachable: return nil
    case .socket: break
    }
    if let holder = handle.flatMap({ AddressOwners.of(address, $0.kind, except: handle, in: observed).first }) {
      return holder.sentence(for: address)
    }
    // A socket of another network namespace is on no list.
    if let owner = observed.bound(to: address), owner != handle, observed.isInOtherNetworkNamespace(owner) {
      return "\(owner.name) is bound to \(address)"
    }
    return "the socket file \(address) is there already, and no socket that can be seen from here has it"
  }

  /// Whether the path that was asked for leads to something.
  var isFileThere: Bool {
    guard case .unix(let path)? = address, address?.isPath == true else { return false }
    if case .nothing = observed.file(at: path) { return false }
    return true
  }

  /// What to do about a UNIX domain address that is in use. Whoever removes the file of a socket that is in use makes
  /// it unreachable.
  var unixAddressRemedies: [String] {
    guard let address, case .unix(let path) = address, address.isPath else { return ["bind to another name"] }
    let isHeld = handle.map { !AddressOwners.of(address, $0.kind, except: handle, in: observed).isEmpty } ?? true
    let isInOtherNetworkNamespace = observed.bound(to: address).map { $0 != handle && $0.isOpen } ?? false
    guard case .socket = observed.file(at: path), !isHeld, !isInOtherNetworkNamespace else {
      return ["bind to another path"]
    }
    return [
      "bind to another path",
      "rm \(Literal.visible(String(decoding: path, as: UTF8.self))), but only if no process has its socket any more: one of another"
        + " network namespace (a container) cannot be seen from here",
    ]
  }
}

// MARK: - Remedies

extension Reason.Context {
  /// What to do where the kernel finds no free port.
  var portRemedies: [String] {
    ["sysctl ip_local_port_range shows the ports that the kernel may choose", "close what has them"]
  }

  /// What to do about an address that is in use.
  var addressRemedies: [String] {
    if isJoining { return [] }
    if isUNIX { return unixAddressRemedies }
    if address == nil, listensWithoutPort { return portRemedies }
    guard let address, address.isInternet else { return ["bind to another address"] }
    if address.asksForAnyPort { return portRemedies }
    let holders = blockingHolders
    let anyPort = "take another port: bind \(name) with port 0 lets the kernel choose a free one"
    let ipv6Only = holders.compactMap { $0.ipv6OnlyRemedy(for: self) }.prefix(1)
    // With a listener SO_REUSEADDR does not help.
    let isListener = handle?.kind.isTCP == true && holders.contains { $0.socket.state == .listen }
    let reuse =
      isListener || holders.isEmpty
      ? [] : ["two sockets have it without a listener among them: SO_REUSEADDR has to be on for both"]
    return [anyPort] + ipv6Only + reuse + [
      "two sockets of one user can share a port if SO_REUSEPORT is on for both"
    ]
  }
}

extension AddressOwner {
  /// Whether it has an address, and no peer.
  fileprivate var isUnconnected: Bool { [.listen, .bound, .unconnected].contains(socket.state) }

  /// Whether its address, or the one that was asked for, is the wildcard of IPv6, which takes IPv4, too.
  private func mixes(with context: Reason.Context) -> (holder: Bool, wanted: Bool) {
    guard let local = socket.endpoints.local?.unmapped, let address = context.address?.unmapped else {
      return (false, false)
    }
    return switch (local, address) {
    case (.ipv6, .ipv4): (local.isWildcard, false)
    case (.ipv4, .ipv6): (false, address.isWildcard)
    default: (false, false)
    }
  }

  /// That one of the two would take the other's family, too.
  fileprivate func takesIPv4(from context: Reason.Context) -> String? {
    let mixes = mixes(with: context)
    if mixes.holder { return "\(handleName ?? "that socket") takes IPv4 too (IPV6_V6ONLY is off)" }
    return mixes.wanted ? "\(context.name) would take IPv4 too (IPV6_V6ONLY is off on it)" : nil
  }

  fileprivate func ipv6OnlyRemedy(for context: Reason.Context) -> String? {
    let mixes = mixes(with: context)
    if mixes.holder {
      return handleName.map { "setsockopt \($0) IPV6_V6ONLY on before its bind leaves IPv4 to others" }
    }
    return mixes.wanted ? "setsockopt \(context.name) IPV6_V6ONLY on before its bind leaves IPv4 to others" : nil
  }
}
