import CSockets
import Glibc

// Lists the sockets of the network namespace.
extension Linux {
  package func listSockets(unix: Bool, internet: Bool) -> [ListedSocket] {
    var sockets: [ListedSocket] = []
    if internet {
      for (family, transport) in [
        (AF_INET, IPPROTO_TCP), (AF_INET6, IPPROTO_TCP), (AF_INET, IPPROTO_UDP), (AF_INET6, IPPROTO_UDP),
      ] {
        sockets += list(family, Int32(transport)).map { ListedSocket($0) }
      }
    }
    guard unix else { return sockets }
    let found = list(AF_UNIX, 0)
    let names = Dictionary(found.map { ($0.inode, ListedSocket.name($0)) }) { first, _ in first }
    return sockets + found.map { ListedSocket($0, unixPeer: names[$0.peer] ?? nil) }
  }

  package func listOtherSockets() -> [ListedSocket] {
    let multipath = [AF_INET, AF_INET6].flatMap { list($0, Self.multipath) }
    let files = ["raw", "raw6", "icmp", "icmp6", "udplite", "udplite6"]
    return multipath.map { ListedSocket($0, isMultipath: true) }
      + files.flatMap { file in NetFile.internet(file).map { ListedSocket(file, $0) } }
      + NetFile.packet.map { ListedSocket("packet", $0) } + NetFile.netlink.map { ListedSocket("netlink", $0) }
  }

  /// IPPROTO_MPTCP.
  private static let multipath: Int32 = 262

  package func clients(ofListener inode: UInt32) -> [UInt32] {
    var clients = [UInt32](repeating: 0, count: 1024)
    let count = sockplay_diag_unix_queue(diagnostics, inode, &clients, Int32(clients.count))
    return Array(clients.prefix(Int(count)))
  }

  private func list(_ family: Int32, _ transport: Int32) -> [sockplay_listed] {
    var found: [sockplay_listed] = []
    _ = withUnsafeMutablePointer(to: &found) { found in
      sockplay_diag_list(
        diagnostics, family, transport,
        { context, socket in
          context!.assumingMemoryBound(to: [sockplay_listed].self).pointee.append(socket!.pointee)
        }, found)
    }
    return found
  }
}
