import Packets

/// The frames that were seen and that nobody has asked for yet. Their memory is bounded: beyond it the oldest are let go.
struct FrameJournal {
  private var frames: [Frame] = []
  /// How many at the beginning of `frames` have been let go.
  private var gone = 0
  private var bytes = 0
  private(set) var lost = 0
  private let limit: Int

  /// - Parameter limit: In bytes.
  init(limit: Int = 32 << 20) { self.limit = limit }

  mutating func add(_ frame: Frame) {
    frames.append(frame)
    bytes += frame.size
    while bytes > limit, gone < frames.count { dropOldest() }
    if gone > 1024, gone * 2 > frames.count { compact() }
  }

  /// The frames up to `horizon`, in the order in which they were seen. Those of two hosts may have been read in another one.
  mutating func take(until horizon: Int64 = .max) -> [Frame] {
    compact()
    let sorted = frames.sorted { $0.moment < $1.moment }
    let count = sorted.firstIndex { $0.moment > horizon } ?? sorted.count
    frames = Array(sorted[count...])
    bytes = frames.reduce(0) { $0 + $1.size }
    return Array(sorted[..<count])
  }

  private mutating func dropOldest() {
    bytes -= frames[gone].size
    (gone, lost) = (gone + 1, lost + 1)
  }

  private mutating func compact() {
    frames.removeFirst(gone)
    gone = 0
  }
}

extension Frame {
  /// What it takes in memory, about.
  fileprivate var size: Int { bytes.count + 128 }
}
