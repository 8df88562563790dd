import Commands
import Glibc
import Handles
import Runner
import SessionLanguage
import Sockets
import Support

@testable import Reports

/// A random session whose calls no kernel ever sees: what they return is made up, and the same in each play. So it takes a
/// few milliseconds to play, and what a line ought to expect is known.
struct MadeUpSession {
  private var random: SeededGenerator
  private let seed: UInt64
  private(set) var lines: [String]

  private static let kinds = ["tcp", "udp", "unix", "unix-dgram"]

  init(seed: UInt64) {
    (self.seed, random) = (seed, SeededGenerator(seed: seed))
    lines = Self.kinds.enumerated().map { "socket \("abcd".map(String.init)[$0]) \($1)" }
    for _ in 0..<20 {
      let line = careless(call())
      lines.append(line)
    }
  }

  // MARK: Its lines

  private mutating func oneOf<T>(_ choices: [T]) -> T { choices.randomElement(using: &random) ?? choices[0] }

  private mutating func call() -> String {
    let handle = oneOf(["a", "b", "c", "d"]), internet = oneOf(["a", "b"])
    let data = oneOf(["one", #""two\r\n""#, #""안녕""#, #""\x00\xff""#, "fill:5000"])
    return oneOf([
      "bind \(internet) 127.0.0.1:0", "listen \(handle) 5", "connect \(internet) 127.0.0.1:9", "shutdown \(handle) wr",
      "send \(handle) \(data)", "sendto b \(data) 127.0.0.1:9", "write \(handle) \(data)", "getsockname \(handle)",
      "writev \(handle) \(data) two", "sendmsg \(handle) \(data) two", "recv \(handle) 64", "read \(handle) 64",
      "recvfrom \(handle) 64", "recvmsg \(handle) 2 64", "readv \(handle) 2 64", "recv \(handle) 64 MSG_PEEK",
      "setsockopt \(handle) SO_REUSEADDR on", "fcntl \(handle) F_GETFD",
    ])
  }

  /// `line` with a result that none has, and with blanks, remarks and states as people write them.
  private mutating func careless(_ line: String) -> String {
    let end = oneOf([
      "", "", " (really)", "  within 500ms", "  ( why? )  within 500ms", " [a CLOSED, b UNCONN] within 500ms",
    ])
    return oneOf(["", "", "  ", "\t", "server> "]) + line + oneOf([" = ", "  =  ", "\t= "]) + "7777" + end
  }

  /// Its file, with prose, a heading and blank lines between.
  mutating func text() -> [UInt8] {
    let between = ["", "# prose  with   blanks", "## A heading", "#ko 글", "  "]
    let all = lines.flatMap { Int.random(in: 0..<6, using: &random) == 0 ? [oneOf(between), $0] : [$0] }
    return Array((["sockplay 1"] + all).joined(separator: "\n").utf8) + [10]
  }

  // MARK: What its calls return

  private static let errnos = [EINVAL, EPERM, EACCES, ENOBUFS, EPIPE, ENOTCONN, ECONNRESET, EOPNOTSUPP]

  private static func answer(_ call: Call, _ number: Int, _ seed: UInt64) -> Answer? {
    if call.traits.contains(.opens) || call.traits.contains(.closes) { return nil }
    var random = SeededGenerator(seed: seed &* 1_000_003 &+ UInt64(number))
    if Int.random(in: 0..<4, using: &random) == 0, let errno = errnos.randomElement(using: &random) {
      return Answer(result: -1, errno: Errno(errno))
    }
    if call.traits.contains(.sends) { return Answer(result: Int.random(in: 1...3, using: &random)) }
    guard call.traits.contains(.receives) else { return Answer(result: 0) }
    var received = Received()
    let count = Int.random(in: 0...12, using: &random)
    let data = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) & 0x7f }
    if call.name == "recvmsg" {
      received.details = .messages([ReceivedMessage([Array(data.prefix(2)), Array(data.dropFirst(2))])])
    }
    received.data = data
    return Answer(result: count, received: received)
  }

  // MARK: Updating it

  /// `text` as update leaves it, after as many plays as that takes; nil where it cannot be corrected, or not in ten plays.
  func updated(_ text: [UInt8]) -> [UInt8]? {
    var text = text
    for _ in 0..<10 {
      guard let corrected = corrected(text) else { return nil }
      if corrected == text { return text }
      text = corrected
    }
    return nil
  }

  /// `text` with the corrections of one play.
  private func corrected(_ text: [UInt8]) -> [UInt8]? {
    let (file, problems) = SessionFile.read(text)
    guard problems.isEmpty, Preflight.problems(of: file, known: []).isEmpty else { return nil }
    let reports = Broadcast([])
    Play.installHandlers()
    let session = Session(
      kernel: ScriptedKernel { [seed] in Self.answer($0, $1, seed) }, report: reports, wakeup: Wakeup())
    defer { session.end() }
    let output = Output(descriptor: -1)
    let errors = CheckReport(
      output: output, errors: output, style: Style(isColoured: false), width: nil, showsProgress: false)
    let update = UpdateReport(file, source: "made up", table: session.table, errors: errors)
    reports.add(update)
    let player = Player(file, source: "made up", on: session, control: Skipping()) { _ in true }
    _ = player.play()
    return update.stuck == nil ? file.text(with: update.lines) : nil
  }

  /// Goes on after each line that failed.
  private final class Skipping: PlayControl {
    func resume(_ place: Place) -> Resumption? { .skip }
  }

  // MARK: Spoiling it

  /// `text`, which holds, with one part of one line that does not, and the line's index; nil where it has none.
  mutating func spoiled(_ text: [UInt8]) -> (text: [UInt8], line: Int)? {
    let (file, _) = SessionFile.read(text)
    let candidates = (0..<file.count).filter { file.statement($0).command?.expectation?.outcomeSpan != nil }
    guard let index = candidates.randomElement(using: &random) else { return nil }
    let statement = file.statement(index)
    guard let expectation = statement.command?.expectation else { return nil }
    var parts: [(Span, String)] = []
    if let span = expectation.outcomeSpan, expectation.data == nil {
      parts = [(span, "7778"), (span, "8000..9000")]
      if case .failure? = expectation.outcome?.pattern { parts.append((span, "-1 EXDEV")) }
    } else if let span = expectation.outcomeSpan {
      parts = [(span, "7778")]
    }
    if let span = expectation.data?.span {
      parts += [(span, #""other""#), (span, "hex:00ff00ff"), (span, #""other"..."#), (span, "/^other$/")]
    }
    parts += expectation.states.map { ($0.span, "\($0.handle.plain ?? "a") LISTEN") }
    guard let (span, other) = parts.randomElement(using: &random) else { return nil }
    var line = statement.line
    line.replaceSubrange(span, with: other.utf8)
    return (file.text(with: [index: line]), index)
  }
}
