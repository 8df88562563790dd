import Commands
import Handles
import SessionLanguage
import Sockets
import Text

/// A socket of the machine that has an address which somebody else wants.
struct AddressOwner {
  let socket: ListedSocket
  /// The name of the handle that it is; nil for one of another process, or of the kernel alone.
  let handleName: String?
  /// The handle or the process.
  let who: String
  private let observed: Observations

  init(_ socket: ListedSocket, in observed: Observations) {
    (self.socket, handleName, self.observed) = (socket, observed.handle(of: socket), observed)
    // Whose processes they are takes a walk through all of them, which handles of our own make needless.
    who = handleName ?? Self.outsider(socket, observed)
  }

  /// Who has a socket that is no handle. Root sees all processes of its own pid namespace.
  private static func outsider(_ socket: ListedSocket, _ observed: Observations) -> String {
    if let owner = observed.owners(of: socket).first { return "\(owner)" }
    if socket.inode == 0 { return "the kernel alone" }
    let place = Observations.withoutProcess(mayLinger: socket.family.hasPrefix("tcp"))
    return observed.hiddenProcess(of: socket) ?? "a socket that no process has open (it is \(place))"
  }

  /// Such as `srv listens on 127.0.0.1:80`.
  var sentence: String {
    let local = "\(socket.endpoints.local?.description ?? "it")"
    let connection = "\(local) → \(socket.endpoints.peer?.description ?? "?")"
    switch socket.state {
    case .listen: return "\(who) listens on \(local)"
    case .bound, .unconnected: return "\(who) is bound to \(local)"
    // The kernel calls a datagram socket connected as soon as another has connected to it: unix_dgram_connect.
    case _ where socket.type == .datagram && socket.peerInode == 0: return "\(who) is bound to \(local)"
    case _ where socket.family == "unix": return "\(who) is connected under the name \(local)"
    case .timeWait:
      return
        "a closed connection on that port (\(handleName ?? connection)) is in TIME_WAIT for another \(Elapsed.text(socket.millisecondsLeft))"
    default:
      let what = "a connection on that port, \(connection) (\(socket.state.name))"
      return queueOwner.map { "\(what), waits in the accept queue of \($0)" } ?? "\(who) has \(what)"
    }
  }

  /// In whose accept queue it is: what nobody has accepted has no inode. The kernel does not say which of several queues
  /// has it; an empty one has not.
  private var queueOwner: String? {
    guard socket.inode == 0, handleName == nil, socket.family.hasPrefix("tcp"), let local = socket.endpoints.local,
      [.established, .closeWait].contains(socket.state)
    else { return nil }
    let names = observed.listeners(at: local).filter { $0.receive > 0 }.map { observed.who($0) }
    return names.isEmpty ? nil : names.listed(by: "or")
  }

  /// The same, where `address` may be another path to the file.
  func sentence(for address: SocketAddress) -> String {
    sentence + (address.isPath && socket.endpoints.local != address ? " (the same file as \(address))" : "")
  }

  /// The same of a socket that is tied to `device`.
  func sentence(through device: Interface) -> String {
    let scope = socket.family.hasSuffix("6") ? " or the scope of an address" : ""
    return "\(sentence), but for what comes in through \(device.name) only (SO_BINDTODEVICE\(scope))"
  }

  /// Listeners explain most, and what the kernel alone still holds the least.
  var rank: Int {
    switch socket.state {
    case .listen: 0
    case .timeWait: 3
    // What a UNIX domain listener's connections have is its name, too.
    case .established where socket.family == "unix": 2
    default: socket.inode == 0 ? 2 : 1
    }
  }
}

extension ListedSocket {
  /// Of a listener: `its queue is full (2/1)`.
  var fullQueue: String { "its queue is full (\(receive)/\(send))" }

  /// The same of TCP, with what becomes of a client.
  var droppingQueue: String { "\(fullQueue): the SYN is dropped, until accept makes room" }
}

/// Who has an address.
enum AddressOwners {
  /// The sockets of the machine that keep `address` from a socket of `kind`, those that explain most first.
  /// - Parameters:
  ///   - handle: A handle that is not asked for, because it wants the address itself.
  ///   - isForIPv6Only: Whether the IPv6 socket that wants it leaves IPv4 to others.
  static func of(
    _ address: SocketAddress, _ kind: SocketKind, except handle: Handle?, isForIPv6Only: Bool = false,
    in observed: Observations
  ) -> [AddressOwner] {
    guard kind.domain != .unix else {
      let found = named(address, in: observed).filter { address.isPath || $0.type == kind.type }
      return holders(found, except: handle, in: observed)
    }
    guard kind.isInternet, kind.hasPorts, kind.transport != .udplite else { return [] }
    let protocolName = kind.type == .datagram ? "udp" : "tcp"
    let found = observed.internetSockets("\(protocolName) sockets with \(address)") { socket in
      socket.family.hasPrefix(protocolName)
        && socket.endpoints.local.map {
          collide($0, address, isForIPv6Only: socket.isForIPv6Only == true, isForIPv6Only)
        } == true
    }
    return holders(found, except: handle, in: observed)
  }

  /// The sockets that have the UNIX domain `address`: of a path, that have the file to which it leads, however they
  /// spelled it.
  private static func named(_ address: SocketAddress, in observed: Observations) -> [ListedSocket] {
    guard case .unix(let path) = address else { return [] }
    let what = "unix sockets with \(address)"
    guard address.isPath else { return observed.unixSockets(what) { $0.endpoints.local == address } }
    guard let file = KernelFileIdentity(path) else { return [] }
    return observed.unixSockets(what) { socket in
      if socket.file == file { return true }
      // Some file systems, such as overlays, report another device to stat(2) than the kernel has: then the path has to
      // do.
      return socket.endpoints.local == address && socket.file?.device != file.device
    }
  }

