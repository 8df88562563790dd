import SessionLanguage
import Text

extension Command {
  /// All commands, in help's order.
  package static let all: [Command] = [
    socket, socketpair, pipe, open, memfd, eventfd, timerfd, signalfd, pidfd, dup, adopt, close, reset, shutdown,
    bind, listen, accept, accept4, connect, getsockname, getpeername, getaddrinfo, getnameinfo, peer, run,
    send, recv, sendto, recvfrom, sendmsg, recvmsg, sendmmsg, recvmmsg, read, write, readv, writev,
    recvuntil, recvall, sendall, sendfile, splice, tee, sockatmark, hex,
    setsockopt, getsockopt, options, ioctl, fcntl,
    poll, ppoll, select, pselect, epollCreate, epollCtl, epollWait, epollPwait, epollPwait2,
    nonblock, signal, jobs, wait, cancel, fg, sleep, pause,
    handles, state, path, why, c, errors, help, clear,
    fds, sockaddr, tcpinfo, sockets, interfaces, routes, sysctl, wire, segment, ladder,
    host, cable, capture, route, address, link, nat, destroy, rlimit, capability,
    tour, hint, skip, learn, quiz, inject, `let`, role, share, record, note, source, replay, retry, `continue`, quit,
  ]

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// Those that people type most, the commonest first: a word that begins several commands means the first of these.
  private static let commonest: [Command] = [
    socket, connect, send, recv, listen, bind, accept, close, help, quit, state, why, handles, setsockopt, getsockopt,
    shutdown, read, write, poll, wait, cancel, jobs, options, errors, fds, interfaces, record, dup,
  ]

  /// The commands that `name` may mean: the one of that name, or those it begins. Where one begins all the others, such
  /// as accept, it is meant, and so is the commonest of them.
  package static func matching(_ name: String) -> [Command] {
    if let exact = byName[name] { return [exact] }
    let found = name.isEmpty ? [] : all.filter { $0.name.hasPrefix(name) }
    let shortest = found.first { short in found.allSatisfy { $0.name.hasPrefix(short.name) } }
    let common = found.count > 1 ? commonest.first { $0.name.hasPrefix(name) } : nil
    return (shortest ?? common).map { [$0] } ?? found
  }

  /// The command that `name`, which may be shortened, means. `others` are words that may have been meant as well.
  package static func find(_ name: String, at span: Span, orAmong others: [String] = []) throws(Diagnostic) -> Command {
    let found = matching(name)
    if found.count == 1 { return found[0] }
    let names = found.map(\.name)
    guard found.isEmpty else {
      throw Diagnostic("\(name) is ambiguous", at: span, label: names.joined(separator: " or ") + "?")
    }
    throw unknown(name, at: span, orAmong: others)
  }

  static func unknown(_ name: String, at span: Span, orAmong others: [String] = []) -> Diagnostic {
    if name.hasSuffix(">") || name.hasSuffix("＞") { return role(name, at: span) }
    // The keyboard may still be in Korean.
    let near = Diagnostic.nearest(to: KoreanKeyboard.keys(of: name) ?? name, among: all.map(\.name) + others)
    let isTopic = others.isEmpty && Topic.find(name) != nil
    return Diagnostic(
      "unknown command: \(name)", at: span, label: near.map { "did you mean \($0)?" } ?? "",
      help: isTopic ? "help \(name) explains it; help lists the commands" : "help lists the commands"
    ).inKorean(
      "없는 명령: \(name)", label: near.map(Diagnostic.koreanSuggestion),
      help: (isTopic ? "help \(name)에 설명이 있습니다. " : "") + "help를 입력하면 명령이 모두 나옵니다")
  }

  /// For a name that was to be the role before a line.
  private static func role(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "unknown command: \(name)", at: span,
      help: "a role before a line, as in server> listen srv, is one name: \(Name.rule)"
    ).inKorean(
      "없는 명령: \(name)", help: "역할은 server> listen srv처럼 줄 앞에 이름 하나로 적습니다. 영문자나 _로 시작하고 영문자, 숫자, _, -를 쓸 수 있습니다")
  }

  /// The words of `line` that name what it makes: handles, or a variable.
  package func namingWords(of line: CommandLine) -> [Word] {
    if let names { return names(line) }
    return line.words.dropFirst().dropLast(countByHand(line)).enumerated().filter { index, _ in
      parameter(at: index).map { $0.kind == .newHandle || $0.kind == .newVariable } ?? false
    }.map(\.element)
  }

  /// Refuses a `line` with too few or too many words, and one that expects what the command never gives.
  package func checkShape(_ line: CommandLine) throws(Diagnostic) {
    if !makesCall, let span = line.expectation?.resultSpan {
      throw Diagnostic(
        "\(name) makes no call", at: span, label: "so it has no result",
        help: "[handle STATE] may follow it; write a check such as ? a.unread == 0 on a line of its own")
    }
    if !makesCall, let expectation = line.expectation, expectation.limitsNothingBesideTheCall {
      throw Diagnostic(
        "\(name) takes no within", at: expectation.span, label: "it makes no call that could wait",
        help: "within is the time for a call, for ? checks, and for [handle STATE] and {> SEGMENT} to come to hold")
    }
    if let word = line.expectation?.given.first, !mayOutput {
      throw Diagnostic(
        "\(name) outputs no words", at: word.span,
        help:
          "write data in quotes; after a result there may also be from ADDRESS, [handle STATE], within TIME or (a remark)"
      )
    }
    let count = line.words.count - 1 - countByHand(line)
    guard !wordCount.contains(count) else { return }
    let missing = count < wordCount.lowerBound
    let lacksHandle = missing && count > 0 && parameters.first?.kind == .handle && line.words[1].isNoHandle
    let span =
      lacksHandle
      ? line.words[1].span
      : missing
        ? line.end..<line.end + 1
        : line.words[wordCount.upperBound + 1].span.lowerBound..<line.words[count].span.upperBound
    let name = missing ? parameters.filter { !$0.isOptional }[lacksHandle ? 0 : count].name : ""
    throw missing
      ? .missing(name, at: span, shape: synopsis, example: ownExample)
      : .tooManyWords(
        at: span, help: Diagnostic.usage(shape: Diagnostic.taking(synopsis), example: ownExample)
      ).inKorean(
        "인자가 너무 많습니다", label: "여기부터는 필요 없는 인자입니다",
        help: (["쓰는 법: \(synopsis)"] + (ownExample.map { ["예: \($0)"] } ?? [])).joined(separator: ", "))
  }

  /// The first of its examples that is a line of its own command, without what it expects.
  private var ownExample: String? {
    for example in examples {
      guard let statement = try? Parser.parse(Array(example.utf8)), case .command(let line) = statement.body,
        line.name == name
      else { continue }
      return String(decoding: statement.typed, as: UTF8.self)
    }
    return nil
  }
}

extension Word {
  /// Whether it is data or an address, which no handle can be called.
  fileprivate var isNoHandle: Bool {
    if let plain { return plain.contains(":") && !plain.hasPrefix(Arguments.numberPrefix) }
    return segments.contains { if case .quoted = $0 { true } else { false } }
  }
}
