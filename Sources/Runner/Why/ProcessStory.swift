import SessionLanguage
import Sockets
import Text

/// What can be seen of another process without its help: where its threads wait, and for how long.
struct ProcessStory {
  let owner: Processes.Owner
  /// The socket that the story is about.
  let socket: UInt32
  let observed: Observations

  /// Such as `its only thread has slept in clock_nanosleep for 2.0 s`; nil where nothing can be seen of it.
  var sentence: String? {
    let (threads, count) = observed.threads(of: owner)
    guard let first = threads.first else { return nil }
    if count == 1 { return "its only thread \(phrase(first))" }
    // Those that wait for the socket itself say most.
    let near = threads.filter { waitsForSocket($0) }
    if !near.isEmpty {
      return near.prefix(3).map { "its thread \($0.task) \(phrase($0))" }.joined(separator: "; ")
        + rest(count - near.count)
    }
    let phrases = Dictionary(grouping: threads) { phrase($0, withTime: false) }.sorted {
      $0.value.count > $1.value.count
    }
    let told = phrases.prefix(3).map {
      "\($0.value.count == 1 ? "one" : "\($0.value.count)") \(Self.plural($0.key, $0.value.count))"
    }
    return "of its \(count) threads \(told.joined(separator: ", "))"
      + (phrases.count > 3 || threads.count < count ? ", and others do something else" : "")
  }

  private func rest(_ others: Int) -> String {
    others > 0 ? "; \(Plural.count(others, "other thread")) \(Plural.is(others)) elsewhere" : ""
  }

  private static func plural(_ phrase: String, _ count: Int) -> String {
    guard count > 1 else { return phrase }
    if phrase.hasPrefix("has ") { return "have " + phrase.dropFirst(4) }
    return phrase.hasPrefix("is ") ? "are " + phrase.dropFirst(3) : phrase
  }

  // MARK: - One thread

  private func phrase(_ thread: ProcessThread, withTime: Bool = true) -> String {
    switch thread.state {
    case "R": return "is running, or ready to run"
    case "T": return "is stopped (by SIGSTOP, SIGTSTP or the like)"
    case "t": return "is stopped by a debugger"
    case "Z", "X": return "has ended"
    default: break
    }
    let time =
      withTime ? thread.asleep.map { " for \(thread.isAtLeast ? "at least " : "")\(Elapsed.past($0))" } ?? "" : ""
    let verb = thread.state == "D" ? "has waited, uninterruptibly," : "has slept"
    if let call = thread.call {
      let place = place(of: call)
      // After a clause, the time would be that of the clause.
      return place.contains(",") ? "\(verb)\(time) in \(call.text)\(place)" : "\(verb) in \(call.text)\(place)\(time)"
    }
    let function = thread.kernelFunction.map { " in the kernel's \($0)" } ?? ""
    return "\(verb)\(function)\(time)" + (thread.hidesCall ? " (\(hidden))" : "")
  }

  /// Why the system call of a thread is not shown.
  var hidden: String {
    let scope = observed.ptraceScope.flatMap { $0 == "0" ? nil : ": kernel.yama.ptrace_scope is \($0)" }
    return "which system call that is, this user may not read\(scope ?? "")"
  }

  /// The descriptor on which a thread waits, and what that is.
  private func place(of call: ProcessThread.WaitingCall) -> String {
    guard let number = call.descriptor else { return "" }
    guard let target = observed.target(of: number, of: owner) else { return " on fd \(number)" }
    if Processes.socket(target) == socket { return " on it (fd \(number))" }
    if let watches = watches(number, target) { return " on fd \(number), which \(watches)" }
    if let inode = Processes.socket(target) { return " on fd \(number), \(other(inode))" }
    return " on fd \(number)"
      + (target.hasPrefix("pipe:") ? ", a pipe" : target.hasPrefix("/") ? " (\(Literal.visible(target)))" : "")
  }

  /// Another socket of the process.
  private func other(_ inode: UInt32) -> String {
    guard let found = observed.internetSockets("socket:[\(inode)]", { $0.inode == inode }).first else {
      return otherUNIX(inode) ?? "another socket"
    }
    let local = found.endpoints.local?.description ?? "no address"
    if found.state == .listen { return "which listens on \(local)" }
    if let peer = found.endpoints.peer { return "another connection (\(local) → \(peer))" }
    return "another socket (\(local))"
  }

  private func otherUNIX(_ inode: UInt32) -> String? {
    observed.unixSockets("socket:[\(inode)]", { $0.inode == inode }).first.map { found in
      found.state == .listen
        ? "which listens on \(found.endpoints.local?.description ?? "no address")" : "another UNIX domain socket"
    }
  }

  /// What an epoll instance of the process says of the socket; nil where the descriptor is none.
  private func watches(_ number: Int, _ target: String) -> String? {
    guard target == "anon_inode:[eventpoll]", let all = observed.watches(of: number, of: owner) else { return nil }
    guard let entry = all.first(where: { UInt32(truncatingIfNeeded: $0.inode) == socket }) else {
      return all.isEmpty ? "watches nothing" : "does not watch it, but \(Plural.count(all.count, "other descriptor"))"
    }
    if entry.isDisarmed { return "watches it no longer: it was reported once (EPOLLONESHOT)" }
    return "watches it for \(entry.text)" + (entry.isEdgeTriggered ? " (EPOLLET reports new data only)" : "")
  }

  /// Whether the call of a thread is on the socket, or on an epoll instance that watches it.
  private func waitsForSocket(_ thread: ProcessThread) -> Bool {
    guard let number = thread.call?.descriptor, let target = observed.target(of: number, of: owner) else {
      return false
    }
    if Processes.socket(target) == socket { return true }
    return target == "anon_inode:[eventpoll]"
      && observed.watches(of: number, of: owner)?.contains { UInt32(truncatingIfNeeded: $0.inode) == socket } == true
  }
}
