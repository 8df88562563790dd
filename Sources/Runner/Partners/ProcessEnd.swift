import CSockets
import Text

/// How a process ended, see wait(2).
package enum ProcessEnd: Equatable, Sendable {
  case exit(code: Int)
  case signal(Int32)

  package init(status: Int32) {
    let signal = status & 0x7f
    self = signal == 0 ? .exit(code: Int(status >> 8) & 0xff) : .signal(signal)
  }

  package func text(in language: Language) -> String {
    switch self {
    case .exit(0): language.text("has ended", korean: "끝났습니다")
    case .exit(let code):
      language.text("has ended with exit code \(code)", korean: "끝났습니다(종료 코드 \(code))")
    case .signal(let number):
      language.text("was ended by \(Self.symbol(number))", korean: "\(Self.symbol(number)) 시그널로 끝났습니다")
    }
  }

  /// `SIGSEGV`.
  package static func symbol(_ number: Int32) -> String {
    sockplay_signal_name(number).map { "SIG" + String(cString: $0) } ?? "signal \(number)"
  }
}
