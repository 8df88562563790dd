import CSockets
import Glibc
import Sockets

/// A program that is held in namespaces, as the process sees it that plays against it. It ends with that process.
package final class ConfinedProgram {
  private let control: Int32
  private let kept: MemoryFile
  private let watcher: pid_t

  /// Starts the process that makes the namespaces.
  /// - Parameters:
  ///   - program: The program that makes them, see `ConfinedStart`.
  ///   - words: Its arguments, its name first.
  package init(_ program: String, _ words: [String]) throws(IsolationFailure) {
    var ends: [Int32] = [-1, -1]
    kept = MemoryFile()
    if let problem = kept.problem { throw IsolationFailure(call: "memfd_create", errno: problem) }
    guard sockplay_packet_pair(&ends) == 0 else { throw IsolationFailure(call: "socketpair", errno: Errno(errno)) }
    control = Descriptors.outOfTheWay(ends[0])
    var start = ProcessStart(program, words)
    start.give(ends[1], as: 0)
    start.give(kept.descriptor, as: 1)
    let (process, error) = start.run()
    close(ends[1])
    watcher = process
    if let error { throw IsolationFailure(call: "posix_spawn", errno: error) }
  }

  /// Ends what runs, and starts `command` with the shell.
  package func start(_ command: String) { tell("+" + command) }

  /// Ends all that runs, and waits until it has ended.
  package func stop() {
    tell("-")
    while let event = next(milliseconds: 5000), event != .stopped {}
  }

  private func tell(_ text: String) {
    send(control, text, text.utf8.count, Int32(MSG_NOSIGNAL))
  }

  /// What happens within that time. The end of the namespace is `.failed`.
  package func next(milliseconds: Int32) -> ConfinedEvent? {
    var entry = pollfd(fd: control, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, milliseconds) > 0 else { return nil }
    var buffer = [UInt8](repeating: 0, count: 1024)
    let count = recv(control, &buffer, buffer.count, 0)
    guard count > 0 else { return .failed(call: "recv", errno: ECONNRESET) }
    return ConfinedEvent(buffer[..<count])
  }

  /// The last that the program has written.
  package var output: [UInt8] {
    var bytes: [UInt8] = []
    kept.read { bytes += $0 }
    return bytes
  }

  /// Ends all, and waits until it has ended.
  package func end() {
    close(control)
    var status: Int32 = 0
    while waitpid(watcher, &status, 0) < 0, errno == EINTR {}
    kept.close()
  }
}
