/// The processes of a log that work on the same sockets, and what they did: one side of the conversations.
struct StraceSide {
  /// Its threads and processes, in the order in which the log has them.
  private(set) var pids: [Int] = []
  private(set) var steps: [TracedStep] = []

  /// All sides of `walk`, in the order in which they begin.
  static func all(of walk: StraceWalk) -> [StraceSide] {
    var groups = Groups(walk.sockets.count)
    for step in walk.steps {
      for socket in step.made + (step.subject.map { [$0] } ?? []) { groups.join(socket, step.call.pid) }
    }
    var (sides, places, known) = ([StraceSide](), [Int: Int](), Set<Int>())
    for step in walk.steps {
      guard let group = groups.group(of: step.call.pid) else { continue }
      let place = places[group] ?? sides.count
      if place == sides.count { sides.append(StraceSide()) }
      places[group] = place
      sides[place].steps.append(step)
      if known.insert(step.call.pid).inserted { sides[place].pids.append(step.call.pid) }
    }
    return sides
  }

  /// Sockets and threads that belong together.
  private struct Groups {
    private var parents: [Int]
    private var threads: [Int: Int] = [:]

    init(_ count: Int) { parents = Array(0..<count) }

    private mutating func root(_ socket: Int) -> Int {
      var root = socket
      while parents[root] != root {
        parents[root] = parents[parents[root]]
        root = parents[root]
      }
      return root
    }

    mutating func join(_ socket: Int, _ pid: Int) {
      let own = root(socket)
      if let other = threads[pid] { parents[root(other)] = own }
      threads[pid] = own
    }

    mutating func group(of pid: Int) -> Int? { threads[pid].map { root($0) } }
  }
}
