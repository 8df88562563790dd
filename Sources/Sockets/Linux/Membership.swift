import Glibc

// Which multicast groups a socket has joined.
extension Linux {
  /// Writes a `struct group_filter` of <netinet/in.h>, without sources, and has the kernel fill it in.
  package func isMember(_ descriptor: Int32, of group: MulticastGroup) -> Bool {
    withUnsafeTemporaryAllocation(byteCount: Look.bufferSize, alignment: 8) { raw in
      raw.initializeMemory(as: UInt8.self, repeating: 0)
      raw.storeBytes(of: UInt32(group.interface), as: UInt32.self)
      // The address follows at the next multiple of 8.
      let host = UnsafeMutableRawBufferPointer(rebasing: raw[8...])
      let level: Int32
      switch group.address {
      case .ipv4(let address, _):
        level = Int32(IPPROTO_IP)
        host.storeBytes(of: sa_family_t(AF_INET), as: sa_family_t.self)
        host.storeBytes(of: address.bigEndian, toByteOffset: 4, as: UInt32.self)
      case .ipv6(let high, let low, _, _):
        level = Int32(IPPROTO_IPV6)
        host.storeBytes(of: sa_family_t(AF_INET6), as: sa_family_t.self)
        host.storeBytes(of: high.bigEndian, toByteOffset: 8, as: UInt64.self)
        host.storeBytes(of: low.bigEndian, toByteOffset: 16, as: UInt64.self)
      default: return false
      }
      var length = socklen_t(Look.bufferSize)
      return getsockopt(descriptor, level, Self.sourceFilter, raw.baseAddress, &length) == 0
    }
  }

  /// MCAST_MSFILTER of <linux/in.h>.
  private static let sourceFilter: Int32 = 48
}
