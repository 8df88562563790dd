import Commands
import Sockets

/// A socket of the machine that has an address which somebody else wants.
struct Holder {
  let socket: ListedSocket
  /// The handle that it is; nil for one of another process, or of the kernel alone.
  let handle: String?
  let owners: [Processes.Owner]

  /// Such as `srv listens on 127.0.0.1:80`.
  var sentence: String {
    let local = "\(socket.naming.local?.description ?? "it")"
    let connection = "\(local) → \(socket.naming.peer?.description ?? "?")"
    switch socket.state {
    case .listen: return "\(who) listens on \(local)"
    case .bound, .unconnected: return "\(who) is bound to \(local)"
    case .timeWait:
      return
        "a closed connection of that port (\(handle ?? connection)) is in TIME_WAIT for another \(Elapsed.text(socket.millisecondsLeft))"
    default: return "\(who) has a connection of that port, \(connection) (\(socket.state.name))"
    }
  }

  private var who: String {
    if let handle { return handle }
    if let owner = owners.first { return "\(owner)" }
    return socket.inode == 0 ? "the kernel alone" : "a process that only root may see"
  }

  /// Listeners explain most, and what the kernel alone still holds the least.
  var rank: Int { socket.state == .listen ? 0 : socket.state == .timeWait ? 3 : socket.inode == 0 ? 2 : 1 }
}

/// Who has an address.
enum Holders {
  /// The sockets of the machine that keep ADDRESS from a socket of KIND, those that explain most first.
  static func of(_ address: SocketAddress, _ kind: SocketKind, except id: HandleID?, in table: Table) -> [Holder] {
    let isUNIX = kind.domain == .unix
    let protocolName = isUNIX ? "unix" : kind.type == .datagram ? "udp" : "tcp"
    let found = table.kernel.machine(unix: isUNIX, internet: !isUNIX).filter {
      $0.family.hasPrefix(protocolName) && $0.naming.local.map { collide($0, address) } == true
    }
    guard !found.isEmpty else { return [] }
    let handles = HandleFinder(table)
    let own = id.map { table[$0].name }
    // Whose processes they are takes a walk through all of them, which handles of our own make needless.
    let needsOwners = found.contains { $0.inode != 0 && handles.find($0) == nil }
    let owners = needsOwners ? Processes.bySocket() : [:]
    return found.map { Holder(socket: $0, handle: handles.find($0), owners: owners[$0.inode] ?? []) }
      .filter { own == nil || $0.handle != own }.sorted { $0.rank < $1.rank }
  }

  /// Whether two sockets cannot both have these addresses, or only if both say so.
  static func collide(_ one: SocketAddress, _ other: SocketAddress) -> Bool {
    let (one, other) = (one.unmapped, other.unmapped)
    if case .unix = one { return one == other }
    return one.port == other.port && (one == other || one.isWildcard || other.isWildcard)
  }

  /// That the listener at the UNIX domain ADDRESS has no room, whoever has it; nil while it has.
  static func fullQueue(of address: SocketAddress, _ kind: SocketKind, in table: Table) -> String? {
    guard kind.domain == .unix else { return nil }
    if let listener = table.bound(to: address), table[listener].isOpen {
      let seen = table.kernel.observe(table[listener].descriptor, table[listener].kind)
      guard seen.state == .listen, seen.queue > seen.backlog else { return nil }
      return "\(table[listener].name)'s queue is full (\(seen.queue)/\(seen.backlog))"
    }
    guard let holder = of(address, kind, except: nil, in: table).first(where: { $0.socket.state == .listen }),
      holder.socket.receive > holder.socket.send
    else { return nil }
    return "\(holder.sentence), and its queue is full (\(holder.socket.receive)/\(holder.socket.send))"
  }

  /// Why nobody is reached at the UNIX domain ADDRESS.
  static func refusal(of address: SocketAddress, in table: Table) -> String {
    guard case .unix(let path) = address, path.first != 0 else { return "no socket has the name \(address)" }
    let holders = of(address, SocketKind(domain: .unix, type: .stream, transport: .none), except: nil, in: table)
    if let holder = holders.first { return "\(holder.sentence), and does not listen" }
    if case .other = PathFile(path) { return "the file \(address) is no socket" }
    return "the socket file \(address) is left over: no socket has it any more"
  }
}

extension SocketAddress {
  /// Whether it is a path, which network namespaces share.
  fileprivate var isPath: Bool {
    if case .unix(let path) = self { return path.first != 0 }
    return false
  }
}

extension Reason.Context {
  /// Who has the address that the call asked for.
  var addressInUse: String? {
    guard let address else { return nil }
    if let id, table.isElsewhere(id), !address.isPath {
      return "somebody has \(address) in the network namespace of \(name), which cannot be seen from here"
    }
    if case .unix(let path) = address, path.first != 0 { return unixPathInUse(address, path) }
    if address.port == 0, !isUNIX { return "no port is free in net.ipv4.ip_local_port_range" }
    if let owner = table.bound(to: address), owner != id, table[owner].kind.type == handle?.kind.type {
      let state = table[owner].snapshot.state
      let local = table[owner].naming.local ?? address
      return "\(table[owner].name) \(state == .listen ? "listens on" : "is bound to") \(local) (\(state.name))" + reuse(owner)
    }
    let holders = handle.map { Holders.of(address, $0.kind, except: id, in: table) } ?? []
    guard let first = holders.first else { return "another socket has \(address), which is bound to it and nothing more" }
    let more = holders.count > 1 ? ", and \(holders.count - 1) more" : ""
    return first.sentence + more + reuse(nil, first)
  }

  private func unixPathInUse(_ address: SocketAddress, _ path: [UInt8]) -> String? {
    if let owner = table.bound(to: address), owner != id { return "\(table[owner].name) is bound to \(address)" }
    if let holder = handle.flatMap({ Holders.of(address, $0.kind, except: id, in: table).first }) { return holder.sentence }
    switch PathFile(path) {
    case .other: return "there is a file at \(address), and it is no socket"
    case .nothing, .unreachable: return nil
    case .socket: return "the socket file \(address) is left over from a socket that is gone; it must be removed first (rm)"
    }
  }

  /// Which of the two options that share an address are off, where turning them on would have helped.
  private func reuse(_ owner: HandleID?, _ holder: Holder? = nil) -> String {
    guard let id else { return "" }
    if let holder, holder.socket.state == .timeWait || holder.socket.inode == 0 {
      return table.option("SO_REUSEADDR", of: id) == 0
        ? "; SO_REUSEADDR is off on \(name)" : "; SO_REUSEADDR was off on the socket that had it before"
    }
    guard let owner else { return "" }
    let off = [id, owner].filter { table.option("SO_REUSEPORT", of: $0) == 0 }.map { table[$0].name }
    return off.isEmpty ? "" : "; SO_REUSEPORT is off on \(off.joined(separator: " and "))"
  }
}