  private static func holders(_ found: [ListedSocket], except handle: Handle?, in observed: Observations)
    -> [AddressOwner]
  {
    let own = handle?.name
    let owners = found.map { AddressOwner($0, in: observed) }
    return owners.filter { own == nil || $0.handleName != own }.sorted { $0.rank < $1.rank }
  }

  /// Whether two sockets cannot both have these addresses, or only if both say so. A wildcard of IPv6 takes IPv4's
  /// addresses, too, unless its socket is for IPv6 only (IPV6_V6ONLY).
  static func collide(
    _ one: SocketAddress, _ other: SocketAddress, isForIPv6Only: Bool = false, _ isOtherForIPv6Only: Bool = false
  ) -> Bool {
    let (one, other) = (one.unmapped.withoutScope, other.unmapped.withoutScope)
    if case .unix = one { return one == other }
    guard one.port == other.port else { return false }
    switch (one, other) {
    case (.ipv6, .ipv4): return one.isWildcard && !isForIPv6Only
    case (.ipv4, .ipv6): return other.isWildcard && !isOtherForIPv6Only
    default: return one == other || one.isWildcard || other.isWildcard
    }
  }

  /// That the listener at the UNIX domain `address` has no room, whoever owns it; nil while it has.
  static func fullQueue(of address: SocketAddress, _ kind: SocketKind, in observed: Observations) -> String? {
    guard kind.domain == .unix else { return nil }
    if let listener = observed.bound(to: address), listener.isOpen {
      let seen = observed.look(at: listener)
      guard seen.state == .listen, seen.queue > seen.backlog else { return nil }
      return "\(listener.name)'s queue is full (\(seen.queue)/\(seen.backlog))"
    }
    guard let holder = of(address, kind, except: nil, in: observed).first(where: { $0.socket.state == .listen }),
      holder.socket.hasFullQueue
    else { return nil }
    return "\(holder.sentence), and \(holder.socket.fullQueue)"
  }

  /// That the TCP listener at `address` has no room, so that it drops what asks for a connection; nil while it has.
  static func fullListener(of address: SocketAddress, _ handle: Handle, in observed: Observations) -> String? {
    guard !observed.isInOtherNetworkNamespace(handle) else { return nil }
    let listeners = of(address, handle.kind, except: handle, in: observed).filter { $0.socket.state == .listen }
    guard let full = listeners.first(where: { $0.socket.hasFullQueue }) else { return nil }
    return "\(full.sentence), and \(full.socket.droppingQueue)"
  }

  /// Why nobody is reached at the UNIX domain `address`.
  static func refusal(of address: SocketAddress, _ kind: SocketKind, in observed: Observations) -> String {
    if let holder = of(address, kind, except: nil, in: observed).first {
      return refusal(by: holder, of: address, kind, in: observed)
    }
    guard case .unix(let path) = address, address.isPath else {
      let other = holders(named(address, in: observed), except: nil, in: observed).first
      return "no \(kind.word) socket has the name \(address)"
        + (other.map { ": \($0.sentence), and is of another type (\($0.socket.type?.symbol ?? ""))" }
          ?? paddedName(like: address, in: observed))
    }
    if case .other = observed.file(at: path, follows: true) { return "the file \(address) is not a socket" }
    return
      "no socket that can be seen from here has the socket file \(address): it is left over, or of another network namespace"
  }

  /// That somebody has the abstract name with more or fewer NUL bytes at its end, which count: programs in C often pass
  /// the length of the whole structure.
  private static func paddedName(like address: SocketAddress, in observed: Observations) -> String {
    guard case .unix(let name) = address, !name.isEmpty else { return "" }
    func bare(_ name: [UInt8]) -> ArraySlice<UInt8> { name[..<((name.lastIndex { $0 != 0 } ?? -1) + 1)] }
    let found = observed.unixSockets("unix sockets with \(address) and other NUL bytes at its end") { socket in
      guard case .unix(let other)? = socket.endpoints.local, other.first == 0 else { return false }
      return bare(other) == bare(name)
    }
    guard let holder = holders(found, except: nil, in: observed).first,
      case .unix(let other)? = holder.socket.endpoints.local
    else { return "" }
    let (here, there) = (name.count - bare(name).count, other.count - bare(other).count)
    return ": \(holder.who) has it with \(Plural.count(there, "NUL byte")) at its end instead of \(here)"
  }

  /// That `holder`, which has `address` now, took nothing from a socket of `kind` then: unix_stream_connect in
  /// net/unix/af_unix.c.
  private static func refusal(
    by holder: AddressOwner, of address: SocketAddress, _ kind: SocketKind, in observed: Observations
  ) -> String {
    let sentence = holder.sentence(for: address)
    guard kind.type != .datagram else { return "\(sentence) now, but was not at the time of the call" }
    if holder.socket.state == .established {
      return
        "nothing listens at \(address): \(holder.who) is connected and has this name, from the listener that accepted it "
        + "or from bind"
    }
    guard holder.socket.state == .listen else { return "\(sentence) and does not listen" }
    return holder.handleName.flatMap { observed.table.find($0) }.map { $0.isShutForReading } == true
      ? "\(sentence), and was shut down for reading: it takes no more connections"
      : "\(sentence) now, but did not at the time of the call, or it was shut down for reading"
  }
}

extension SocketAddress {
  /// The kernel's lists have no scope.
  var withoutScope: SocketAddress {
    if case .ipv6(let high, let low, let port, _) = self { return .ipv6(high, low, port: port, scope: 0) }
    return self
  }
}
