import Commands
import Runner
import SessionLanguage
import Sockets

/// The step card: the calls, what came of them, and what changed.
struct Card {
  let style: Style
  /// The terminal's width; nil in a file.
  var width: Int?
  private let memory = CallMemory()

  init(style: Style, width: Int? = nil) {
    self.style = style
    self.width = width
  }

  /// Where errno stands; a narrow terminal has no columns to spare.
  var errnoColumn: Int { width.map { $0 >= 90 } ?? true ? 66 : 0 }

  func write(_ step: Step, to text: inout Text) {
    for (index, exchange) in step.exchanges.enumerated() { write(exchange, step, isLast: index == step.exchanges.count - 1, to: &text) }
    if step.isPlain {
      for change in step.changes { write(change, to: &text) }
      return
    }
    if let total = step.total { write(total: total, step, to: &text) }
    if let job = step.job, step.command?.words.last?.plain == "any" { label("job", to: &text) { $0.put(text: job) } }
    if !step.gives.isEmpty { label("gives", to: &text) { $0.put(text: step.gives.joined(separator: " ")) } }
    for change in step.changes { write(change, to: &text) }
    if let why = step.why { write(report: "  why   " + why, to: &text) }
    for line in step.report { write(report: line, to: &text) }
  }

  /// A line for people, broken at blanks where the screen is narrower.
  func write(report line: String, to text: inout Text) {
    for piece in width.map({ Fold.lines(line, width: $0) }) ?? [line] {
      text.put(text: piece)
      text.endLine()
    }
  }

  private func write(_ exchange: Exchange, _ step: Step, isLast: Bool, to text: inout Text) {
    memory.write(exchange.call, exchange.answer, to: &text)
    guard let answer = exchange.answer else { return writeWaiting(step, to: &text) }
    text.put(" = ")
    text.put(answer.result)
    let gap = text.gap(to: errnoColumn)
    if answer.failed {
      style.paint(.bad, &text) { write(answer.errno, to: &$0) }
    } else if !exchange.call.isLookup {
      text.put("errno 0")
    }
    style.paint(.quiet, &text) { Duration.write(answer.nanoseconds, to: &$0) }
    if isLast, step.outcome == .timedOut { text.put("  timed out") }
    fit(gap, hidden: style.hidden(.quiet) + (answer.failed ? style.hidden(.bad) : 0), in: &text)
    text.endLine()
    if answer.raisedSIGPIPE { label("signal", to: &text) { $0.put("SIGPIPE came with it: a program without a handler for it ends here") } }
    if !answer.failed { writeReceived(answer, step, to: &text) }
  }

  /// What a command came to that repeated a call.
  private func write(total: Exchange, _ step: Step, to text: inout Text) {
    guard let answer = total.answer else { return }
    label("total", to: &text) { text in
      let calls = step.exchanges.count == 1 ? "1 call" : "\(step.exchanges.count) calls"
      text.put(
        text: answer.failed
          ? "\(answer.errno.symbol) after \(calls)" : "\(answer.result) \(answer.result == 1 ? "byte" : "bytes") in \(calls)")
    }
    if step.exchanges.count > 1, answer.received.data != nil { writeReceived(answer, step, to: &text) }
  }

  /// Takes blanks out of GAP until its line, of which HIDDEN columns are colours, fits the terminal.
  func fit(_ gap: Range<Int>, hidden: Int = 0, in text: inout Text) {
    if let width { text.narrow(gap, to: width + hidden) }
  }

  private func write(_ errno: Errno, to text: inout Text) {
    // getaddrinfo returns its error, and leaves errno alone.
    if !errno.isLookup { text.put(text: "errno \(errno.rawValue) ") }
    text.put(text: "\(errno.symbol) (\(errno.text))")
  }

  private func writeWaiting(_ step: Step, to text: inout Text) {
    text.put(" …")
    let gap = text.gap(to: errnoColumn)
    if case .waiting(let number, let name) = step.outcome {
      text.put(text: "waiting, job \(number): wait \(name), cancel \(name)")
    } else {
      text.put("still waiting")
    }
    fit(gap, in: &text)
    text.endLine()
    if case .waiting = step.outcome, let forecast = step.forecast { write(forecast: forecast, to: &text) }
  }

  /// Why a call blocks.
  func write(forecast: String, to text: inout Text) {
    text.put(text: "  will block: \(forecast)")
    text.endLine()
  }
}

// MARK: - Data

extension Card {
  /// The most bytes shown in hex.
  private static let shownHex = 16

  private func writeReceived(_ answer: Answer, _ step: Step, to text: inout Text) {
    if answer.received.data == nil, !answer.received.messages.isEmpty { return write(answer.received.messages, to: &text) }
    if answer.received.isEndOfFile { label("EOF", to: &text) { $0.put("the other end has closed: nothing more will come") } }
    guard let data = answer.received.data, !data.isEmpty || answer.received.address != nil else { return }
    label("data", to: &text) { text in
      CallText.write(data: data, to: &text)
      if data.isEmpty { return text.put("  an empty datagram") }
      if data.count > Self.shownHex { return }
      text.put(byte: 0x20)
      hex(data, to: &text)
    }
    if data.count > Self.shownHex { label("hex", to: &text) { hex(data, to: &$0) } }
    if let sender = step.sender { label("from", to: &text) { $0.put(text: sender) } }
  }

