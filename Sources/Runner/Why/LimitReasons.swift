import Handles
import Sockets
import Text

// EMFILE, ENOBUFS, EFAULT, EADDRNOTAVAIL: what is not there, and what does not fit.
extension Reason.Context {
  /// EMFILE.
  var noDescriptorLeft: String? {
    "this process may open no more descriptors (ulimit -n): \(observed.descriptorLimit) are its limit"
      + (connectionStays.map { "; " + $0 } ?? "")
  }

  /// What accept(2) could not take out of the queue.
  private var connectionStays: String? {
    guard call.traits.contains(.accepts), let handle, observed.look(at: handle).queue > 0 else { return nil }
    return "the connection stays in \(name)'s queue, so poll and epoll report \(name) again at once"
  }

  /// ENOBUFS.
  var noBuffers: String? {
    if isSending, call.has("MSG_ZEROCOPY") {
      return
        "MSG_ZEROCOPY keeps the pages of its data in memory, and RLIMIT_MEMLOCK (\(observed.lockedMemoryLimit)) or net.core.optmem_max allows no more"
    }
    return isJoining
      ? "\(name) is a member of as many groups as net.ipv4.igmp_max_memberships allows, or its memory for options is used up (net.core.optmem_max)"
      : noRoomToSend
  }

  /// Of a datagram or a frame. Its fragments may use twice the send buffer, and more is ENOBUFS: __ip_append_data in
  /// net/ipv4/ip_output.c.
  private var noRoomToSend: String? {
    guard isSending, let handle, handle.kind.type != .stream, handle.kind.isInternet || handle.kind.domain == .packet
    else { return nil }
    let others = "the queue of an interface is full, or the kernel has no memory left for it"
    // With a header of its own it has no fragments.
    guard handle.kind.isInternet, handle.kind.type != .raw || observed.option("IP_HDRINCL", of: handle) != 1,
      let length = messageLength, let room = observed.option("SO_SNDBUF", of: handle)
    else { return others }
    let most = "twice SO_SNDBUF of \(name) (\(room) bytes)"
    return length > 2 * room
      ? "the fragments of one datagram may take up \(most), and those of \(Plural.bytes(length)) take up more"
      : "the fragments of the datagram, with their headers, take up more than \(most), \(others)"
  }

  /// EAGAIN of a datagram socket that has no port yet: inet_autobind in net/ipv4/af_inet.c.
  var noPortToSendFrom: String? {
    guard let handle, handle.kind.isUDP, isSending || call.name == "connect", !handle.endpoints.hasLocal else {
      return nil
    }
    return "\(name) has no port yet, and \(noFreePort)"
  }

  /// EBUSY of F_SETPIPE_SZ: pipe_resize_ring in fs/pipe.c.
  var fullerThanAsked: String? {
    guard call.name == "fcntl", let handle, handle.kind == .pipe, call.arguments.contains(where: { $0.isPipeSize }),
      let asked = call.arguments.last?.number
    else { return nil }
    return "the pipe of \(name) holds \(Plural.bytes(observed.look(at: handle).unread)), which do not fit into \(asked)"
  }

  /// EFAULT without a bad pointer: raw_probe_proto_opt in net/ipv4/raw.c reads the first bytes of the message.
  var shortHeader: String? {
    guard isSending, let handle, handle.kind.type == .raw, handle.kind.isInternet else { return nil }
    let isICMP = handle.kind.transport == .icmp || handle.kind.transport == .icmp6
    guard isICMP, call.dataCount < 2 else { return nil }
    return
      "an ICMP message begins with its type and its code, 2 bytes, and this one has \(Plural.bytes(call.dataCount))"
  }

  /// EADDRNOTAVAIL.
  var addressNotAvailable: String? {
    if isJoining { return notAMember }
    if let option = call.optionToSet {
      return option == "IP_MULTICAST_IF"
        ? "no interface of this machine has the address that IP_MULTICAST_IF names" : nil
    }
    guard let address = call.address else { return nil }
    if call.name == "bind" { return notOwn(address) }
    if let same = sameConnection { return same }
    if let lacking = scopeLacking(address) { return lacking }
    if let noSource = noSource(for: address) { return noSource }
    let limit = portRange.map { ": \($0.setting) is \($0.range)" + $0.lastIsLeftOut }
    return "no local address and port are left for a connection with \(address)" + (limit ?? "")
  }

  /// That an IPv6 address cannot be reached for want of a source address: ipv6_dev_get_saddr in net/ipv6/addrconf.c.
  func noSource(for address: SocketAddress) -> String? {
    guard case .ipv6 = address.unmapped else { return nil }
    if address.isLoopback {
      if let down = observed.downLoopback { return down }
      return observed.hasAddress(.ipv6(0, 1, port: 0, scope: 0))
        ? nil : "this machine does not have the address ::1 (IPv6 may be off)"
    }
    return hasGlobalAddress && isStream
      ? nil
      : "the interface through which it would leave has no IPv6 address from which \(address.host) could be reached"
  }

  private var hasGlobalAddress: Bool {
    observed.interfaces.contains { interface in
      !interface.flags.contains("LOOPBACK")
        && interface.addresses.contains { $0.own.isIPv6 && !$0.host.hasPrefix("fe80:") }
    }
  }

  private func notOwn(_ address: SocketAddress) -> String {
    if let handle, observed.isInOtherNetworkNamespace(handle) {
      return "no interface in the network namespace of \(name) has the address \(address.host)"
    }
    guard observed.hasAddress(address) else { return "this machine does not have the address \(address.host)" }
    let bare = String(address.host.prefix { $0 != "%" })
    if case .ipv6(_, _, _, let scope) = address, scope != 0,
      let named = observed.interfaces.first(where: { $0.index == Int(scope) }), !named.has(bare)
    {
      let having = observed.interfaces.filter { $0.has(bare) }.map(\.name).joined(separator: " and ")
      return "\(named.name) does not have the address \(bare): \(having) has it"
    }
    return "an interface has the address \(bare), but it cannot be used yet (duplicate address detection)"
  }
}

extension Argument {
  var isPipeSize: Bool {
    if case .symbol(let symbol) = self { return symbol.hasSuffix("PIPE_SZ") }
    return false
  }
}
