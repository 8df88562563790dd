/// One entry of what an epoll instance watches, as the kernel has it now. See proc_pid_fdinfo(5).
package struct EpollWatch: Sendable, Equatable {
  /// The number under which it was added; its descriptor may be closed since.
  package let descriptor: Int32
  /// What it is watched for. Once an entry with EPOLLONESHOT has been reported, nothing is left of its events.
  package let events: UInt32
  /// The inode of the watched file.
  package let inode: UInt64

  package var isEdgeTriggered: Bool { events & 1 << 31 != 0 }
  package var isOneShot: Bool { events & 1 << 30 != 0 }
  /// Whether it was reported, and is watched again only after epoll_ctl(2) with EPOLL_CTL_MOD.
  package var isDisarmed: Bool { isOneShot && events & Self.readiness == 0 }

  /// EPOLLERR and EPOLLHUP, which the kernel adds to the events that are asked for.
  package static let alwaysReported: UInt32 = 0x18

  /// As a line of epoll_ctl says it: without those that the kernel adds.
  package var text: String {
    let asked = events & ~Self.alwaysReported
    return asked == 0 ? "EPOLLERR|EPOLLHUP" : ConstantTable.epollEvents.flags(Int32(bitPattern: asked))
  }

  /// All events but the input flags of epoll_ctl(2).
  private static let readiness: UInt32 = 0x0fff_ffff

  /// What the epoll instance at `descriptor` watches; nil if it is none, or may not be seen.
  /// - Parameter process: The process that has the descriptor; nil for this one.
  package static func all(of descriptor: Int, in process: Int? = nil) -> [EpollWatch]? {
    guard let text = SmallFile.text(file(of: descriptor, in: process)) else { return nil }
    return read(text)
  }

  /// Where the kernel says so.
  package static func file(of descriptor: Int, in process: Int? = nil) -> String {
    "/proc/\(process.map { "\($0)" } ?? "self")/fdinfo/\(descriptor)"
  }

  /// The entries in the text of proc_pid_fdinfo(5).
  static func read(_ text: String) -> [EpollWatch] {
    text.split(separator: "\n").filter { $0.hasPrefix("tfd:") }.compactMap { line in
      let words = line.split { $0 == " " || $0 == ":" }
      func value(_ name: Substring) -> Substring? {
        words.firstIndex(of: name).flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
      }
      guard let descriptor = value("tfd").flatMap({ Int32($0) }),
        let events = value("events").flatMap({ UInt32($0, radix: 16) }),
        let inode = value("ino").flatMap({ UInt64($0, radix: 16) })
      else { return nil }
      return EpollWatch(descriptor: descriptor, events: events, inode: inode)
    }
  }
}
