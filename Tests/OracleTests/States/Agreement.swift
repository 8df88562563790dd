import Foundation
import Handles

/// Holds what sockplay shows of its handles against what ss says of the same sockets.
struct Agreement {
  let driven: Driven

  /// What differs. States settle by themselves, so both are asked again until they agree, or until what differs has
  /// stood still for some seconds: while data move, what was told last is always older than what ss says.
  func problems(within seconds: Double = 10) throws -> [String] {
    let end = Date().addingTimeInterval(Self.longestTransfer)
    var (before, since): ([String], Date) = ([], Date())
    while true {
      try driven.takeEvents()
      let found = try compare()
      if found != before { (before, since) = (found, Date()) }
      if found.isEmpty || Date().timeIntervalSince(since) > seconds || Date() > end { return found }
      usleep(20_000)
    }
  }

  /// In seconds.
  private static let longestTransfer = 60.0

  private func compare() throws -> [String] {
    var seen: [String: SocketStatistics] = [:]
    return try driven.handles.sorted { $0.key < $1.key }.compactMap { name, handle in
      let family = Self.families.first { handle.kind.hasPrefix($0.kind) }?.option ?? SocketStatistics.usual
      let statistics = try seen[family] ?? SocketStatistics(family)
      seen[family] = statistics
      let row = statistics.row(of: handle, in: driven.number)
      let other = problem(handle, row) ?? DescriptorAgreement(handle: handle, process: driven.number).problem
      return other.map {
        "\(name): \($0); we say \(handle), ss says \(row.map { "\($0)" } ?? "nothing")"
      }
    }
  }

  /// Which option of ss lists the sockets whose kind begins like this; the others are usual ones.
  private static let families: [(kind: String, option: String)] = [
    ("mptcp", "M"), ("raw", "w"), ("icmp", "u"), ("packet", "0"), ("AF_PACKET", "0"),
    ("netlink", "netlink"),
    ("vsock", "vsock"),
  ]

  private func problem(_ handle: Driven.Handle, _ row: SocketStatistics.Row?) -> String? {
    guard let row else { return mayBeMissing(handle) ? nil : "ss does not know it" }
    if state(handle) != row.state { return "another state" }
    if let local = handle.local, local != address(row.local, handle.kind) { return "another local address" }
    // A UNIX domain peer that nobody has accepted yet, or that has no name, is * in ss.
    // Of a raw socket ss has no port of the peer.
    let isUnnamed =
      handle.kind.hasPrefix("unix") && row.peer == "*" || handle.kind.hasPrefix("raw") && row.peer.hasSuffix(":*")
    if let peer = handle.peer, !isUnnamed, peer != address(row.peer, handle.kind) { return "another peer" }
    if handle.descriptor >= 0, !queuesAgree(handle, row) { return "other queues" }
    return nil
  }

  /// ss does not list what is neither connected nor listening, nor datagram sockets without a port.
  private func mayBeMissing(_ handle: Driven.Handle) -> Bool {
    if ["pipe", "epoll", "file"].contains(handle.kind) { return true }
    // A raw socket that connect to AF_UNSPEC has taken out of the kernel's list gets nothing any more. Of one whose
    // descriptor is closed while a call waits on it, ss has no inode.
    if handle.kind.hasPrefix("raw") { return handle.isDisconnected || handle.descriptor < 0 && isListed(handle) }
    return handle.kind.contains("tcp")
      ? ["CLOSED", "BOUND"].contains(handle.state) : handle.kind.hasPrefix("udp") && handle.state == "UNCONN"
  }

  /// Whether the kernel lists a raw socket by its inode.
  private func isListed(_ handle: Driven.Handle) -> Bool {
    guard let inode = handle.inode else { return false }
    return ["raw", "raw6"].contains { name in
      (try? String(contentsOfFile: "/proc/\(driven.number)/net/\(name)", encoding: .utf8))?.contains(" \(inode) ")
        == true
    }
  }

  /// ss's UNCONN is a datagram or UNIX domain socket without peer, bound or not.
  private func state(_ handle: Driven.Handle) -> String {
    handle.state == "BOUND" && !handle.kind.hasPrefix("tcp") ? "UNCONN" : handle.state
  }

  /// As we write addresses: ss leaves out the family, and shows * for :: and for a port that is none.
  private func address(_ text: String, _ kind: String) -> String {
    let parts = text.split(separator: ":").map(String.init)
    if kind == "netlink" { return "netlink:\(Int32(parts[1]).map { UInt32(bitPattern: $0) } ?? 0)" }
    if kind.hasPrefix("packet") || kind.hasPrefix("AF_PACKET") {
      return "packet:\(parts[1]):" + (Self.frames[parts[0]] ?? parts[0])
    }
    if kind.hasPrefix("raw"), text.hasSuffix(":*") { return text.dropLast() + "0" }
    if text.hasPrefix("/") || text.hasPrefix("@") { return "unix:" + text }
    return text.hasPrefix("*:") ? "[::]:" + text.dropFirst(2) : text
  }

  /// What frames are called by ss: an EtherType that it does not know is a number.
  private static let frames = ["*": "ETH_P_ALL", "ip": "ETH_P_IP", "[34997]": "ETH_P_802_EX1"]

  private func unread(_ handle: Driven.Handle) -> Int? {
    SharedDescriptor(handle.descriptor, of: driven.number)?.count(FIONREAD)
  }

  private func queuesAgree(_ handle: Driven.Handle, _ row: SocketStatistics.Row) -> Bool {
    // A connection in TIME_WAIT has no queues in ss, though its descriptor may have unread bytes.
    if handle.state == "TIME_WAIT" { return row.receive == 0 && row.send == 0 }
    if handle.state == "LISTEN" { return row.receive == handle.queue && row.send == handle.backlog }
    // Of datagrams ss counts the memory they take, we the bytes of the first.
    if ["udp", "raw", "packet", "AF_PACKET", "unix-dgram"].contains(where: handle.kind.hasPrefix) {
      return (row.receive == 0) == (handle.unread == 0)
    }
    // ss counts a SYN or a FIN that is under way, and a FIN that has come, as a byte each.
    let syn = handle.state == "SYN_SENT" ? 1 : 0
    let hasFIN = ["CLOSE_WAIT", "LAST_ACK", "CLOSING"].contains(handle.state)
    let ownFIN = ["FIN_WAIT1", "LAST_ACK", "CLOSING"].contains(handle.state) ? 1 : 0
    return row.send == handle.unsent + syn + ownFIN
      && (row.receive == handle.unread || hasFIN && row.receive == handle.unread + 1
        || row.receive > handle.unread && unread(handle) == handle.unread)
  }
}
