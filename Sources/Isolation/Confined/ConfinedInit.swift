import Glibc
import Sockets

/// The first process of a namespace: starts programs there, keeps what they write, counts what they take, and ends them.
struct ConfinedInit {
  private let confinement: Confinement
  private let control: Int32
  private let output: KeptOutput
  /// The program that was started last; nil once it has ended.
  private var program: pid_t?
  /// Whether something may run.
  private var isBusy = false
  /// The end of the pipe to which programs write.
  private var reader: Int32 = -1
  private var looked: Int64 = 0

  /// How long it waits before it looks again, and how long between two counts, in milliseconds.
  private static let pause: Int32 = 10, countPause: Int64 = 50

  init(_ confinement: Confinement, control: Int32, output: MemoryFile) {
    (self.confinement, self.control) = (confinement, control)
    self.output = KeptOutput(output, limit: confinement.submission == nil ? nil : confinement.limits.output)
  }

  /// Returns once the other side is gone.
  mutating func run() -> Int32 {
    tell(.ready)
    while true {
      var entries = [control, reader].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      poll(&entries, 2, isBusy ? Self.pause : -1)
      if entries[1].revents != 0 { readOutput() }
      if entries[0].revents != 0, !obey() { return 0 }
      reap()
      if isBusy { count() }
    }
  }

  /// Does what it is told.
  /// - Returns: Whether there is still somebody who could tell it.
  private mutating func obey() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(control, &buffer, buffer.count, 0)
    guard count > 0 else { return false }
    endAll()
    if buffer[0] == UInt8(ascii: "+") {
      start(String(decoding: buffer[1..<count], as: UTF8.self))
    } else {
      tell(.stopped)
    }
    return true
  }

  private mutating func start(_ command: String) {
    var ends: [Int32] = [-1, -1]
    output.begin()
    guard pipe(&ends) == 0 else { return tell(.failed(call: "pipe", errno: errno)) }
    let nothing = open("/dev/null", O_RDONLY)
    var start = ProcessStart("/bin/sh", ["sh", "-c", command])
    for (number, descriptor) in [nothing, ends[1], ends[1]].enumerated() { start.give(descriptor, as: Int32(number)) }
    let (process, error) = start.run()
    close(nothing)
    close(ends[1])
    reader = ends[0]
    _ = fcntl(reader, F_SETFL, O_NONBLOCK)
    _ = fcntl(reader, F_SETFD, FD_CLOEXEC)
    if let error { return tell(.failed(call: "posix_spawn(/bin/sh)", errno: error.rawValue)) }
    (program, isBusy) = (process, true)
  }

  private mutating func readOutput() {
    guard reader >= 0 else { return }
    switch output.take(from: reader) {
    case .more: break
    case .atEnd:
      close(reader)
      reader = -1
    case .tooMuch: exceed(.output)
    }
  }

  private mutating func reap() {
    while isBusy {
      var status: Int32 = 0
      let ended = waitpid(-1, &status, WNOHANG)
      if ended == 0 { return }
      if ended == program {
        program = nil
        tell(.ended(status: status))
      } else if ended < 0, errno == ECHILD {
        isBusy = false
        readOutput()
        tell(.empty)
      }
    }
  }

  private mutating func count() {
    let now = monotonicNanoseconds() / 1_000_000
    guard confinement.submission != nil, now - looked >= Self.countPause else { return }
    looked = now
    let use = ProcessUse.all(but: getpid())
    if use.threads > confinement.limits.processes { return exceed(.processes) }
    if use.memory > confinement.limits.memory { exceed(.memory) }
  }

  private mutating func exceed(_ excess: Excess) {
    endAll()
    tell(.exceeded(excess))
  }

  /// Kills all others, and takes the last that they have written.
  private mutating func endAll() {
    while true {
      kill(-1, SIGKILL)
      if waitpid(-1, nil, 0) < 0, errno == ECHILD { break }
    }
    (program, isBusy) = (nil, false)
    if reader >= 0 { _ = output.take(from: reader) }
    if reader >= 0 { close(reader) }
    reader = -1
  }

  private func tell(_ event: ConfinedEvent) {
    let bytes = event.bytes
    send(control, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
  }
}
