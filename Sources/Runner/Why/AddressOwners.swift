import Commands
import Handles
import SessionLanguage
import Sockets

/// A socket of the machine that has an address which somebody else wants.
struct AddressOwner {
  let socket: ListedSocket
  /// The handle that it is; nil for one of another process, or of the kernel alone.
  let handle: String?
  let owners: [Processes.Owner]

  /// Such as `srv listens on 127.0.0.1:80`.
  var sentence: String {
    let local = "\(socket.endpoints.local?.description ?? "it")"
    let connection = "\(local) → \(socket.endpoints.peer?.description ?? "?")"
    switch socket.state {
    case .listen: return "\(who) listens on \(local)"
    case .bound, .unconnected: return "\(who) is bound to \(local)"
    case _ where socket.family == "unix": return "\(who) is connected under the name \(local)"
    case .timeWait:
      return
        "a closed connection on that port (\(handle ?? connection)) is in TIME_WAIT for another \(Elapsed.text(socket.millisecondsLeft))"
    default: return "\(who) has a connection on that port, \(connection) (\(socket.state.name))"
    }
  }

  /// The same, where `address` may be another path to the file.
  func sentence(for address: SocketAddress) -> String {
    sentence + (address.isPath && socket.endpoints.local != address ? " (the same file as \(address))" : "")
  }

