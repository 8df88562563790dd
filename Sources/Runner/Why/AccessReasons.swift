import Commands
import Glibc
import Handles
import SessionLanguage
import Sockets

// EACCES, ENOENT and their like: what stands in the way to a file, a port or a device.
extension Reason.Context {
  /// What stops the call at the path that it was given, of a UNIX domain socket or of a file.
  private var obstacle: PathObstacle? {
    let (path, use): ([UInt8], PathObstacle.Use)
    if case .unix(let bytes)? = call.address, call.address?.isPath == true {
      (path, use) = (bytes, call.name == "bind" ? .creates : .writes)
    } else if let file = call.path {
      // With a slash after it, the last part has to be a directory, too.
      (path, use) = (Array((call.has("O_DIRECTORY") ? file + "/" : file).utf8), .reads)
    } else {
      return nil
    }
    let obstacle = PathObstacle.on(path, use)
    observed.note(
      "stat and faccessat, \(Self.text(path))", obstacle.map { $0.evidence } ?? "nothing is in the way")
    return obstacle
  }

  private static func text(_ path: [UInt8]) -> String { Literal.visible(String(decoding: path, as: UTF8.self)) }

  /// EACCES.
  var accessDenied: String? {
    guard let address = call.address else {
      if let obstacle, call.path != nil { return fileDenied(obstacle) }
      return call.name == "socket" ? "this kind of socket is for root (CAP_NET_RAW)" : Privilege.ofOption(self)
    }
    if case .unix = address { return pathDenied(address) }
    if call.name == "bind" {
      let first = observed.setting("net.ipv4.ip_unprivileged_port_start").flatMap { Int($0) } ?? 1024
      return Int(address.port) < first && address.port > 0
        ? "ports below \(first) are for root (CAP_NET_BIND_SERVICE)" : nil
    }
    return needsBroadcast
      ? "\(address.host) is a broadcast address, and SO_BROADCAST is off on \(name)"
      : forbiddingRoute ?? "a rule of the routing, a firewall or a BPF program forbids packets to \(address.host)"
  }

  /// EACCES of a file that was to be read.
  private func fileDenied(_ obstacle: PathObstacle) -> String? {
    switch obstacle {
    case .closed(let folder): "user \(observed.user) may not search the directory \(Self.text(folder))"
    case .unreadable(let path): "user \(observed.user) may not read \(Self.text(path))"
    default: nil
    }
  }

  private func pathDenied(_ address: SocketAddress) -> String {
    let user = observed.user
    switch obstacle {
    case .closed(let folder)?: return "user \(user) may not search the directory \(Self.text(folder))"
    case .unwritable(let path)?:
      return call.name == "bind"
        ? "user \(user) may not make files in the directory \(Self.text(path))"
        : "user \(user) may not write to \(Self.text(path))"
    default:
      return
        "the file or a directory of \(address) may not be \(call.name == "bind" ? "made" : "written to") by user \(user)"
    }
  }

  /// ENOTDIR, ELOOP and EROFS of a path.
  var pathReason: String? {
    switch obstacle {
    case .noDirectory(let path)?: "\(Self.text(path)) is not a directory"
    case .loop(let path)?: "the symbolic link \(Self.text(path)) leads to itself, or too many links follow each other"
    case .readOnly(let path)?: "\(Self.text(path)) is on a file system that is mounted read-only"
    default: nil
    }
  }

  /// ENOENT.
  var nothingThere: String? {
    if let address = call.address {
      guard case .missing? = obstacle else {
        return call.name == "bind"
          ? "the file system at \(address) makes no such file, or the directory was not there when the call was made"
          : "\(address) did not lead to anything when the call was made"
      }
      guard call.name == "bind" else { return "there is no socket file at \(address)" }
      return "the directory of \(address) does not exist"
    }
    switch call.name {
    case "ioctl" where call.has("SIOCGSTAMP") || call.has("SIOCGSTAMPNS"):
      return noTimeKept
    case "epoll_ctl": return watched.map { "\(name) does not watch \($0)" }
    case "open": return if case .missing(let path)? = obstacle { "nothing is found at \(Self.text(path))" } else { nil }
    case "sendfile": return "there is no such file"
    case "setsockopt" where call.optionToSet == "TCP_CONGESTION":
      return "this kernel has no congestion control of that name, or may not load it"
    case "setsockopt" where call.optionToSet == "SO_DETACH_FILTER": return "\(name) has no filter"
    default: return nil
    }
  }

  /// ENOENT of SIOCGSTAMP. The kernel does not keep a time that it puts into a control message: sock_recv_timestamp in
  /// include/net/sock.h.
  private var noTimeKept: String? {
    guard let handle else { return nil }
    if isStream { return "the kernel keeps no time of what comes in a stream: that request is for datagrams" }
    if let option = ["SO_TIMESTAMP", "SO_TIMESTAMPNS"].first(where: { observed.option($0, of: handle) == 1 }) {
      return
        "\(option) is on for \(name): the time of a datagram goes to its control message (recvmsg), and the kernel keeps none for this request"
    }
    let mayHaveBeenOn =
      handle.owner != nil || handle.sharedInode != nil
      || handle.optionsSet.keys.contains { $0.hasPrefix("SO_TIMESTAMP") }
    return "no call has received a message from \(name) yet"
      + (mayHaveBeenOn ? ", or only while SO_TIMESTAMP, SO_TIMESTAMPNS or SO_TIMESTAMPING was on" : "")
      + ": the request returns when the last received one came"
  }

