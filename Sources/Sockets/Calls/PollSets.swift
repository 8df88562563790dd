import CSockets
import Glibc

/// One entry of poll(2): a descriptor and the requested events. The C structure is `struct pollfd`.
package struct PollEntry: Sendable, Equatable {
  /// poll(2) ignores a negative one.
  package let descriptor: Int32
  package let events: Int16

  package init(descriptor: Int32, events: Int16) {
    self.descriptor = descriptor
    self.events = events
  }
}

/// The three sets of select(2), in the order of its arguments.
package enum SelectSet: Int, Sendable, CaseIterable {
  case read, write, except

  /// The capacity of a set: only descriptors below it fit. The C constant is `FD_SETSIZE`.
  package static let capacity: Int32 = 1024

  /// The events of poll(2) for which select(2) leaves a descriptor in this set; see select(2).
  package var ends: Int16 {
    switch self {
    case .read: Int16(POLLIN | POLLHUP | POLLERR | POLLNVAL)
    case .write: Int16(POLLOUT | POLLERR | POLLNVAL)
    case .except: Int16(POLLPRI | POLLNVAL)
    }
  }

  /// The events to request from poll(2).
  package var events: Int16 { ends & Int16(POLLIN | POLLOUT | POLLPRI) }
}

/// Events requested from epoll(7), or reported by it. The C structure is `struct epoll_event`.
package struct EpollEvent: Sendable, Equatable {
  package let events: UInt32
  /// The user data that comes back with the event: here the descriptor, as in most programs.
  package let data: UInt64

  package init(events: UInt32, data: UInt64) {
    self.events = events
    self.data = data
  }
}

/// A descriptor that a call waits for, among others.
package struct Interest: Sendable, Equatable {
  package let descriptor: Int32
  /// The events to request from poll(2).
  package let events: Int16
  /// The events of poll(2) that end the wait.
  package let ends: Int16

  package init(descriptor: Int32, events: Int16, ends: Int16 = -1) {
    self.descriptor = descriptor
    self.events = events
    self.ends = ends
  }
}

// Buffers for what these calls write. Nothing runs between a call that failed and its return, so that errno is still
// the call's.
extension Received {
  /// Calls `poll` with `entries` and keeps the `revents` that it wrote.
  package mutating func takePolled(_ entries: [PollEntry], _ poll: (UnsafeMutablePointer<pollfd>?) -> Int) -> Int {
    var list = entries.map { pollfd(fd: $0.descriptor, events: $0.events, revents: 0) }
    let result = poll(&list)
    if result >= 0 { details = .polled(list.map(\.revents)) }
    return result
  }

  /// Calls `select` with the three `sets`, NULL for an empty one, and keeps the descriptors that it left in them.
  /// - Parameter pointers: Pointers that are wrong on purpose, each instead of its set.
  package mutating func takeSelected(
    _ sets: [[Int32]], pointers: [WrongPointer?] = [nil, nil, nil],
    _ select: ([UnsafeMutablePointer<fd_set>?]) -> Int
  ) -> Int {
    let memory = sets.map { descriptors -> UnsafeMutablePointer<fd_set>? in
      if descriptors.isEmpty { return nil }
      let set = UnsafeMutablePointer<fd_set>.allocate(capacity: 1)
      set.initialize(to: fd_set(descriptors))
      return set
    }
    let result = select(zip(memory, pointers).map { set, pointer in pointer.map { $0.of(fd_set.self) } ?? set })
    let number = errno
    if result >= 0 {
      details = .selected(zip(memory, sets).map { set, asked in asked.filter { set!.pointee.contains($0) } })
    }
    for set in memory { set?.deallocate() }
    errno = number
    return result
  }

  /// Calls `wait` with an array for `room` events and keeps those that it wrote.
  package mutating func takeEvents(_ room: Int, _ wait: (UnsafeMutablePointer<sockplay_epoll_event>) -> Int) -> Int {
    let memory = UnsafeMutablePointer<sockplay_epoll_event>.allocate(capacity: max(room, 1))
    let result = wait(memory)
    let number = errno
    if result >= 0 {
      details = .events((0..<result).map { EpollEvent(events: memory[$0].events, data: memory[$0].data) })
    }
    memory.deallocate()
    errno = number
    return result
  }
}

