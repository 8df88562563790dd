import Foundation

/// A program on a pseudo-terminal, with a person's patience: every wait has a deadline.
///
/// The child is started by posix_spawn as the leader of a session of its own; the terminal becomes its
/// controlling one because it is the first that it opens.
package final class Pty {
  package struct Impatience: Error, CustomStringConvertible {
    package let description: String
  }

  package let process: pid_t
  /// Everything that came from the program.
  package private(set) var raw: [UInt8] = []
  package private(set) var screen: Screen
  private var master: Int32
  /// How often a prompt has been shown.
  package private(set) var prompts = 0
  /// Where the text of a prompt begins that may not be whole yet.
  private var begun: Int?
  private var mark = 0
  private var status: Int32?

  /// TIOCSPTLCK and TIOCGPTN, which unlock a terminal and tell its number, see ioctl_tty(2).
  private static let (setLock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)

  /// How long the program may take for what is waited for, in seconds.
  private static let interruptTimeout = 60.0

  package init(
    _ arguments: [String] = [], of path: String = Program.sockplay, columns: Int = 100, rows: Int = 40,
    window: (columns: Int, rows: Int)? = nil, environment: [String: String] = [:], folder: URL
  ) throws {
    screen = Screen(columns: columns, rows: rows)
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var locked: Int32 = 0
    var number: UInt32 = 0
    guard master >= 0, ioctl(master, Self.setLock, &locked) == 0, ioctl(master, Self.getNumber, &number) == 0 else {
      throw Impatience(description: "no pseudo-terminal: \(String(cString: strerror(errno)))")
    }
    let defaults = [
      "HOME": folder.path, "XDG_STATE_HOME": folder.path + "/state", "TERM": "xterm", "LANG": "C.UTF-8",
      "NO_COLOR": "1",
      "PATH": "/usr/bin:/bin", "INPUTRC": "/dev/null",
      // What a sanitizer is told counts for this program, too.
      "ASAN_OPTIONS": ProcessInfo.processInfo.environment["ASAN_OPTIONS"] ?? "",
    ]
    let variables = defaults.merging(environment) { $1 }.filter { !$0.value.isEmpty }
    Self.setSize(master, window?.columns ?? columns, window?.rows ?? rows)
    process = try Self.spawn(["env", "-C", folder.path, path] + arguments, on: "/dev/pts/\(number)", variables)
  }

  deinit {
    if status == nil { kill(process, SIGKILL) }
    _ = reap(0)
    if master >= 0 { close(master) }
  }

  private static func spawn(
    _ arguments: [String], on terminal: String, _ variables: [String: String]
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    // What this process has open stays here; closing what is not open is no error.
    for descriptor in Int32(3)..<1024 { posix_spawn_file_actions_addclose(&actions, descriptor) }
    // POSIX_SPAWN_SETSID and POSIX_SPAWN_SETSIGMASK: a session of its own, and no signal blocked.
    posix_spawnattr_setflags(&attributes, 0x80 | 0x08)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var child = pid_t()
    let words = arguments.map { strdup($0) } + [nil]
    let settings = variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in words + settings { free(text) } }
    let error = ForkGate.starting { posix_spawn(&child, "/usr/bin/env", &actions, &attributes, words, settings) }
    guard error == 0 else {
      throw Impatience(description: "\(arguments) does not start: \(String(cString: strerror(error)))")
    }
    return child
  }

  private static func setSize(_ master: Int32, _ columns: Int, _ rows: Int) {
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  // MARK: The person

  /// Presses keys. What comes back meanwhile is read, so that neither side waits for the other.
  package func type(_ text: String) throws { try type(Array(text.utf8)) }

  package func type(_ bytes: [UInt8]) throws {
    let end = Date().addingTimeInterval(Self.interruptTimeout)
    var left = bytes[...]
    while !left.isEmpty {
      var entry = pollfd(fd: master, events: Int16(POLLOUT | POLLIN), revents: 0)
      poll(&entry, 1, 100)
      if entry.revents & Int16(POLLIN) != 0 { _ = read() }
      if entry.revents & Int16(POLLOUT) != 0 {
        let count = Array(left.prefix(512)).withUnsafeBytes { Foundation.write(master, $0.baseAddress, $0.count) }
        if count > 0 { left = left.dropFirst(count) }
      }
      if Date() > end { throw impatience("it to take what was typed") }
    }
  }

  /// Types `line` and Enter, and waits for the prompt that follows. Returns the screen's text from that line on.
  @discardableResult package func run(_ line: String) throws -> String {
    let before = prompts
    let start = raw.count
    try type(line + "\r")
    try wait("the prompt after \(line)") { $0.prompts > before }
    return plain(from: start)
  }

  /// Waits for the next `text` that the program writes, after what was waited for before.
  @discardableResult package func expect(_ text: String) throws -> String {
    let wanted = Array(text.utf8)
    var found: Int?
    var start = mark
    try wait("\"\(text)\"") { pty in
      found = pty.raw[start...].position(of: wanted)
      start = max(start, pty.raw.count - wanted.count)
      return found != nil
    }
    defer { mark = found! + wanted.count }
    return plain(from: mark)
  }

  /// Waits until HOLDS.
  package func wait(_ what: String, until holds: (Pty) -> Bool) throws {
    let end = Date().addingTimeInterval(Self.interruptTimeout)
    while !holds(self) {
      guard Date() < end else { throw impatience(what) }
      if !read(), !holds(self) { throw impatience("\(what), but it ended") }
    }
  }

  package func resize(columns: Int, rows: Int) {
    Self.setSize(master, columns, rows)
    screen = Screen(columns: columns, rows: rows)
  }

  /// The terminal goes away, as when its window is closed.
  package func hangUp() {
    close(master)
    master = -1
  }

  /// Waits for the program's end. Returns its exit code, or 128 and the number of the signal that ended it.
  package func end() throws -> Int32 {
    let deadline = Date().addingTimeInterval(Self.interruptTimeout)
    while !reap(WNOHANG) {
      guard Date() < deadline else { throw impatience("its end") }
      if master < 0 || !read() { usleep(1000) }
    }
    while master >= 0, read(0) {}
    return status! & 0x7f == 0 ? status! >> 8 & 0xff : 128 + status! & 0x7f
  }

  // MARK: What it wrote

  /// What was written from the byte START on, without escape sequences.
  package func plain(from start: Int = 0) -> String {
    let text = String(decoding: raw[start...], as: UTF8.self)
    return text.replacing(#/\u{1b}(\[[0-9;?]*[A-Za-z]|[()].|[=>])/#, with: "").replacing("\r\n", with: "\n")
  }

  /// Whatever comes within so many milliseconds. Returns false at the end.
  @discardableResult private func read(_ milliseconds: Int32 = 100) -> Bool {
    var entry = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, milliseconds) > 0 else {
      if milliseconds > 0 { countPrompt() }
      return milliseconds > 0
    }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = Foundation.read(master, &chunk, chunk.count)
    guard count > 0 else { return false }
    let seam = max(0, raw.count - 7)
    raw += chunk[..<count]
    countPrompts(from: seam)
    screen.write(chunk[..<count])
    return true
  }

  /// Counts the prompts in what was written from the byte `start` on. Before each, readline asks for bracketed paste; its
  /// own text may come a moment later.
  private func countPrompts(from start: Int) {
    let paste = Array("\u{1b}[?2004h".utf8)
    var start = start
    while let found = raw[start...].position(of: paste) {
      countPrompt()
      start = found + paste.count
      begun = start
    }
    guard let begun else { return }
    if ["> ", "... "].contains(where: { raw[begun...].position(of: Array($0.utf8)) != nil }) { countPrompt() }
  }

  /// Counts the prompt that has begun: it is whole, or nothing has followed for a while.
  private func countPrompt() {
    if begun != nil { prompts += 1 }
    begun = nil
  }

  private func reap(_ options: Int32) -> Bool {
    guard status == nil else { return true }
    var code: Int32 = 0
    guard waitpid(process, &code, options) == process else { return false }
    status = code
    return true
  }

  private func impatience(_ what: String) -> Impatience {
    Impatience(description: "waited for \(what); the screen:\n" + screen.text)
  }
}

extension RandomAccessCollection<UInt8> where Index == Int {
  fileprivate func position(of wanted: [UInt8]) -> Int? {
    guard count >= wanted.count else { return nil }
    return (startIndex...endIndex - wanted.count).first {
      self[$0] == wanted[0] && self[$0..<$0 + wanted.count].elementsEqual(wanted)
    }
  }
}