  private var who: String {
    if let handle { return handle }
    if let owner = owners.first { return "\(owner)" }
    return socket.inode == 0 ? "the kernel alone" : "a process that only root may see"
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

/// Who has an address.
enum AddressOwners {
  /// The sockets of the machine that keep `address` from a socket of `kind`, those that explain most first.
  static func of(_ address: SocketAddress, _ kind: SocketKind, except id: Handle?, in table: HandleTable)
    -> [AddressOwner]
  {
    guard kind.domain != .unix else {
      return holders(named(address, in: table).filter { address.isPath || $0.type == kind.type }, except: id, in: table)
    }
    guard kind.isInternet else { return [] }
    let protocolName = kind.type == .datagram ? "udp" : "tcp"
    let found = table.kernel.listSockets(unix: false, internet: true).filter {
      $0.family.hasPrefix(protocolName) && $0.endpoints.local.map { collide($0, address) } == true
    }
    return holders(found, except: id, in: table)
  }

  /// The sockets that have the UNIX domain `address`: of a path, that have the file to which it leads, however they
  /// spelled it.
  private static func named(_ address: SocketAddress, in table: HandleTable) -> [ListedSocket] {
    guard case .unix(let path) = address else { return [] }
    let sockets = table.kernel.listSockets(unix: true, internet: false)
    guard address.isPath else { return sockets.filter { $0.endpoints.local == address } }
    guard let file = FileIdentity(path) else { return [] }
    return sockets.filter { socket in
      if socket.file == file { return true }
      // Some file systems, such as overlays, report another device to stat(2) than the kernel has: then the path has to
      // do.
      return socket.endpoints.local == address && socket.file?.device != file.device
    }
  }

  private static func holders(_ found: [ListedSocket], except id: Handle?, in table: HandleTable) -> [AddressOwner] {
    guard !found.isEmpty else { return [] }
    let handles = HandleFinder(table)
    let own = id?.name
    // Whose processes they are takes a walk through all of them, which handles of our own make needless.
    let needsOwners = found.contains { $0.inode != 0 && handles.find($0) == nil }
    let owners = needsOwners ? Processes.bySocket() : [:]
    return found.map { AddressOwner(socket: $0, handle: handles.find($0), owners: owners[$0.inode] ?? []) }
      .filter { own == nil || $0.handle != own }.sorted { $0.rank < $1.rank }
  }

  /// Whether two sockets cannot both have these addresses, or only if both say so.
  static func collide(_ one: SocketAddress, _ other: SocketAddress) -> Bool {
    let (one, other) = (one.unmapped, other.unmapped)
    if case .unix = one { return one == other }
    return one.port == other.port && (one == other || one.isWildcard || other.isWildcard)
  }

  /// That the listener at the UNIX domain `address` has no room, whoever owns it; nil while it has.
  static func fullQueue(of address: SocketAddress, _ kind: SocketKind, in table: HandleTable) -> String? {
    guard kind.domain == .unix else { return nil }
    if let listener = table.bound(to: address), listener.isOpen {
      let seen = table.kernel.observe(listener.descriptor, listener.kind)
      guard seen.state == .listen, seen.queue > seen.backlog else { return nil }
      return "\(listener.name)'s queue is full (\(seen.queue)/\(seen.backlog))"
    }
    guard let holder = of(address, kind, except: nil, in: table).first(where: { $0.socket.state == .listen }),
      holder.socket.receive > holder.socket.send
    else { return nil }
    return "\(holder.sentence), and its queue is full (\(holder.socket.receive)/\(holder.socket.send))"
  }

  /// Why nobody is reached at the UNIX domain `address`.
  static func refusal(of address: SocketAddress, _ kind: SocketKind, in table: HandleTable) -> String {
    if let holder = of(address, kind, except: nil, in: table).first {
      return refusal(by: holder, of: address, kind, in: table)
    }
    guard case .unix(let path) = address, address.isPath else {
      let other = holders(named(address, in: table), except: nil, in: table).first
      return "no \(kind.word) socket has the name \(address)"
        + (other.map { ": \($0.sentence), and is of another type (\($0.socket.type?.symbol ?? ""))" } ?? "")
    }
    if case .other = PathFile(path, follows: true) { return "the file \(address) is not a socket" }
    return
      "no socket that can be seen from here has the socket file \(address): it is left over, or of another network namespace"
  }

  /// That `holder`, which has `address` now, took nothing from a socket of `kind` then: unix_stream_connect in
  /// net/unix/af_unix.c.
  private static func refusal(
    by holder: AddressOwner, of address: SocketAddress, _ kind: SocketKind, in table: HandleTable
  ) -> String {
    let sentence = holder.sentence(for: address)
    guard kind.type != .datagram else { return "\(sentence) now, but was not at the time of the call" }
    guard holder.socket.state == .listen else { return "\(sentence) and does not listen" }
    return holder.handle.flatMap { table.find($0) }.map { $0.isShutForReading } == true
      ? "\(sentence), and was shut down for reading: it takes no more connections"
      : "\(sentence) now, but did not at the time of the call, or it was shut down for reading"
  }
}

extension Reason.Context {
  /// Who has the address that the call asked for.
  var addressInUse: String? {
    guard let address else { return nil }
    if let id, table.isInOtherNetworkNamespace(id), !address.isPath {
      return "somebody has \(address) in the network namespace of \(name), which cannot be seen from here"
    }
    if case .unix(let path) = address, address.isPath { return unixPathInUse(address, path) }
    if address.asksForAnyPort { return "no port is free in net.ipv4.ip_local_port_range" }
    if let owner = table.bound(to: address), owner != id, owner.kind.type == handle?.kind.type {
      let state = owner.snapshot.state
      let local = owner.endpoints.local ?? address
      return "\(owner.name) \(state == .listen ? "listens on" : "is bound to") \(local) (\(state.name))"
        + reuse(owner)
    }
    let holders = handle.map { AddressOwners.of(address, $0.kind, except: id, in: table) } ?? []
    guard let first = holders.first else {
      return "another socket has \(address)" + (address.isInternet ? ", which is bound to it and nothing more" : "")
    }
    let more = holders.count > 1 ? ", and \(holders.count - 1) more" : ""
    return first.sentence + more + reuse(nil, first)
  }

  private func unixPathInUse(_ address: SocketAddress, _ path: [UInt8]) -> String? {
    switch PathFile(path) {
    case .other: return "there is a file at \(address), and it is not a socket"
    case .nothing, .unreachable: return nil
    case .socket: break
    }
    if let holder = handle.flatMap({ AddressOwners.of(address, $0.kind, except: id, in: table).first }) {
      return holder.sentence(for: address)
    }
    // A socket of another network namespace is on no list.
    if let owner = table.bound(to: address), owner != id, table.isInOtherNetworkNamespace(owner) {
      return "\(owner.name) is bound to \(address)"
    }
    return "the socket file \(address) is there already, and no socket that can be seen from here has it"
  }

  /// Whether the path that was asked for leads to something.
  var isFileThere: Bool {
    guard case .unix(let path)? = address, address?.isPath == true else { return false }
    if case .nothing = PathFile(path) { return false }
    return true
  }

  /// What to do about a UNIX domain address that is in use. Whoever removes the file of a socket that is in use makes
  /// it unreachable.
  var unixAddressRemedies: [String] {
    guard let address, case .unix(let path) = address, address.isPath else { return ["bind to another name"] }
    let isHeld = handle.map { !AddressOwners.of(address, $0.kind, except: id, in: table).isEmpty } ?? true
    let isInOtherNetworkNamespace = table.bound(to: address).map { $0 != id && $0.isOpen } ?? false
    guard case .socket = PathFile(path), !isHeld, !isInOtherNetworkNamespace else { return ["bind to another path"] }
    return [
      "bind to another path",
      "rm \(Literal.visible(String(decoding: path, as: UTF8.self))), but only if no process has its socket any more: one of another"
        + " network namespace (a container) cannot be seen from here",
    ]
  }

  /// Which of the two options that share an address are off, where turning them on would have helped.
  private func reuse(_ owner: Handle?, _ holder: AddressOwner? = nil) -> String {
    // Only the internet's families use them.
    guard let id, handle?.kind.isInternet == true else { return "" }
    if let holder, holder.socket.state == .timeWait || holder.socket.inode == 0 {
      return table.option("SO_REUSEADDR", of: id) == 0
        ? "; SO_REUSEADDR is off on \(name)" : "; SO_REUSEADDR was off on the socket that had it before"
    }
    guard let owner else { return "" }
    let off = [id, owner].filter { table.option("SO_REUSEPORT", of: $0) == 0 }.map(\.name)
    return off.isEmpty ? "" : "; SO_REUSEPORT is off on \(off.joined(separator: " and "))"
  }
}