/// epoll(7), which Swift cannot import.
package enum Epoll {
  /// The C function is `epoll_create1`.
  package static func create(_ flags: Int32) -> Int { Int(sockplay_epoll_create(flags)) }

  /// The C function is `epoll_ctl`.
  package static func control(_ epoll: Int32, _ operation: Int32, _ descriptor: Int32, _ event: EpollEvent?) -> Int {
    guard let event else { return Int(sockplay_epoll_ctl(epoll, operation, descriptor, nil)) }
    var copy = sockplay_epoll_event(events: event.events, data: event.data)
    return Int(sockplay_epoll_ctl(epoll, operation, descriptor, &copy))
  }

  /// The C function is `epoll_ctl`, with a pointer that is wrong on purpose.
  package static func control(_ epoll: Int32, _ operation: Int32, _ descriptor: Int32, byHand event: WrongPointer)
    -> Int
  {
    Int(sockplay_epoll_ctl_by_hand(epoll, operation, descriptor, event.raw))
  }

  /// The C function is `epoll_create`, whose argument has no meaning any more but must be more than 0.
  package static func create(size: Int32) -> Int { Int(sockplay_epoll_create_by_hand(size)) }

  /// The C function is `epoll_wait`.
  package static func wait(
    _ epoll: Int32, _ events: UnsafeMutablePointer<sockplay_epoll_event>?, _ room: Int32, _ milliseconds: Int32
  ) -> Int {
    Int(sockplay_epoll_wait(epoll, events, room, milliseconds))
  }
}

/// The signals that are blocked while a call waits. The C type is `sigset_t`.
package struct SignalMask: Sendable, Equatable {
  /// Bit 0 is signal 1.
  package let bits: UInt32

  package init(_ bits: UInt32) { self.bits = bits }

  /// As strace writes it: `[USR2 PIPE]`.
  package var inC: String {
    let names = bits == 0 ? [] : ConstantTable.signals.flags(Int32(bitPattern: bits)).split(separator: "|")
    return "[" + names.map { $0.dropFirst(3) }.joined(separator: " ") + "]"
  }
}

// Calls that block signals while they wait. Times are in nanoseconds; a negative one means no limit.
extension SignalMask {
  /// The C function is `ppoll`.
  package func poll(_ entries: UnsafeMutablePointer<pollfd>?, _ count: Int, _ nanoseconds: Int64) -> Int {
    Int(sockplay_ppoll(entries, UInt32(truncatingIfNeeded: count), nanoseconds, bits))
  }

  /// The same with a pointer to a time, which may be wrong on purpose; so are the others that take one `byHand`.
  package func poll(_ entries: UnsafeMutablePointer<pollfd>?, _ count: Int, byHand time: UnsafeMutableRawPointer?)
    -> Int
  {
    Int(sockplay_ppoll_by_hand(entries, UInt32(truncatingIfNeeded: count), time, bits))
  }

  /// The C function is `pselect`.
  package func select(_ width: Int32, _ sets: [UnsafeMutablePointer<fd_set>?], _ nanoseconds: Int64) -> Int {
    Int(sockplay_pselect(width, sets[0], sets[1], sets[2], nanoseconds, bits))
  }

  package func select(_ width: Int32, _ sets: [UnsafeMutablePointer<fd_set>?], byHand time: UnsafeMutableRawPointer?)
    -> Int
  {
    Int(sockplay_pselect_by_hand(width, sets[0], sets[1], sets[2], time, bits))
  }

  /// The C function is `epoll_pwait`, which takes milliseconds.
  package func wait(
    _ epoll: Int32, _ events: UnsafeMutablePointer<sockplay_epoll_event>?, _ room: Int, milliseconds: Int32
  ) -> Int {
    Int(sockplay_epoll_pwait(epoll, events, Int32(room), milliseconds, bits))
  }

  /// The C function is `epoll_pwait2`.
  package func wait(
    _ epoll: Int32, _ events: UnsafeMutablePointer<sockplay_epoll_event>?, _ room: Int, nanoseconds: Int64
  ) -> Int {
    Int(sockplay_epoll_pwait2(epoll, events, Int32(room), nanoseconds, bits))
  }

  package func wait(
    _ epoll: Int32, _ events: UnsafeMutablePointer<sockplay_epoll_event>?, _ room: Int,
    byHand time: UnsafeMutableRawPointer?
  ) -> Int {
    Int(sockplay_epoll_pwait2_by_hand(epoll, events, Int32(room), time, bits))
  }
}

extension fd_set {
  private static let wordBits = Int32(Int.bitWidth)

  /// The C macros are `FD_ZERO` and `FD_SET`.
  fileprivate init(_ descriptors: [Int32]) {
    self.init()
    withUnsafeMutableBytes(of: &self) { raw in
      let words = raw.assumingMemoryBound(to: UInt.self)
      for descriptor in descriptors { words[Int(descriptor / Self.wordBits)] |= 1 << UInt(descriptor % Self.wordBits) }
    }
  }

  /// The C macro is `FD_ISSET`.
  fileprivate func contains(_ descriptor: Int32) -> Bool {
    withUnsafeBytes(of: self) { raw in
      raw.assumingMemoryBound(to: UInt.self)[Int(descriptor / Self.wordBits)] & 1 << UInt(descriptor % Self.wordBits)
        != 0
    }
  }
}
