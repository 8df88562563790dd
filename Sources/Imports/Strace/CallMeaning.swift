import Commands
import SessionLanguage
import Text

/// Makes lines of a session of the calls of a log.
struct CallMeaning {
  let walk: StraceWalk
  let names: SocketNames
  let book: AddressBook
  /// Whether the next transfer on the same stream receives more: then how much one call received was chance.
  let receivesMore: Set<Int>

  enum Meaning {
    case line(ImportedCall)
    case omitted(Omission)
    /// No session can have it, for a reason.
    case unknown(String, Diagnostic)
  }

  /// - Throws: What it sends is not in the log.
  func meaning(of step: TracedStep, index: Int) throws(ImportProblem) -> Meaning {
    let call = step.call
    if let omission = omission(step) { return .omitted(omission) }
    let traits = call.traits
    if traits.contains(.sends), let number = call.number, number > 0 { try checkData(call) }
    var words: [String], remark: String
    do throws(Diagnostic) {
      let written = try written(step, index)
      words = try self.words(of: written.text, step)
      remark = written.remark + takeStrangeDescriptors(&words, step)
    } catch {
      return .unknown(shown(call), error)
    }
    if !traits.isDisjoint(with: [.polls, .pollsEpoll]) { return wait(step, words) }
    // What is no socket is watched by its number.
    if traits.contains(.addsToEpoll), words.count > 3, Int(words[3]) != nil { return .omitted(.elsewhere) }
    if !traits.isDisjoint(with: [.binds, .connects, .sends]) {
      words = words.map { book.word(for: $0) }
    }
    let answer = ExpectedAnswer(step, walk, isStream: step.subject.map { walk.sockets[$0].isStream } ?? true)
    return .line(
      ImportedCall(
        line: words.joined(separator: " "), expected: answer.text + remark, job: job(step),
        began: call.began, ended: call.ended))
  }

  private func omission(_ step: TracedStep) -> Omission? {
    let call = step.call
    if let subject = step.subject, names.name(subject) == nil { return .elsewhere }
    if !step.made.isEmpty, step.made.allSatisfy({ names.name($0) == nil }) { return .elsewhere }
    if step.isShared { return .sharedClose }
    let isWaiting = !call.traits.isDisjoint(with: [.polls, .pollsEpoll])
    if !call.traits.contains(.takesDescriptor), !isWaiting {
      // One that could not be made has no number, and is nobody's.
      return call.number == nil ? .interrupted : nil
    }
    if call.ended == nil { return isWaiting ? .interrupted : nil }
    if call.wasInterrupted { return .interrupted }
    if call.errno == "EAGAIN", !call.traits.contains(.connects) { return .foundNothing }
    if isWaiting, call.number == 0 { return .foundNothing }
    return nil
  }

  /// The call as the log has it, shortened.
  private func shown(_ call: TracedCall) -> String {
    let isLong = call.arguments.count > 100
    return "\(call.name)(\(call.arguments.prefix(100))\(isLong ? "…" : ""))"
  }

  /// Takes out the control messages that send descriptors which the session does not have.
  /// - Returns: A remark that says so.
  private func takeStrangeDescriptors(_ words: inout [String], _ step: TracedStep) -> String {
    guard step.call.traits.contains(.sends) else { return "" }
    let strange = words.filter { word in
      let parts = word.split(separator: ":", maxSplits: 1)
      return parts.count == 2 && parts[0] == "SCM_RIGHTS" && parts[1].split(separator: ",").contains { Int($0) != nil }
    }
    words.removeAll { strange.contains($0) }
    return strange.isEmpty ? "" : " (without \(strange.joined(separator: ", ")), which is no socket of this session)"
  }

  /// The name under which it would wait.
  private func job(_ step: TracedStep) -> String {
    if step.call.traits.contains(.accepts), let made = step.made.first { return names.name(made) ?? "" }
    return step.subject.flatMap { names.name($0) } ?? function(step.call)
  }
}

// MARK: - The call as C has it

