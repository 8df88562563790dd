import Sockets

/// What this session knows of something that it added to an epoll instance. The kernel keeps the entry under a number
/// and a file; once the descriptor is closed, another file may have the number.
package struct EpollRecord {
  /// The name under which it was added.
  package let name: String
  private weak var handle: Handle?
  private let isOfHandle: Bool
  fileprivate var events: UInt32

  fileprivate init(_ name: String, _ handle: Handle?, _ events: UInt32) {
    self.name = name
    self.handle = handle
    isOfHandle = handle != nil
    self.events = events
  }

  /// Whether the file that has the descriptor `number` now, that of the handle `owner`, is the one that was added.
  fileprivate func isLive(_ owner: Handle?) -> Bool { isOfHandle ? handle != nil && handle === owner : owner == nil }

  /// Whether the entry `watch` may be this one.
  fileprivate func mayBe(_ watch: EpollWatch) -> Bool {
    watch.isDisarmed || (watch.events ^ events) & ~EpollWatch.alwaysReported == 0
  }
}

/// An entry of an epoll instance, and under which name it was added.
package struct NamedWatch {
  package let watch: EpollWatch
  /// The names that it may have been added under; empty where this session added none that it can be.
  package let names: [String]
  /// Whether the descriptor under which it was added is still that of its file; nil where that cannot be known, because
  /// other files have the same inode.
  package let isOpen: Bool?
}

extension Handle {
  /// Notes on an epoll instance that the descriptor `number` was added or modified as `name`.
  package func noteWatch(_ number: Int32, as name: String, of owner: Handle?, events: UInt32) {
    let known = watched[number, default: []].firstIndex { $0.isLive(owner) }
    if let known {
      watched[number]?[known].events = events
    } else {
      watched[number, default: []].append(EpollRecord(name, owner, events))
    }
  }

  /// Notes that it was taken away again.
  package func forgetWatch(_ number: Int32, of owner: Handle?) {
    watched[number]?.removeAll { $0.isLive(owner) }
    if watched[number]?.isEmpty == true { watched[number] = nil }
  }

  /// The names under which this session added something to an epoll instance.
  package var watchedNames: [String] { watched.values.flatMap { $0.map(\.name) } }

  /// Whether `owner` was added under its descriptor.
  package func watches(_ owner: Handle) -> Bool { watched[owner.descriptor]?.contains { $0.isLive(owner) } == true }
}

extension HandleTable {
  /// The entries `watches` of the epoll instance `epoll`, each with its names. What cannot be told apart by its file,
  /// its number and its events has several.
  ///
  /// - Parameter inode: The inode of an open descriptor. All eventfds, timerfds, signalfds and epolls have the same.
  package func named(_ watches: [EpollWatch], of epoll: Handle, inode: (Int32) -> UInt64?) -> [NamedWatch] {
    watches.indices.map { index in
      let watch = watches[index], number = watch.descriptor
      let owner = self.owner(of: number)
      let records = epoll.watched[number] ?? []
      let live = records.first { $0.isLive(owner) }, closed = records.filter { !$0.isLive(owner) }
      let isSameFile = inode(number) == watch.inode
      if let live, isSameFile, isEntry(index, of: watches, live) {
        return NamedWatch(watch: watch, names: [live.name], isOpen: true)
      }
      let matching = closed.filter { $0.mayBe(watch) }
      let names = (matching.isEmpty ? closed : matching).map(\.name)
      // Added by another name of the instance, or by another process.
      if isSameFile, live == nil, let owner, names.isEmpty || !owner.kind.sharesInode {
        return NamedWatch(
          watch: watch, names: owner.kind.sharesInode ? [] : [owner.name], isOpen: owner.kind.sharesInode ? nil : true)
      }
      return NamedWatch(watch: watch, names: Set(names).sorted(), isOpen: false)
    }
  }

  /// Whether the entry at `index` is the one of `live`, where several have its number and its inode: the first whose
  /// events are the same. If their events are the same too, it makes no difference which one it is.
  private func isEntry(_ index: Int, of watches: [EpollWatch], _ live: EpollRecord) -> Bool {
    let rivals = watches.indices.filter {
      watches[$0].descriptor == watches[index].descriptor && watches[$0].inode == watches[index].inode
    }
    return (rivals.first { live.mayBe(watches[$0]) } ?? rivals.first) == index
  }

  /// The name under which what an event is about was added to `epoll`; nil where that is not known.
  /// - Parameter number: The data of the event.
  package func watchedName(_ number: Int32, _ events: UInt32, in epoll: Handle) -> String? {
    guard let records = epoll.watched[number] else { return nil }
    if Set(records.map(\.name)).count == 1 { return records[0].name }
    // The number was another file's before, whose entry may be there still.
    let watches = (epoll.isOpen ? EpollWatch.all(of: Int(epoll.descriptor)) : nil) ?? []
    let found = named(watches.filter { $0.descriptor == number }, of: epoll) { kernel.inode($0) }
    let asked = found.filter { $0.watch.isDisarmed || events & ~($0.watch.events | EpollWatch.alwaysReported) == 0 }
    let names = Set(asked.flatMap(\.names))
    return names.count == 1 ? names.first : nil
  }
}

extension SocketKind {
  /// Whether several files of the kind may have the same inode: anon_inode_getfile in fs/anon_inodes.c.
  fileprivate var sharesInode: Bool { Self.withoutInode.contains(self) }

  private static let withoutInode: [SocketKind] = [.epoll, .eventfd, .timerfd, .signalfd, .pidfd]
}
