/// A frame that goes on later.
struct HeldFrame {
  /// When, in nanoseconds of the monotonic clock.
  var due: Int64
  let bytes: [UInt8]
  let receivers: PortSet
  /// The port that it came from.
  let port: Int
}

/// The frames that go on later, by the time at which they do: a binary heap. Those with the same time keep their order.
struct HeldFrames {
  private var heap: [(frame: HeldFrame, number: Int)] = []
  /// Those that wait for the next frame of their direction.
  private var waiting: [HeldFrame] = []
  private var last = 0
  private var bytes = 0
  private let limit: Int

  /// - Parameter limit: The memory that they may take, in bytes.
  init(limit: Int = 64 << 20) { self.limit = limit }

  var count: Int { heap.count + waiting.count }
  var isFull: Bool { bytes > limit }

  /// When the first of them goes on.
  var due: Int64? { ([heap.first?.frame.due] + waiting.map(\.due)).compactMap(\.self).min() }

  mutating func add(_ frame: HeldFrame, waitsForNext: Bool) {
    bytes += frame.size
    if waitsForNext { waiting.append(frame) } else { push(frame) }
  }

  /// A frame of `port` goes on at `due`: what waits for it follows.
  mutating func follow(_ port: Int, at due: Int64) {
    guard !waiting.isEmpty else { return }
    let following = waiting.filter { $0.port == port }
    waiting.removeAll { $0.port == port }
    for var frame in following {
      frame.due = due
      push(frame)
    }
  }

  /// All of them go on now.
  mutating func release() {
    let all = heap.sorted { Self.isEarlier($0, $1) }.map(\.frame) + waiting
    (heap, waiting) = ([], [])
    for var frame in all {
      frame.due = .min
      push(frame)
    }
  }

  /// Takes one that is due out.
  mutating func take(at now: Int64) -> HeldFrame? {
    if waiting.contains(where: { $0.due <= now }) {
      let late = waiting.filter { $0.due <= now }
      waiting.removeAll { $0.due <= now }
      for frame in late { push(frame) }
    }
    guard let first = heap.first, first.frame.due <= now else { return nil }
    bytes -= first.frame.size
    heap[0] = heap[heap.count - 1]
    heap.removeLast()
    sink()
    return first.frame
  }

  private static func isEarlier(_ left: (frame: HeldFrame, number: Int), _ right: (frame: HeldFrame, number: Int))
    -> Bool
  {
    (left.frame.due, left.number) < (right.frame.due, right.number)
  }

  private mutating func push(_ frame: HeldFrame) {
    last += 1
    heap.append((frame, last))
    var index = heap.count - 1
    while index > 0, Self.isEarlier(heap[index], heap[(index - 1) / 2]) {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  private mutating func sink() {
    var index = 0
    while true {
      var least = index
      for child in 2 * index + 1...2 * index + 2
      where child < heap.count && Self.isEarlier(heap[child], heap[least]) { least = child }
      guard least != index else { return }
      heap.swapAt(index, least)
      index = least
    }
  }
}

extension HeldFrame {
  /// What it takes in memory, about.
  fileprivate var size: Int { bytes.count + 128 }
}