extension CallMeaning {
  /// The call with what it means here: the functions of C have other names than the system calls.
  private func written(_ step: TracedStep, _ index: Int) throws(Diagnostic) -> (text: String, remark: String) {
    let (call, traits) = (step.call, step.call.traits)
    if traits.contains(.pairs) {
      let pair = step.made.compactMap { names.name($0) }
      guard pair.count == 2 else { throw Diagnostic("only one of the two is used") }
      return ("\(pair[0]), \(pair[1]) = \(call.name)(\(call.arguments))", "")
    }
    if traits.contains(.duplicates) || call.madeDescriptor != nil && traits.contains(.mayDuplicate) {
      return ("dup(\(call.descriptor ?? -1))", "")
    }
    if traits.contains(.hasLength) { return transfer(call, index) }
    // The kernel does not look at the event then, and the log may have its address only.
    if traits.contains(.addsToEpoll), let parsed = call.parsed(), parsed.arguments.count > 3,
      parsed.arguments[1].text == "EPOLL_CTL_DEL"
    {
      return ("\(function(call))(\(parsed.arguments.prefix(3).map(\.text).joined(separator: ", ")), NULL)", "")
    }
    return ("\(function(call))(\(call.arguments))", "")
  }

  /// The function of C that makes the call.
  private func function(_ call: TracedCall) -> String { SystemCall.named(call.name)?.function ?? call.name }

  /// recv is a recvfrom without an address in the log. What the call did is written with the length that it had.
  private func transfer(_ call: TracedCall, _ index: Int) -> (text: String, remark: String) {
    guard let parsed = call.parsed(), parsed.arguments.count > 2 else { return (call.name + "(\(call.arguments))", "") }
    var words = parsed.arguments.map(\.text)
    var name = call.name
    if call.traits.contains(.mayLackAddress), words.count == 6, words[4] == "NULL" {
      (name, words) = (function(call), Array(words.prefix(4)))
    }
    var remark = ""
    if let number = call.number, number > 0, let asked = Int(words[2]), number < asked,
      call.traits.contains(.sends) || receivesMore.contains(index)
    {
      words[2] = "\(number)"
      remark = " (length \(asked) in the log)"
    }
    return ("\(name)(\(words.joined(separator: ", ")))", remark)
  }

  /// The words of the line that a call of C means.
  private func words(of text: String, _ step: TracedStep) throws(Diagnostic) -> [String] {
    let statement = try Parser.parse(Array(text.utf8))
    guard let call = statement.call else { throw Diagnostic("it is no call of C as strace writes them") }
    let fresh = step.made.first.flatMap { names.name($0) } ?? "failed"
    let handles = CNames.fixed(fresh: fresh) { names.name(of: $0, in: step) }
    let meant = try CLine.statement(call, on: statement, handles)
    guard let command = meant.command, command.isOnlyWords else { throw Diagnostic("a session has no word for it") }
    return command.words.map { String(decoding: meant.line[$0.span], as: UTF8.self) }
  }

  /// - Throws: That the log does not have the data that `call` sends.
  private func checkData(_ call: TracedCall) throws(ImportProblem) {
    if call.traits.contains(.hidesData) {
      throw ImportProblem(
        "line \(call.began) of the log sends with \(call.name), and strace does not show those bytes",
        help: "what was sent cannot be made up; a capture of the connection has it: sockplay import FILE.pcapng",
        korean: "기록의 \(call.began)번째 줄은 \(call.name)로 보내는데, strace는 그 바이트를 보여 주지 않습니다",
        koreanHelp: "보낸 것을 지어낼 수는 없습니다. 연결을 캡처한 파일에는 있습니다: sockplay import FILE.pcapng", line: call.began)
    }
    guard let parsed = call.parsed(), parsed.arguments.contains(where: \.isCutData) else { return }
    throw ImportProblem(
      "line \(call.began) of the log has only the beginning of what it sends",
      help: "what was sent cannot be made up: run strace again with a larger -s, such as -s 65536",
      korean: "기록의 \(call.began)번째 줄에는 보낸 것의 앞부분만 있습니다",
      koreanHelp: "보낸 것을 지어낼 수는 없습니다. strace를 더 큰 -s로 다시 실행하세요. 예: -s 65536", line: call.began)
  }
}

