import Glibc
import Runner
import SessionLanguage
import Sockets
import Text

/// What a failed line says to the student whose server was played against, in a sentence.
package struct StudentWords: Sendable {
  package let language: Language

  package init(_ language: Language) { self.language = language }

  /// nil where nothing went wrong.
  package func sentence(of step: Step) -> String? {
    guard let failure = step.failure else { return nil }
    if let short = failure.short { return received(short, failure.kind) }
    let answer = step.result?.answer
    switch failure.kind {
    case .data(let expected, let isPrefix, let message): return differs(expected, isPrefix, bytes(answer, message))
    case .noMatch(let pattern, let message): return doesNotMatch(pattern, bytes(answer, message))
    case .notEndOfFile: return notClosed(after: answer)
    case .deadline(let time), .endlessPattern(let time): return timeIsUp(step, time)
    case .state(let handle, let expected, let got, let time):
      return language.text(
        "The connection \(handle) is \(got), but \(expected) was expected after \(Elapsed.given(time, language)).",
        korean: "연결 \(handle)의 상태가 \(Elapsed.given(time, language)) 뒤에도 \(got)입니다. 기대한 상태는 \(expected)입니다.")
    case .condition(let seen):
      let values = seen.joined(separator: ", ")
      return language.text("This does not hold: \(values).", korean: "이 조건이 맞지 않습니다: \(values).")
    default: return answered(step, answer)
    }
  }

  /// A line that could not be run.
  package func sentence(of refusal: Diagnostic) -> String {
    let title = DiagnosticText.title(refusal.translated(to: language))
    return language.text(
      "This line could not be played: \(title).", korean: "이 줄은 재생할 수 없었습니다: \(title).")
  }

  // MARK: Data

  private func received(_ short: ShortReceive, _ kind: Failure.Kind) -> String {
    let wanted = wantedCount(short.expected)
    let time: Int? = if case .deadline(let time) = kind { time } else { nil }
    if let words = bounded(short, wanted) { return words }
    if short.bytes.isEmpty { return nothing(short.ending, wanted, time) }
    let came = came(short, wanted)
    return language.text(
      "Your server returned \(came)\(ending(short.ending, time)): \(shown(short.bytes)).",
      korean: "서버가 \(came)만 보냈습니다\(ending(short.ending, time)): \(shown(short.bytes)).")
  }

  /// Where the line itself ended what came, the server may have sent all of it.
  private func bounded(_ short: ShortReceive, _ wanted: Int?) -> String? {
    if short.behindMark > 0 {
      let came = came(short, wanted)
      return language.text(
        "This line received \(came), because receiving stops at an urgent byte: \(shown(short.bytes)).",
        korean: "수신은 긴급 데이터 앞에서 멈추므로 이 줄은 \(came)만 받았습니다: \(shown(short.bytes)).")
    }
    switch short.bound {
    case .message? where short.bytes.isEmpty:
      return language.text("Your server sent an empty datagram.", korean: "서버가 빈 데이터그램을 보냈습니다.")
    case .length? where short.late > 0, .cut?:
      let came = came(short, wanted)
      return language.text(
        "This line received \(came), because it asked for no more: \(shown(short.bytes)).",
        korean: "이 줄은 그만큼만 달라고 해서 \(came)만 받았습니다: \(shown(short.bytes)).")
    default: return nil
    }
  }

  /// How many bytes came, and of how many.
  private func came(_ short: ShortReceive, _ wanted: Int?) -> String {
    let count = wanted.map {
      language.text("\(short.bytes.count) of \(Plural.bytes($0))", korean: "\($0)바이트 중 \(short.bytes.count)바이트")
    }
    return count ?? language.text(Plural.bytes(short.bytes.count), korean: "\(short.bytes.count)바이트")
  }

  private func wantedCount(_ expected: ShortReceive.Expected) -> Int? {
    switch expected {
    case .exactly(let bytes), .prefix(let bytes): bytes.count
    case .count(let range): range.lowerBound
    case .matching: nil
    }
  }

  private func nothing(_ ending: ShortReceive.Ending?, _ wanted: Int?, _ time: Int?) -> String {
    let rest =
      wanted.map {
        language.text("; \(Plural.bytes($0)) \($0 == 1 ? "was" : "were") expected", korean: ". \($0)바이트가 와야 했습니다")
      } ?? ""
    switch ending {
    case .finished, .closed:
      return language.text(
        "Your server closed the connection before it had sent anything\(rest).",
        korean: "서버가 아무것도 보내지 않고 연결을 닫았습니다\(rest).")
    case .reset, .errorPending:
      return language.text(
        "Your server broke off the connection (RST) before it had sent anything\(rest).",
        korean: "서버가 아무것도 보내지 않고 연결을 끊었습니다(RST)\(rest).")
    case .open, nil:
      let within =
        time.map {
          language.text(" within \(Elapsed.given($0, language))", korean: "\(Elapsed.given($0, language)) 안에 ")
        } ?? ""
      return language.text(
        "Nothing came from your server\(within)\(rest).", korean: "\(within)서버에서 아무것도 오지 않았습니다\(rest).")
    }
  }

  private func ending(_ ending: ShortReceive.Ending?, _ time: Int?) -> String {
    switch ending {
    case .finished, .closed: language.text(" and closed the connection", korean: "(그리고 연결을 닫았습니다)")
    case .reset, .errorPending: language.text(" and broke off the connection (RST)", korean: "(그리고 연결을 끊었습니다, RST)")
    case .open, nil:
      time.map {
        language.text(" within \(Elapsed.given($0, language))", korean: "(\(Elapsed.given($0, language)) 안에)")
      } ?? ""
    }
  }

  private func differs(_ expected: [UInt8], _ isPrefix: Bool, _ got: [UInt8]) -> String {
    let first = HexRow.firstDifference(expected, got)
    if first == got.count, got.count < expected.count {
      return language.text(
        "Your server returned \(got.count) of \(Plural.bytes(expected.count)): \(shown(got)).",
        korean: "서버가 \(expected.count)바이트 중 \(got.count)바이트만 보냈습니다: \(shown(got)).")
    }
    if first == expected.count, !isPrefix {
      return language.text(
        "Your server returned \(Plural.bytes(got.count)), but \(expected.count) were expected: \(shown(got)).",
        korean: "서버가 \(got.count)바이트를 보냈지만 \(expected.count)바이트여야 합니다: \(shown(got)).")
    }
    return language.text(
      "Your server returned \(shown(got)), but \(shown(expected)) was expected: byte \(first + 1) is the first that differs.",
      korean: "서버가 보낸 데이터가 다릅니다. 보낸 것: \(shown(got)), 기대한 것: \(shown(expected)). \(first + 1)번째 바이트부터 다릅니다.")
  }

  private func doesNotMatch(_ pattern: String, _ got: [UInt8]) -> String {
    language.text(
      "Your server returned \(shown(got)), in which /\(pattern)/ finds nothing.",
      korean: "서버가 보낸 \(shown(got))에 /\(pattern)/와 맞는 곳이 없습니다.")
  }

  private func bytes(_ answer: Answer?, _ message: Int) -> [UInt8] {
    let pieces = answer?.received.pieces ?? []
    return message < pieces.count ? pieces[message] : []
  }

  /// How many bytes are shown.
  private static let most = 40

  private func shown(_ bytes: [UInt8]) -> String {
    Literal.text(bytes.prefix(Self.most)) + (bytes.count > Self.most ? "..." : "")
  }

  // MARK: Other results

  private func notClosed(after answer: Answer?) -> String {
    let got = answer?.received.pieces.first ?? []
    return language.text(
      "Your server sent \(Plural.bytes(got.count)) more (\(shown(got))), where it should have closed the connection.",
      korean: "서버가 연결을 닫아야 할 때 \(got.count)바이트를 더 보냈습니다(\(shown(got))).")
  }

  private func timeIsUp(_ step: Step, _ time: Int) -> String {
    let call = step.failedExchange?.call, within = Elapsed.given(time, language)
    if call?.traits.contains(.receives) == true {
      return step.command?.expectation?.expectsEnd == true
        ? language.text(
          "Your server did not close the connection within \(within).", korean: "서버가 \(within) 안에 연결을 닫지 않았습니다.")
        : language.text(
          "Nothing came from your server within \(within).", korean: "\(within) 안에 서버에서 아무것도 오지 않았습니다.")
    }
    if call?.traits.contains(.connects) == true {
      return language.text(
        "Your server did not take the connection within \(within).", korean: "서버가 \(within) 안에 연결을 받지 않았습니다.")
    }
    if call?.traits.contains(.sends) == true {
      return language.text(
        "Your server did not read what was sent to it within \(within).", korean: "서버가 받은 데이터를 \(within) 안에 읽지 않았습니다.")
    }
    return language.text(
      "\(call?.name ?? "The call") had not returned after \(within).",
      korean: "\(call?.name ?? "이") 호출이 \(within) 뒤에도 끝나지 않았습니다.")
  }

  private func answered(_ step: Step, _ answer: Answer?) -> String {
    let name = step.failedExchange?.call.name ?? "the call"
    guard let answer, answer.failed else {
      let result = answer.map { " (\(name) returned \($0.result))" } ?? ""
      let title = FailureText.diagnostic(step).map { DiagnosticText.title($0.translated(to: language)) } ?? ""
      return language.text("Not what was expected: \(title)\(result).", korean: "기대한 것과 다릅니다: \(title)\(result).")
    }
    switch answer.errno.rawValue {
    case ECONNREFUSED:
      return language.text(
        "Nothing listens at that address (ECONNREFUSED).", korean: "그 주소에서 연결을 기다리는 프로그램이 없습니다(ECONNREFUSED).")
    case ECONNRESET, EPIPE:
      return language.text(
        "Your server broke off the connection (\(answer.errno.symbol)).",
        korean: "서버가 연결을 끊었습니다(\(answer.errno.symbol)).")
    default:
      return language.text(
        "\(name) failed: \(answer.errno.symbol) (\(answer.errno.text)).",
        korean: "\(name) 호출이 실패했습니다: \(answer.errno.symbol) (\(answer.errno.text)).")
    }
  }
}

extension Expectation {
  /// Whether the end of the stream is expected.
  fileprivate var expectsEnd: Bool { outcome?.pattern == .endOfFile || outcome?.pattern == .number(0...0) }
}