  /// The data of several messages, a line each.
  private func write(_ messages: [ReceivedMessage], to text: inout Text) {
    for (index, message) in messages.enumerated() {
      text.put("  ")
      text.put(index + 1)
      text.pad(to: 8)
      CallText.write(data: message.data, to: &text)
      if !message.data.isEmpty {
        text.put(byte: 0x20)
        hex(message.data, to: &text)
      }
      text.endLine()
    }
  }

  private func hex(_ data: [UInt8], to text: inout Text) {
    text.put(hex: data.prefix(Self.shownHex))
    guard data.count > Self.shownHex else { return }
    text.put(" … ")
    text.put(data.count - Self.shownHex)
    text.put(" more")
  }

  private func label(_ word: StaticString, to text: inout Text, _ body: (inout Text) -> Void) {
    text.put("  ")
    text.put(word)
    text.pad(to: 8)
    body(&text)
    text.endLine()
  }
}

// MARK: - Changes

extension Card {
  /// Where the details behind the states stand.
  private static let detailColumn = 30

  /// MARK is what the line begins with.
  func write(_ change: Change, mark: StaticString = "  ", to text: inout Text) {
    text.put(mark)
    text.put(text: change.name)
    text.pad(to: 8)
    let after = change.after
    if let before = change.before {
      writeStates(before, after, change, to: &text)
    } else {
      text.put("fd ")
      text.put(Int(change.descriptor))
      text.put("  ")
      text.put(text: change.kind.word)
      text.put("  ")
      text.put(after.state.symbol)
    }
    writeDetails(change, to: &text)
    text.endLine()
  }

  private func writeStates(_ before: Snapshot, _ after: Snapshot, _ change: Change, to text: inout Text) {
    text.put(before.state.symbol)
    if change.isGone {
      text.put(" → gone")
    } else if before.state != after.state {
      text.put(" → ")
      style.paint(.good, &text) { $0.put(after.state.symbol) }
    }
    text.pad(to: Self.detailColumn + (before.state != after.state && !change.isGone ? style.hidden(.good) : 0))
  }

  private func writeDetails(_ change: Change, to text: inout Text) {
    var isFirst = change.before != nil
    func detail(_ body: (inout Text) -> Void) {
      if !isFirst { text.put("  ") }
      isFirst = false
      body(&text)
    }
    let before = change.before, after = change.after
    if let naming = change.naming, naming.local != nil || naming.peer != nil { detail { write(naming, to: &$0) } }
    if after.state == .listen {
      if before?.state != .listen || before?.queue != after.queue || before?.backlog != after.backlog {
        detail { queue(before?.state == .listen ? before : nil, after, to: &$0) }
      }
    }
    if let before, before.unread != after.unread { detail { count("unread ", before.unread, after.unread, to: &$0) } }
    if let before, before.unsent != after.unsent { detail { count("unsent ", before.unsent, after.unsent, to: &$0) } }
    if before == nil, after.unread > 0 { detail { $0.put(text: "unread \(after.unread)") } }
    if after.millisecondsLeft > 0 { detail { $0.put(text: "\((after.millisecondsLeft + 999) / 1000) s left") } }
    if let remark = remark(change) { detail { $0.put(text: remark) } }
    if isFirst { text.trimEnd() }
  }

  private func write(_ naming: Naming, to text: inout Text) {
    if let local = naming.local { text.put(local) }
    guard let peer = naming.peer, naming.local == nil || !peer.isUnnamed else { return }
    text.put(text: naming.local == nil ? "→ " : " → ")
    text.put(peer)
  }

  private func queue(_ before: Snapshot?, _ after: Snapshot, to text: inout Text) {
    text.put("queue ")
    if let before {
      text.put(text: "\(before.queue)/\(before.backlog) → ")
    }
    text.put(text: "\(after.queue)/\(after.backlog)")
  }

  private func count(_ word: StaticString, _ before: Int, _ after: Int, to text: inout Text) {
    text.put(word)
    text.put(before)
    text.put(" → ")
    text.put(after)
  }

  /// What a state means for a person, where it is news.
  private func remark(_ change: Change) -> String? {
    if change.isGone, change.isShared { return "closed here only" }
    if let heir = change.heir { return "\(heir) still has it open" }
    if change.isGone { return change.isClosing ? "nothing is left of it" : "the kernel has forgotten it" }
    if change.isClosing { return "(no descriptor; the kernel still holds it)" }
    guard let before = change.before, before.state != change.after.state else { return nil }
    switch change.after.state {
    case .closeWait: return "the peer sent FIN"
    case .closed where before.state == .synSent || before.state == .bound: return nil
    case .closed: return "the connection is over"
    default: return nil
    }
  }
}

/// Lengths of time for people.
enum Duration {
  static func write(_ nanoseconds: Int64, to text: inout Text) {
    let microseconds = Int(nanoseconds / 1000)
    if microseconds < 1000 {
      let blanks: StaticString = microseconds < 10 ? "   " : microseconds < 100 ? "  " : " "
      text.put(blanks)
      text.put(microseconds)
      text.put(" µs")
    } else {
      let (value, unit): (Int, StaticString) = microseconds < 1_000_000 ? (microseconds / 100, " ms") : (microseconds / 100_000, " s")
      text.put("  ")
      text.put(value / 10)
      text.put(byte: UInt8(ascii: "."))
      text.put(value % 10)
      text.put(unit)
    }
  }
}
