import Glibc

/// What the processes of this PID namespace take together.
package struct ProcessUse: Sendable {
  package private(set) var threads = 0
  /// Memory that is theirs and no file's, in bytes. What several share is counted for each.
  package private(set) var memory = 0

  /// Read from /proc/PID/status, see proc_pid_status(5).
  package static func all(but own: pid_t) -> ProcessUse {
    var use = ProcessUse()
    for pid in Folder.names(at: "/proc").compactMap({ pid_t($0) }) where pid != own {
      guard let text = SmallFile.text("/proc/\(pid)/status") else { continue }
      use.add(text)
    }
    return use
  }

  private mutating func add(_ status: String) {
    for line in status.split(separator: "\n") {
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
      guard words.count > 1, let number = Int(words[1]) else { continue }
      switch words[0] {
      case "Threads:": threads += number
      case "RssAnon:", "RssShmem:": memory += number << 10
      default: break
      }
    }
  }
}
