import CSockets
import Glibc

/// The frames that are to be written, in their order on each port. Used by the relay's thread only.
final class Outgoing {
  private var frames: [[iovec]] = []
  /// Copies that are freed once they are written.
  private var copies: [UnsafeMutableRawPointer] = []

  deinit { freeCopies() }

  /// - Parameter bytes: They must stay where they are until `send`.
  func add(_ bytes: UnsafeRawBufferPointer, to ports: PortSet) {
    for port in ports {
      while frames.count <= port { frames.append([]) }
      frames[port].append(iovec(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count))
    }
  }

  func add(copyOf bytes: [UInt8], to ports: PortSet) {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    copy.copyBytes(from: bytes)
    guard let start = copy.baseAddress else { return }
    copies.append(start)
    add(UnsafeRawBufferPointer(copy), to: ports)
  }

  /// Writes them.
  /// - Returns: How many the interfaces refused.
  func send(through ports: [RelayPort]) -> Int {
    var refused = 0
    for (port, list) in zip(ports, frames.indices) where !frames[list].isEmpty {
      refused += Int(sockplay_send_frames(port.ring.descriptor, frames[list], UInt32(frames[list].count)))
      frames[list].removeAll(keepingCapacity: true)
    }
    freeCopies()
    return refused
  }

  private func freeCopies() {
    for copy in copies { copy.deallocate() }
    copies.removeAll(keepingCapacity: true)
  }
}