extension CValue {
  /// Whether text in it is cut off.
  fileprivate var isCutData: Bool {
    switch kind {
    case .string(_, let isCut): isCut
    case .list(let values): values.contains(where: \.isCutData)
    case .record(let fields): fields.contains { $0.value.isCutData }
    case .word, .call: false
    }
  }
}

// MARK: - Waiting for several

extension CallMeaning {
  /// A call that waits for several descriptors: those that are no sockets of the session are left out of it, and so is
  /// how long it was to wait, because whoever plays it may be slower.
  private func wait(_ step: TracedStep, _ words: [String]) -> Meaning {
    let call = step.call
    let isEpoll = call.traits.contains(.pollsEpoll)
    var kept = isEpoll ? words : words.filter { !Self.isNumber($0) }
    let watched = kept.dropFirst().filter { $0.contains(":") && !$0.hasPrefix("mask:") }
    let ready = isEpoll ? [] : self.ready(step, watched)
    guard isEpoll || !watched.isEmpty, isEpoll || call.number == -1 || !ready.isEmpty else {
      return .omitted(.elsewhere)
    }
    var remark = ""
    if let place = timePlace(kept, isEpoll), let time = Int(kept[place].prefix { $0.isNumber }), time >= 0 {
      remark = " (timeout \(kept[place]) in the log)"
      kept.remove(at: place)
    }
    let most = isEpoll ? (kept.count > 2 ? Int(kept[2]) : nil) ?? 1 : watched.count
    let count = most > 1 ? "1..\(most)" : "1"
    let expected =
      call.number == -1
      ? call.errno.map { " = -1 \($0)" } ?? "" : " = " + ([count] + reliable(ready)).joined(separator: " ")
    return .line(
      ImportedCall(
        line: kept.joined(separator: " "), expected: expected + remark,
        job: isEpoll ? job(step) : kept[0], began: call.began, ended: call.ended))
  }

  /// `0:POLLIN`, `r:0`
  private static func isNumber(_ word: String) -> Bool {
    let parts = word.split(separator: ":")
    guard parts.count == 2 else { return false }
    return Int(parts[0]) != nil || ["r", "w", "x"].contains(parts[0]) && Int(parts[1]) != nil
  }

  /// Where the time stands, if there is one.
  private func timePlace(_ words: [String], _ isEpoll: Bool) -> Int? {
    let place = words.lastIndex { !$0.contains(":") } ?? 0
    return place > (isEpoll ? 2 : 0) ? place : nil
  }

  /// What is ready for certain when the session is played: of several, which come when their peers are so far, the one to
  /// which the side may write; a peer that is a little later changes nothing of that.
  private func reliable(_ ready: [String]) -> [String] {
    guard ready.count > 1 else { return ready }
    let writable = ready.filter { $0.hasPrefix("w:") || $0.contains(/:(\|?POLL(OUT|WRNORM))+$/) }
    return writable.count == 1 ? writable : []
  }

  /// What was ready, as the session gives it.
  private func ready(_ step: TracedStep, _ watched: [String]) -> [String] {
    let result = step.call.result
    func name(_ digits: Substring) -> String? { Int32(digits).flatMap { names.name(of: $0, in: step) } }
    let polled = result.matches(of: /fd=([0-9]+)(?:<[^,]*>)?, revents=([A-Z|]+)/).compactMap { match in
      name(match.1).map { handle in
        let asked = watched.first { $0.hasPrefix(handle + ":") } ?? ""
        let isBoth = asked.contains("IN") && asked.contains("OUT")
        return handle + ":" + (isBoth ? "*" : String(match.2))
      }
    }
    let letters: [Substring: String] = ["in": "r", "out": "w", "except": "x"]
    let selected = result.matches(of: /(in|out|except) \[([0-9 ]*)\]/).flatMap { match in
      match.2.split(separator: " ").compactMap(name).map { (letters[match.1] ?? "r") + ":" + $0 }
    }
    return polled + selected
  }
}
