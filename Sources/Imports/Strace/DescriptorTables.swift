/// Which socket a descriptor is, for each thread of a log. Threads of a process have one table; fork copies it. Where the
/// log does not have the calls that make threads, a thread may use what another one has.
struct DescriptorTables {
  private var tables: [[Int32: Int]] = []
  /// Which table a thread has.
  private var owners: [Int: Int] = [:]
  /// The threads whose beginning is in the log, so that all they have is known.
  private var known: Set<Int> = []
  /// What a descriptor was before another thread closed it.
  private var closed: [Int32: (socket: Int, pid: Int)] = [:]

  func socket(_ descriptor: Int32, of pid: Int) -> Int? {
    table(with: descriptor, pid).flatMap { tables[$0][descriptor] }
  }

  private func table(with descriptor: Int32, _ pid: Int) -> Int? {
    if let own = owners[pid], tables[own][descriptor] != nil { return own }
    return known.contains(pid) ? nil : tables.lastIndex { $0[descriptor] != nil }
  }

  private mutating func own(_ pid: Int) -> Int {
    if let own = owners[pid] { return own }
    tables.append([:])
    owners[pid] = tables.count - 1
    return tables.count - 1
  }

  mutating func open(_ descriptor: Int32, _ socket: Int, _ pid: Int) {
    tables[own(pid)][descriptor] = socket
    if closed[descriptor]?.pid == pid { closed[descriptor] = nil }
  }

  /// - Returns: The socket, and whether no other descriptor leads to it.
  mutating func close(_ descriptor: Int32, _ pid: Int) -> (socket: Int, isLast: Bool)? {
    guard let table = table(with: descriptor, pid), let socket = tables[table].removeValue(forKey: descriptor) else {
      return nil
    }
    closed[descriptor] = (socket, pid)
    return (socket, !tables.contains { $0.values.contains(socket) })
  }

  /// What `descriptor` was until another thread closed it: then `pid` is a process with a copy of the table.
  mutating func inherited(_ descriptor: Int32, _ pid: Int) -> Int? {
    guard !known.contains(pid), let before = closed[descriptor], before.pid != pid else { return nil }
    open(descriptor, before.socket, pid)
    return before.socket
  }

  /// Takes a call that has made the thread or process `child`.
  mutating func begin(_ child: Int, from pid: Int, sharesTable: Bool) {
    let table = own(pid)
    known.formUnion([child, pid])
    if sharesTable {
      owners[child] = table
    } else {
      tables.append(tables[table])
      owners[child] = tables.count - 1
    }
  }
}
