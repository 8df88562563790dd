import Glibc
import Handles
import SessionLanguage
import Sockets

extension Command {
  static let recvuntil = Command(
    name: "recvuntil", group: .transfer,
    parameters: [.handle, mark, Parameter("MAX", .integer, optional: true)],
    summary: "Receive until MARK has come, and not a byte more.",
    korean: "MARK까지만 받고, 그 뒤로는 한 바이트도 받지 않습니다.",
    manual: """
      Two calls, again and again: recv with MSG_PEEK waits and looks, recv takes what ends with MARK at the latest. So whatever
      follows MARK stays unread. The data include MARK. It ends earlier at the end of file, after MAX bytes (1M), or when a call
      fails: then what was received until then is shown; it is no longer in the socket.
      MARK may be a regular expression: /[0-9]{1,9} bytes/ ends with the first match in what has come. Each time that more comes,
      it is looked for there, and before it as far back as a match may reach: where * or + let it reach anywhere, in all. A mark that looks like one is written between quotes: "/x/".
      """,
    outputs: "mark, match, EOF or full: what ended it",
    examples: [
      "socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0", "listen srv 1 = 0", "socket cli tcp = fd",
      "connect cli {srv} = 0",
      "accept srv conn = fd", #"send cli "GET /\r\n\r\nbody 12;" = 17"#,
      #"recvuntil conn "\r\n\r\n" = 9 "GET /\r\n\r\n" mark"#,
      #"recvuntil conn /[0-9]{1,3};/ = 8 "body 12;" match"#,
    ],
    inC: CForm(.handle(0), .bytes(1), .number(2))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let pattern = try arguments.pattern(1)
    if pattern != nil { try PatternSearch.requireThread(at: arguments.span(1)) }
    let mark = try pattern == nil ? arguments.data(1) : []
    guard pattern != nil || !mark.isEmpty else {
      throw .invalid("mark", "", at: arguments.span(1), label: "at least one byte")
    }
    let most = try arguments.length(2, default: max(mark.count, 1 << 20), from: max(1, mark.count))
    try arguments.requireStream(target)
    let descriptor = target.descriptor
    let call = Call(
      "recvuntil", [.receives, .mayEndEarly], .descriptor(descriptor),
      pattern.map { .symbol("/\($0)/") } ?? .bytes(mark), .length(most))
    return .call(
      .repeating(call, on: target, in: table, outputs: { $1.ending(word(for: $1, mark, most)) }) { calls in
        guard let pattern else { return calls.receive(until: mark, most, on: descriptor) }
        return calls.receive(untilMatch: pattern, most, on: descriptor)
      })
  }

  private static let mark = Parameter("MARK", .data, mayBePattern: true) { context in
    context.word.hasPrefix("@") ? .files(after: "@") : .parts(["/"] + Literal.forms)
  }

  /// What ended it, where that was not the end of file. An empty mark is a pattern.
  private static func word(for answer: Answer, _ mark: [UInt8], _ most: Int) -> String {
    if mark.isEmpty { return answer.result < most ? "match" : "full" }
    return answer.received.data?.suffix(mark.count).elementsEqual(mark) == true ? "mark" : "full"
  }
}

extension RepeatedCall {
  /// The most bytes that one call asks for.
  static let piece = 4096

  /// Receives until the data end with `mark`.
  fileprivate mutating func receive(until mark: [UInt8], _ most: Int, on descriptor: Int32) -> Int {
    data = []
    var search = DelimiterScanner(mark)
    while let have = data?.count, have < most {
      let seen = receive(min(Self.piece, most - have), on: descriptor, Int32(MSG_PEEK))
      guard !seen.failed else { return -1 }
      guard let bytes = seen.received.data, !bytes.isEmpty else { return have }
      let taken = receive(search.end(in: bytes) ?? bytes.count, on: descriptor)
      guard !taken.failed else { return -1 }
      // Who shares the socket may have taken some of what was seen.
      if search.take(taken.received.data ?? []) != nil { break }
    }
    return data?.count ?? 0
  }

  /// Receives until `pattern` is found in the data, and up to the end of the match.
  fileprivate mutating func receive(untilMatch pattern: String, _ most: Int, on descriptor: Int32) -> Int {
    data = []
    let window = SearchWindow(pattern)
    while let have = data, have.count < most {
      // The more there is to search, the more may come first, so that a search from the beginning is rare.
      let piece = max(Self.piece, have.count)
      let seen = receive(min(piece, most - have.count), on: descriptor, Int32(MSG_PEEK))
      guard !seen.failed else { return -1 }
      guard let bytes = seen.received.data, !bytes.isEmpty else { return have.count }
      let all = have + bytes, start = window.start(in: all, searched: have.count)
      guard let result = search(for: pattern, in: Array(all[start...])) else { return -1 }
      guard case .found(let length, _) = result else {
        if receive(bytes.count, on: descriptor).failed { return -1 }
        continue
      }
      let end = start + length
      // A pattern that looks ahead may have been waiting for what follows its match.
      if end > have.count, receive(end - have.count, on: descriptor).failed { return -1 }
      break
    }
    return data?.count ?? 0
  }

  /// Searches `bytes`, and waits for the result as a system call waits: a signal ends it.
  ///
  /// - Returns: nil when a signal came first, or there is no thread for the search.
  private mutating func search(for pattern: String, in bytes: [UInt8]) -> PatternSearch.Result? {
    let semaphore = Semaphore()
    let search = PatternSearch(pattern, in: bytes) { semaphore.post() }
    if let errno = search.start() {
      fail(errno)
      return nil
    }
    while true {
      if let result = search.result { return result }
      guard let errno = semaphore.wait() else { continue }
      if let result = search.abandon() { return result }
      fail(errno)
      return nil
    }
  }
}

extension Arguments {
  /// Refuses a socket that keeps bounds between messages.
  func requireStream(_ target: Target) throws(Diagnostic) {
    guard let handle = target.handle, !handle.kind.isStream else { return }
    throw Diagnostic(
      "\(handle.name) is not a stream", at: span(0),
      label: "a \(handle.kind.word) socket receives whole messages",
      help: "receive one with recv")
  }
}

extension Answer {
  /// What ended a repetition: the end of file, where the result does not show it already, or else `word`.
  func ending(_ word: String) -> [String] { !received.isEndOfFile ? [word] : result == 0 ? [] : ["EOF"] }
}
