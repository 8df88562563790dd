import CSockets
import Glibc
import Packets
import Sockets

/// What passes on loopback, each frame once. Used by one thread.
package final class LoopbackTap: FrameSource {
  private let ring: FrameRing
  private var drops = 0

  /// Needs CAP_NET_RAW in the user namespace of this network. Of a frame the first 4 KB are kept.
  /// - Returns: The tap, or the errno of the call that failed: socket, setsockopt, bind or mmap.
  package static func open() -> Result<LoopbackTap, Refusal> {
    let descriptor = Descriptors.outOfTheWay(sockplay_open_frames(if_nametoindex("lo")))
    guard descriptor >= 0, let ring = FrameRing(descriptor, slot: 4096, count: 4096) else {
      return .failure(Refusal(errno: Errno(errno)))
    }
    return .success(LoopbackTap(ring))
  }

  /// What the system answered.
  package struct Refusal: Error, Equatable {
    package let errno: Errno
  }

  private init(_ ring: FrameRing) { self.ring = ring }

  package func takeFrames() -> [Frame] {
    var frames: [Frame] = []
    while ring.take({ seen in
      frames += seen.map {
        Frame(moment: $0.moment, bytes: Array($0.buffer), originalLength: Int($0.original), sender: nil)
      }
    }) > 0 {}
    return frames
  }

  /// Loopback has no way between: what was sent is there at once. So it is quiet when there is nothing to take.
  package var isQuiet: Bool { !ring.hasFrames }

  /// Those for which the ring had no room.
  package var lost: Int {
    drops += ring.takeDrops()
    return drops
  }
}
