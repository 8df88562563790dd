import Glibc

/// A pointer that is wrong on purpose: the kernel fails with EFAULT where it looks at what is there. Only the kernel gets
/// it; nothing in this process reads or writes through it.
package enum WrongPointer: Sendable, Equatable {
  case null
  /// Pages of this process that nobody may read or write.
  case forbidden

  /// As strace shows it: `NULL`, or the number.
  package var inC: String {
    self == .null ? "NULL" : "0x" + String(Self.place, radix: 16)
  }

  package var raw: UnsafeMutableRawPointer? {
    self == .null ? nil : UnsafeMutableRawPointer(bitPattern: Self.place)
  }

  /// The same as a pointer to something.
  package func of<Pointee>(_ type: Pointee.Type) -> UnsafeMutablePointer<Pointee>? {
    raw.map { $0.assumingMemoryBound(to: type) }
  }

  /// Room enough that what begins there lies in it, however the kernel copies it. Memory that cannot be reached is never
  /// allotted.
  private static let size = 1 << 20

  /// Where the pages are: at a number that one recognizes, unless something is there already. The C function is `mmap`.
  private static let place: UInt = {
    let wanted = UnsafeMutableRawPointer(bitPattern: UInt(0xdead_0000))
    // MAP_FIXED_NOREPLACE, which Swift cannot import.
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    for (hint, fixed) in [(wanted, Int32(0x100000)), (nil, 0)] {
      let pages = mmap(hint, size, PROT_NONE, flags | fixed, -1, 0)
      if let pages, pages != MAP_FAILED { return UInt(bitPattern: pages) }
    }
    // The highest page belongs to the kernel on every machine.
    return UInt.max & ~0xfff
  }()
}

/// Memory that ends where a page begins which nobody may read or write: a call that is told of more bytes than there are
/// fails with EFAULT, and neither sees nor changes what else is in memory.
package enum GuardedMemory {
  /// Calls `body` with a pointer to a copy of `bytes` in such memory. Where the system has none, the pointer leads nowhere.
  /// The C functions are `mmap` and `mprotect`.
  package static func pass(_ bytes: UnsafeRawBufferPointer, to body: (UnsafeMutableRawPointer?) -> Int) -> Int {
    let page = Int(getpagesize())
    let room = (bytes.count + page - 1) / page * page
    let all = mmap(nil, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let all, all != MAP_FAILED else { return body(WrongPointer.forbidden.raw) }
    var result = -1
    if mprotect(all + room, page, PROT_NONE) == 0 {
      let start = all + (room - bytes.count)
      if let from = bytes.baseAddress { memcpy(start, from, bytes.count) }
      result = body(start)
    } else {
      result = body(WrongPointer.forbidden.raw)
    }
    // The call's errno has not been read yet.
    let number = errno
    munmap(all, room + page)
    errno = number
    return result
  }
}

extension Argument {
  /// A pointer that is wrong on purpose.
  package static func pointer(_ pointer: WrongPointer) -> Argument { .symbol(pointer.inC) }

  /// A length of type size_t, where a negative number is a huge one.
  package static func size(_ length: Int) -> Argument {
    length < 0 ? .symbol("\(UInt(bitPattern: length))") : .length(length)
  }
}
