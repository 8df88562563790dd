import Glibc
import Packets
import Sockets
import Testing

@testable import Runner

@Suite struct ICMPErrnoTests {
  private struct NotICMP: Error {}

  /// The errno of a message with this type and code.
  private func errno(_ type: UInt8, _ code: UInt8, isV6: Bool = false) throws -> Int32? {
    let link = [UInt8](repeating: 0, count: 12)
    let message = [type, code] + [UInt8](repeating: 0, count: 6)
    let addresses = [UInt8](repeating: 1, count: isV6 ? 32 : 8)
    let v4: [UInt8] = [0x45, 0, 0, 28, 0, 1, 0x40, 0, 64, 1, 0, 0], v6: [UInt8] = [0x60, 0, 0, 0, 0, 8, 58, 64]
    let bytes = link + (isV6 ? [0x86, 0xdd] + v6 : [8, 0] + v4) + addresses + message
    let packet = Packet(bytes, link: .ethernet, originalLength: bytes.count)
    guard case .icmp(let icmp)? = packet.transport else { throw NotICMP() }
    return icmp.errno?.rawValue
  }

  @Test(
    arguments: [
      (3, 0, ENETUNREACH), (3, 1, EHOSTUNREACH), (3, 2, ENOPROTOOPT), (3, 3, ECONNREFUSED), (3, 4, EMSGSIZE),
      (3, 13, EHOSTUNREACH), (11, 0, EHOSTUNREACH), (12, 0, EPROTO), (0, 0, nil), (8, 0, nil), (5, 1, nil),
    ] as [(UInt8, UInt8, Int32?)])
  func ofICMP(type: UInt8, code: UInt8, expected: Int32?) throws { #expect(try errno(type, code) == expected) }

  @Test(
    arguments: [
      (1, 0, ENETUNREACH), (1, 1, EACCES), (1, 3, EHOSTUNREACH), (1, 4, ECONNREFUSED), (1, 6, EACCES), (2, 0, EMSGSIZE),
      (3, 0, EHOSTUNREACH), (4, 1, EPROTO), (128, 0, nil), (135, 0, nil),
    ] as [(UInt8, UInt8, Int32?)])
  func ofICMPv6(type: UInt8, code: UInt8, expected: Int32?) throws {
    #expect(try errno(type, code, isV6: true) == expected)
  }
}
