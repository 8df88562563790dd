import SessionLanguage
import Text

/// Makes a session of the calls of one side of strace's log.
package struct StraceImport {
  private let log: StraceLog
  private let walk: StraceWalk
  private let sides: [StraceSide]
  private let side: StraceSide
  private let names: SocketNames
  private let book: AddressBook

  /// - Parameter pid: A process of the side that is wanted; nil for the one with the most calls.
  /// - Throws: Why there is no such side.
  package init(_ log: StraceLog, pid: Int? = nil) throws(ImportProblem) {
    (self.log, walk) = (log, StraceWalk(log))
    let walk = walk
    sides = StraceSide.all(of: walk).filter { side in
      let names = SocketNames(side, walk)
      return side.steps.contains { $0.made.contains { names.name($0) != nil } }
    }
    side = try Self.chosen(sides, pid, log)
    names = SocketNames(side, walk)
    book = AddressBook(side, walk, names)
  }

  private static func chosen(_ sides: [StraceSide], _ pid: Int?, _ log: StraceLog) throws(ImportProblem) -> StraceSide {
    if log.calls.isEmpty, let strange = log.strange {
      throw ImportProblem(strange.diagnostic, line: strange.number)
    }
    guard let busiest = sides.max(by: { $0.steps.count < $1.steps.count }) else {
      throw ImportProblem(
        "no socket is made in this log",
        help:
          "strace -f -e trace=%network,read,write,close,poll -s 4096 -o FILE PROGRAM follows a program from its start",
        korean: "이 기록에서는 소켓을 만들지 않습니다",
        koreanHelp: "프로그램을 시작부터 기록하세요: strace -f -e trace=%network,read,write,close,poll -s 4096 -o FILE PROGRAM")
    }
    guard let pid else { return busiest }
    if let side = sides.first(where: { $0.pids.contains(pid) }) { return side }
    let known = sides.flatMap(\.pids).prefix(20).map(String.init).joined(separator: ", ")
    throw ImportProblem(
      "process \(pid) makes no socket in this log", help: "these do: \(known)",
      korean: "\(pid)번 프로세스는 이 기록에서 소켓을 만들지 않습니다", koreanHelp: "소켓을 만드는 프로세스: \(known)")
  }

  /// The session.
  ///
  /// - Parameter name: That of the log, as people read it.
  /// - Throws: That something which was sent is not in the log.
  package func session(name: String, observer: ImportStage.Observer = { _ in }) throws(ImportProblem) -> [UInt8] {
    let meaning = CallMeaning(walk: walk, names: names, book: book, receivesMore: receivesMore())
    var calls: [ImportedCall] = []
    var omissions: [Omission: Int] = [:]
    var unknown: [(line: Int, text: String, reason: Diagnostic)] = []
    for (index, step) in side.steps.enumerated() {
      observer(.calls(done: index, of: side.steps.count))
      switch try meaning.meaning(of: step, index: index) {
      case .line(let call): calls.append(call)
      case .omitted(let omission): omissions[omission, default: 0] += 1
      case .unknown(let text, let reason): unknown.append((step.call.began, text, reason))
      }
    }
    var text = ImportedText()
    begin(&text, Literal.visible(name))
    tell(omissions, unknown, &text)
    text.blank()
    for line in CallOrder.lines(calls) { text.add(line.text, source: line.source) }
    observer(.layout)
    return text.finished()
  }

  /// The steps that received a part of what was there: the next transfer on their stream receives more.
  private func receivesMore() -> Set<Int> {
    var (last, found) = ([Int: Int](), Set<Int>())
    for (index, step) in side.steps.enumerated() {
      guard let socket = step.subject, let number = step.call.number else { continue }
      if step.call.traits.contains(.receives), number > 0, !step.call.arguments.contains("MSG_PEEK") {
        if let before = last[socket], walk.sockets[socket].isStream { found.insert(before) }
        last[socket] = index
      } else if step.call.traits.contains(.sends), number > 0 {
        last[socket] = nil
      }
    }
    return found
  }
}

// MARK: - What is said before the first line

