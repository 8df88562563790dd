import CSockets
import Glibc

/// Network address translation of the network namespace that this thread is in, see `nft(8)`. Both are of IPv4, and return
/// 0, or -1 with the errno of the kernel's answer.
package enum Translation {
  /// Has what comes for a port of `outside` go to `inside`.
  package static func forward(_ outside: SocketAddress, to inside: SocketAddress, isUDP: Bool) -> Int {
    guard case .ipv4(let from, let fromPort) = outside, case .ipv4(let to, let toPort) = inside else { return notIPv4 }
    return Int(
      sockplay_translate_destination(
        UInt8(isUDP ? IPPROTO_UDP : IPPROTO_TCP), from.bigEndian, fromPort.bigEndian, to.bigEndian, toPort.bigEndian))
  }

  /// Has what `network` sends out of itself come from `address`.
  package static func source(of network: IPPrefix, as address: IPPrefix) -> Int {
    guard network.family == AF_INET, address.family == AF_INET else { return notIPv4 }
    let mask = network.length == 0 ? 0 : UInt32.max << (32 - UInt32(network.length))
    return Int(sockplay_translate_source(number(network) & mask.bigEndian, mask.bigEndian, number(address)))
  }

  private static var notIPv4: Int {
    errno = EAFNOSUPPORT
    return -1
  }

  /// As it is in memory.
  private static func number(_ prefix: IPPrefix) -> UInt32 {
    prefix.bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }
  }
}
