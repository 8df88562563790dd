import Runner
import SessionLanguage
import Sockets
import Text

// The error of a failed check in Korean. What was played and why it failed are in the words of the system.
extension FailureText {
  /// - Parameters:
  ///   - kind: What has failed.
  ///   - answer: That of the call, if it has returned.
  ///   - label: The one in English, whose value remains.
  /// - Returns: nil where there is none in Korean.
  static func korean(_ kind: Failure.Kind, _ answer: Answer?, _ label: String) -> (title: String, label: String)? {
    let got = label.hasPrefix("got ") ? "실제: " + label.dropFirst("got ".count) : label
    switch kind {
    case .failed: return ("호출이 실패했습니다", got)
    case .result: return ("결과가 다릅니다", got)
    case .errno: return ("errno가 다릅니다", got)
    case .data: return ("데이터가 다릅니다", got)
    case .noMatch: return ("데이터가 패턴과 맞지 않습니다", got)
    case .sender: return ("보낸 쪽이 다릅니다", got)
    case .noMessage(let index): return ("그런 메시지가 없습니다", "메시지 \(index)개만 왔습니다")
    case .notEndOfFile: return ("스트림의 끝이 아닙니다", got)
    case .notBlocked:
      return ("호출이 반환했습니다", answer.map { "실제: " + ($0.failed ? $0.errno.symbol : "\($0.result)") } ?? label)
    case .deadline(let milliseconds): return ("시간이 다 되었습니다", "\(milliseconds) ms가 지나도 반환하지 않았습니다")
    case .stillWaiting: return ("호출이 아직 기다립니다", "결과가 아직 없습니다")
    case .state(let handle, let expected, let got, let milliseconds):
      return ("상태가 다릅니다", "\(handle): 기대 \(expected), 실제 \(got), \(milliseconds) ms 뒤")
    case .condition(let seen): return ("조건이 맞지 않습니다", "실제: " + seen.map(value).joined(separator: ", "))
    case .unending(let seen, let turns, let milliseconds):
      let time = milliseconds.map { ", \($0) ms" } ?? ""
      return ("반복이 끝나지 않았습니다", "\(turns)번\(time) 뒤에도 " + seen.map(value).joined(separator: ", "))
    default: return nil
    }
  }

  /// `conn.unread is 5`, as it is compared.
  private static func value(_ seen: String) -> String {
    seen.firstRange(of: " is ").map { seen[..<$0.lowerBound] + " == " + seen[$0.upperBound...] } ?? seen
  }

  static func koreanHelp(_ kind: Failure.Kind) -> String? {
    switch kind {
    case .failed: "실패해야 하는 호출이면 뒤에 적습니다: = -1 ERRNO"
    case .deadline: "@timeout으로 시간을 늘리거나, &로 백그라운드에서 기다리게 합니다"
    case .unending(_, let turns, let milliseconds):
      milliseconds == nil
        ? "repeat \(turns * 10) until …로 횟수를 늘립니다" : "@timeout이나 조건 뒤의 within으로 시간을 늘립니다"
    default: nil
    }
  }
}
