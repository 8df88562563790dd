import CSockets
import Glibc
import Sockets

/// The frames that come in through an interface, in memory that the kernel writes to: what comes while nobody looks is not
/// lost, also where an ordinary user may not have large receive buffers. Used by one thread at a time.
final class FrameRing: @unchecked Sendable {
  let descriptor: Int32
  private var ring = sockplay_ring()
  /// How many frames are looked at together at most.
  static let batch = 64

  /// - Parameters:
  ///   - descriptor: A packet socket, which is closed with this.
  ///   - slot: The bytes that a frame may have, with about 80 that the kernel adds.
  ///   - count: How many frames there is room for.
  /// - Returns: nil and errno where the kernel refuses it; then the descriptor is closed.
  init?(_ descriptor: Int32, slot: UInt32, count: UInt32) {
    self.descriptor = descriptor
    guard sockplay_ring_open(&ring, descriptor, slot, count) == 0 else {
      let number = errno
      close(descriptor)
      errno = number
      return nil
    }
  }

  deinit {
    // Where it was never opened there is nothing to give back.
    guard ring.memory != nil else { return }
    sockplay_ring_close(&ring)
    close(descriptor)
  }

  /// Calls `body` with the oldest frames, and gives their slots back after it.
  /// - Returns: How many there were.
  func take(_ body: (UnsafeBufferPointer<sockplay_seen_frame>) -> Void) -> Int {
    withUnsafeTemporaryAllocation(of: sockplay_seen_frame.self, capacity: Self.batch) { room in
      let count = sockplay_ring_peek(&ring, room.baseAddress, UInt32(Self.batch))
      guard count > 0 else { return 0 }
      body(UnsafeBufferPointer(rebasing: room[..<Int(count)]))
      sockplay_ring_release(&ring, count)
      return Int(count)
    }
  }

  /// Whether there is a frame to take, without a call.
  var hasNext: Bool {
    var frame = sockplay_seen_frame()
    return sockplay_ring_peek(&ring, &frame, 1) > 0
  }

  /// How many frames it had no room for since this was last asked.
  func takeDrops() -> Int { Int(sockplay_ring_drops(&ring)) }

  /// Whether a frame is there that nobody has taken. Any thread may ask.
  var hasFrames: Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return sockplay_ready(&entry, 1) > 0
  }
}

extension sockplay_seen_frame {
  var buffer: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: bytes, count: Int(length)) }
  /// Whether its slot had no room for all of it.
  var isCut: Bool { length < original }
}