  /// ENODEV and ENXIO.
  var noDevice: String? {
    if call.isAbout(["SO_BINDTODEVICE"]) { return "there is no interface with that name" }
    if let symbol = packetInfo { return "there is no interface with the number that \(symbol) names" }
    if isJoining { return noInterfaceForGroup }
    if call.name == "ioctl", case .filled(let text)? = call.arguments.last {
      let names = observed.interfaces.map(\.name).joined(separator: ", ")
      return "this machine has no such interface (\(text)): it has \(names)"
    }
    guard let address = call.address else {
      let isPacket = handle?.kind.domain == .packet
      return isPacket && isSending ? "\(name) is bound to no interface, and the call names none" : nil
    }
    if case .ipv6(_, _, _, let scope) = address, scope != 0 {
      return interface(Int(scope)) == nil
        ? "no interface has the number \(scope)" : "\(address.host) is not an address of that interface"
    }
    if case .packet(let link) = address, link.interface != 0, interface(Int(link.interface)) == nil {
      return "no interface has the number \(link.interface)"
    }
    return "there is no interface for \(address)"
  }

  private func interface(_ index: Int) -> Interface? { observed.interfaces.first { $0.index == index } }

  /// ENODEV of an option that joins a group: ip_mc_find_dev in net/ipv4/igmp.c.
  private var noInterfaceForGroup: String {
    "no interface has the address or the number that the option names; where it names none, no route leads to the group"
  }

  /// ENETDOWN.
  var downInterface: String? {
    let index: Int? =
      if case .packet(let link)? = call.address ?? handle?.endpoints.local { Int(link.interface) } else { nil }
    if let index, let interface = interface(index) {
      return interface.flags.contains("UP")
        ? "\(interface.name) was down when the call was made" : "\(interface.name) is down"
    }
    return target.flatMap(observed.route(to:)).flatMap(observed.downInterface(of:))
  }

  /// EPERM.
  var notPermitted: String? {
    if call.name == "pidfd_getfd" { return adoptionForbidden }
    if call.name == "epoll_ctl" {
      return watched.map { "\($0) is a file or a directory: those are always ready, and epoll does not take them" }
    }
    if call.name == "bind", let address = call.address, address.isPath {
      return "the file system at \(address) takes no socket files, or its directory may not be changed (chattr)"
    }
    if let credentials = foreignCredentials { return credentials }
    if let stranger = takesFromItsPeerOnly { return stranger }
    return Privilege.ofOption(self) ?? Privilege.ofControl(self) ?? sendingForbidden
  }

  /// Credentials of somebody else, see unix(7) and scm_check_creds in net/core/scm.c.
  private var foreignCredentials: String? {
    guard call.control.contains(where: { $0.symbol == "SCM_CREDENTIALS" }) else { return nil }
    return
      "SCM_CREDENTIALS may name this process and its own user and group only, unless it has CAP_SYS_ADMIN, CAP_SETUID and CAP_SETGID"
  }

  /// A UNIX domain datagram socket that is connected takes datagrams from its peer alone: unix_may_send in
  /// net/unix/af_unix.c.
  private var takesFromItsPeerOnly: String? {
    guard isUNIX, let handle, handle.kind.type == .datagram, isSending || call.name == "connect" else { return nil }
    let found = call.address.map { observed.bound(to: $0) } ?? peerByInode(of: handle)
    guard let other = found, other !== handle, other.kind.type == .datagram else {
      let whose = call.address.map { "the socket at \($0)" } ?? "the peer of \(name)"
      return "\(whose) is connected to another one, and takes datagrams from that alone"
    }
    let peer = other.endpoints.peer.map { $0.isUnnamed ? "another socket" : "\($0)" } ?? "another socket"
    return "\(other.name) is connected to \(peer), and takes datagrams from there alone"
  }

  /// The other end of an open UNIX domain socket. Once that has connected to another one, the two are no pair any more.
  private func peerByInode(of handle: Handle) -> Handle? {
    let inode = observed.inodes(of: handle).peer
    return inode == 0 ? nil : table.all.first { $0.isOpen && $0.kind.domain == .unix && $0.inode == inode }
  }

  /// ESRCH.
  var noProcess: String? {
    if call.control.contains(where: { $0.symbol == "SCM_CREDENTIALS" }) {
      return "there is no process with the number that SCM_CREDENTIALS names"
    }
    let number = call.name == "fcntl" ? call.arguments.last?.number : call.arguments.first?.number
    return number.map { $0 < 0 ? "there is no process group \(-$0)" : "there is no process \($0)" }
  }
}

extension PathObstacle {
  fileprivate var evidence: String {
    func text(_ path: [UInt8]) -> String { Literal.visible(String(decoding: path, as: UTF8.self)) }
    return switch self {
    case .missing(let path): "there is no \(text(path))"
    case .noDirectory(let path): "\(text(path)) is not a directory"
    case .closed(let path): "\(text(path)) may not be searched"
    case .unreadable(let path): "\(text(path)) may not be read"
    case .unwritable(let path): "\(text(path)) may not be written to"
    case .readOnly(let path): "\(text(path)) is on a read-only file system"
    case .loop(let path): "\(text(path)) leads in a circle"
    }
  }
}