extension StraceImport {
  private func begin(_ text: inout ImportedText, _ name: String) {
    let pids = side.pids.map(String.init).joined(separator: ", ")
    let who = pids == "0" ? "a process" : side.pids.count == 1 ? "process \(pids)" : "processes \(pids)"
    let koreanWho = pids == "0" ? "한 프로세스" : side.pids.count == 1 ? "프로세스 \(pids)" : "프로세스 \(pids)"
    text.heading("What \(who) did, from \(name)", korean: "\(name)에 있는 \(koreanWho)의 호출")
    text.prose("Made of a log of strace by sockplay import.", korean: "sockplay import가 strace의 기록으로 만들었습니다.")
    let others = sides.filter { $0.pids != side.pids }
    if !others.isEmpty {
      let list = others.prefix(10).map { "\($0.pids[0]) (\(Plural.count($0.steps.count, "call")))" }.joined(
        separator: ", ")
      let koreanList = others.prefix(10).map { "\($0.pids[0]) (호출 \($0.steps.count)개)" }.joined(separator: ", ")
      text.prose(
        "Other processes with sockets: \(list). --pid N takes one.",
        korean: "소켓을 쓰는 다른 프로세스: \(koreanList). --pid N으로 고릅니다.")
    }
    tellPeers(&text)
    if book.served != nil { text.add("@timeout 60s") }
    for variable in book.variables { text.add("@let \(variable.name) = \(Self.value(variable.value))") }
    for variable in book.needed { text.add("@needs {\(variable)}") }
  }

  /// An address as the value of a variable.
  private static func value(_ text: String) -> String {
    text.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != 0x22 && $0 != 0x7b && $0 != 0x5c }
      ? text : Literal.text(text.utf8)
  }

  private func tellPeers(_ text: inout ImportedText) {
    if let served = book.served {
      text.prose(
        "This is the server at {\(served)}: start its client while it waits.",
        korean: "이쪽은 {\(served)}의 서버입니다. 기다리는 동안 그 클라이언트를 시작하세요.")
    }
    if !book.clients.isEmpty {
      let clients = book.clients.map { "{\($0)}" }.joined(separator: ", ")
      text.prose(
        "Its \(Plural.noun("client", book.clients.count)) must send from \(clients).",
        korean: "클라이언트는 \(clients)에서 보내야 합니다.")
    }
    if let needed = book.needed.first {
      text.prose(
        "The other end is a real server: --var \(needed)=HOST:PORT plays it with one elsewhere.",
        korean: "상대는 진짜 서버입니다. --var \(needed)=HOST:PORT로 다른 곳에 있는 서버를 씁니다.")
    }
  }

  private func tell(
    _ omissions: [Omission: Int], _ unknown: [(line: Int, text: String, reason: Diagnostic)],
    _ text: inout ImportedText
  ) {
    if let strange = log.strange {
      text.prose(
        "\(Plural.count(log.strangeCount, "line")) of the log could not be read; the first is line \(strange.number).",
        korean: "기록에서 읽을 수 없는 줄이 \(log.strangeCount)개 있습니다. 첫 줄은 \(strange.number)번째입니다.")
    }
    tellLibrary(&text)
    for omission in Omission.allCases {
      guard let count = omissions[omission], let english = omission.english, let korean = omission.korean else {
        continue
      }
      text.prose("Left out: \(Plural.count(count, "call")): \(english).", korean: "뺀 호출 \(count)개: \(korean).")
    }
    for (line, call, reason) in unknown.prefix(20) {
      let shown = Literal.visible(call), why = Literal.visible(reason.title)
      text.prose(
        "Left out, line \(line) of the log: \(shown): \(why)", korean: "뺀 호출, 기록의 \(line)번째 줄: \(shown): \(why)")
    }
    if unknown.count > 20 {
      text.prose("And \(unknown.count - 20) more calls.", korean: "그 밖에 호출 \(unknown.count - 20)개도 뺐습니다.")
    }
  }

  /// Tells of the sockets that are no part of the session.
  private func tellLibrary(_ text: inout ImportedText) {
    let own = Set(side.steps.flatMap { $0.made + ($0.subject.map { [$0] } ?? []) }).sorted()
    for talk in LibraryTalk.allCases {
      let sockets = own.map { walk.sockets[$0] }.filter { $0.libraryUse == talk }
      guard let first = sockets.first, let last = sockets.map(\.lastLine).max() else { continue }
      text.prose(
        "Left out: \(Plural.count(sockets.count, "socket")) of the C library, with which \(talk.english); lines \(first.line) to \(last).",
        korean: "뺀 C 라이브러리의 소켓 \(sockets.count)개: \(talk.korean). 기록의 \(first.line)~\(last)번째 줄.")
    }
    let unknown = own.map { walk.sockets[$0] }.filter { $0.origin == .unknown }
    guard let first = unknown.first else { return }
    text.prose(
      "Left out: \(Plural.count(unknown.count, "socket")) that the log did not open, first used in line \(first.line).",
      korean: "뺀 소켓 \(unknown.count)개: 여는 호출이 기록에 없습니다. 처음 쓰인 곳은 \(first.line)번째 줄입니다.")
  }
}
