import Glibc
import Handles
import SessionLanguage
import Sockets

extension Command {
  static let recvuntil = Command(
    name: "recvuntil", group: .transfer,
    parameters: [.handle, Parameter("MARK", .data), Parameter("MAX", .integer, optional: true)],
    summary: "Receive until MARK has come, and not a byte more.",
    manual: """
      Two calls, again and again: recv with MSG_PEEK waits and looks, recv takes what ends with MARK at the latest. So whatever
      follows MARK stays unread. The data include MARK. It ends earlier at the end of file, after MAX bytes (1M), or when a call
      fails: then what was received until then is shown; it is no longer in the socket.
      """,
    outputs: "mark, EOF or full: what ended it",
    examples: [
      "socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0", "listen srv 1 = 0", "socket cli tcp = fd",
      "connect cli {srv} = 0",
      "accept srv conn = fd", #"send cli "GET /\r\n\r\nbody" = 13"#,
      #"recvuntil conn "\r\n\r\n" = 9 "GET /\r\n\r\n" mark"#,
      #"recv conn 64 = 4 "body""#,
    ],
    inC: CForm(.handle(0), .bytes(1), .number(2))
  ) { (arguments, table) throws(Diagnostic) in
    let id = try arguments.openHandle(0)
    let mark = try arguments.data(1)
    if let pattern = arguments.line.words[2].plain, pattern.count > 2, pattern.hasPrefix("/"), pattern.hasSuffix("/") {
      throw Diagnostic(
        "recvuntil waits for bytes, not for a pattern", at: arguments.span(1), label: "a regular expression",
        help: "wait for what ends it, and expect the pattern: recvuntil \(id.name) \"\\n\" = * \(pattern)")
    }
    guard !mark.isEmpty else { throw .invalid("mark", "", at: arguments.span(1), label: "at least one byte") }
    let most = try arguments.length(2, default: max(mark.count, 1 << 20), from: mark.count)
    try arguments.requireStream(id)
    let descriptor = id.descriptor
    let call = Call("recvuntil", [.receives, .mayEndEarly], .descriptor(descriptor), .bytes(mark), .length(most))
    return .call(
      .repeating(
        call, on: id, in: table, outputs: { $1.ending($1.received.data?.ends(with: mark) == true ? "mark" : "full") }
      ) {
        $0.receive(until: mark, most, on: descriptor)
      })
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
    return data!.count
  }
}

extension Arguments {
  /// Refuses a socket that keeps bounds between messages.
  func requireStream(_ id: Handle) throws(Diagnostic) {
    guard !id.kind.isStream else { return }
    throw Diagnostic(
      "\(id.name) is not a stream", at: span(0),
      label: "a \(id.kind.word) socket receives whole messages",
      help: "receive one with recv")
  }
}

extension Answer {
  /// What ended a repetition: the end of file, where the result does not show it already, or else `word`.
  func ending(_ word: String) -> [String] { !received.isEndOfFile ? [word] : result == 0 ? [] : ["EOF"] }
}

extension Array where Element == UInt8 {
  fileprivate func ends(with mark: [UInt8]) -> Bool { suffix(mark.count).elementsEqual(mark) }
}
