import Glibc
import Reports
import Runner
import Sockets
import Text

/// `--view`: shows a session as a page for browsers while it goes on. The page is served by a process of its own, to which
/// nothing here ever waits.
final class LiveView: Report {
  /// Where the page is.
  let address: String
  /// The server's port, which no list of the session shows.
  let port: UInt16
  private let session: PlayedSessionReport
  private let file: MemoryFile
  private let pipe: Int32
  private let language: Language
  /// Whether something has come that the page has not.
  private var isStale = true
  /// When the last page was done, and how long it took, in nanoseconds.
  private var done: Int64 = 0, took: Int64 = 0

  static let begun: UInt8 = 1, written: UInt8 = 2

  /// To make pages takes no more than this part of the time.
  private static let share: Int64 = 20

  var wantsChanges: Bool { true }

  struct Problem: Error { let text: String }

  /// Starts the server.
  /// - Parameter source: What is played; empty at the prompt.
  init(source: String, language: Language) throws(Problem) {
    let unnamed = MemoryFile()
    if let problem = unnamed.problem { throw Problem(text: problem.text) }
    (file, self.language) = (MemoryFile(given: Descriptors.outOfTheWay(unnamed.descriptor)), language)
    let input: OwnPipe, output: OwnPipe
    do throws(Errno) { (input, output) = try OwnPipe.bothWays() } catch { throw Problem(text: error.text) }
    var start = ProcessStart(Processes.ownProgram, ["sockplay", "view-server"])
    start.give(input.reader, as: 0)
    start.give(output.writer, as: 1)
    start.give(file.descriptor, as: 2)
    let error = start.run().error
    close(input.reader)
    close(output.writer)
    pipe = Descriptors.outOfTheWay(input.writer)
    let line = error == nil ? Self.line(from: output.reader) : error?.text ?? ""
    close(output.reader)
    guard let port = line.split(separator: "/").dropFirst().first?.split(separator: ":").last.flatMap({ UInt16($0) })
    else { throw Problem(text: line.isEmpty ? "its server did not start" : line) }
    (address, self.port) = (line, port)
    session = PlayedSessionReport(source: source.isEmpty ? "sockplay" : source, isTyped: source.isEmpty)
    _ = fcntl(pipe, F_SETFL, O_NONBLOCK)
    publish()
  }

  /// One whose server the process has started that has started this one; nil if it was not `given` that.
  init?(given: String, source: String, language: Language) {
    let numbers = given.split(separator: ",").compactMap { Int32($0) }
    guard numbers.count == 3, let port = UInt16(exactly: numbers[2]) else { return nil }
    (file, pipe, self.port, address, self.language) = (MemoryFile(given: numbers[0]), numbers[1], port, "", language)
    _ = fcntl(pipe, F_SETFD, FD_CLOEXEC)
    session = PlayedSessionReport(source: source)
  }

  /// What another process has to be told to go on with it, and the descriptors that it needs for that.
  var given: String { "\(file.descriptor),\(pipe),\(port)" }
  var descriptors: [Int32] { [file.descriptor, pipe] }

  /// Says where the page is.
  var sentence: String {
    language.text("the session as a page: \(address)", korean: "이 세션을 보여 주는 페이지: \(address)")
  }

  /// The first line that the server writes; it closes its output after that.
  private static func line(from descriptor: Int32) -> String {
    var bytes: [UInt8] = []
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while bytes.last != 0x0a, poll(&entry, 1, 10_000) > 0 {
      var buffer = [UInt8](repeating: 0, count: 256)
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { break }
      bytes += buffer.prefix(count)
    }
    return String(decoding: bytes.prefix { $0 != 0x0a }, as: UTF8.self)
  }

  func take(_ record: Record) {
    session.take(record)
    isStale = true
    if monotonicNanoseconds() - done > Self.share * took { publish() }
  }

  func end() { publish() }

  /// Gives the server the page, if there is something new: to be called where the session waits for a person.
  func publish() {
    guard isStale, tell(Self.begun) else { return }
    let began = monotonicNanoseconds()
    file.replace(with: Array(session.livePage(language).utf8))
    isStale = !tell(Self.written)
    done = monotonicNanoseconds()
    took = done - began
  }

  /// Returns whether there was room for it: a server that does not keep up gets a later page.
  private func tell(_ byte: UInt8) -> Bool {
    var byte = byte
    return write(pipe, &byte, 1) == 1
  }
}
