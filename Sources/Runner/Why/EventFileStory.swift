import Handles
import Sockets
import Text

// What an eventfd has counted, and when a timerfd fires.
extension HandleStory {
  var counted: [String] {
    guard handle.isOpen, handle.kind == .eventfd || handle.kind == .timerfd,
      let file = observed.eventFile(of: handle)
    else { return [] }
    switch file {
    case .counter(0): return ["its counter is 0: there is nothing to read"]
    case .counter(let count): return ["its counter is \(count): read does not wait"]
    case .timer(true, _, let interval):
      return ["it has fired, and nobody has read that" + repeating("; it fires", interval)]
    case .timer(false, 0, _): return ["its timer does not run: it was not set, or it has fired and that was read"]
    case .timer(false, let left, let interval):
      return ["it fires in \(Elapsed.text(left))" + repeating(", and then", interval)]
    }
  }

  private func repeating(_ words: String, _ interval: Int) -> String {
    interval == 0 ? "" : "\(words) every \(Elapsed.text(interval))"
  }

  /// Whether the kernel says how much of it is unread.
  var tellsUnread: Bool { handle.kind.isSocket || handle.kind == .pipe || handle.kind == .file }
}

extension Observations {
  /// What an open eventfd or timerfd has for its reader.
  func eventFile(of handle: Handle) -> EventFile? {
    let file = EventFile.of(handle.descriptor)
    note(EpollWatch.file(of: Int(handle.descriptor)), file?.evidence ?? "none")
    return file
  }
}
