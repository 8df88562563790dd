import Glibc
import Isolation
import Runner
import Sockets
import Text

/// What went wrong with a program that a file was played against.
package enum ProgramFault: Sendable, Equatable {
  /// The submission could not be brought to where it is to run: this call failed.
  case notCopied(call: String, errno: Int32)
  case buildFailed(ProcessEnd)
  /// After this many milliseconds.
  case buildTooLong(Int)
  case endedBeforeListening(ProcessEnd, port: ProgramPort)
  /// After this many milliseconds, although it listens on others.
  case notListening(port: ProgramPort, Int, others: [ProgramPort])
  case ended(ProcessEnd)
  case tookTooMuch(Excess, limit: String)
  case stillRan
  /// A client was refused, while it listened at these addresses.
  case listensAt(String)

  /// For a teacher or an engineer: `the program was ended by SIGSEGV`.
  package func sentence(_ language: Language) -> String {
    switch self {
    case .notCopied(let call, let errno):
      language.text(
        "cannot copy it: \(Self.reason(call, errno, .english))",
        korean: "복사할 수 없습니다: \(Self.reason(call, errno, .korean))")
    case .buildFailed(let end):
      language.text("the build failed: it \(end.text(in: .english))", korean: "빌드 실패: \(end.text(in: .korean))")
    case .buildTooLong(let time):
      language.text(
        "the build took longer than \(Elapsed.given(time, .english))",
        korean: "빌드가 \(Elapsed.given(time, .korean))보다 오래 걸렸습니다")
    case .endedBeforeListening(let end, let port):
      language.text(
        "the program \(end.text(in: .english)) before anything listened on \(port.text(.english))",
        korean: "프로그램이 \(port.text(.korean))에서 연결을 기다리기 전에 \(end.text(in: .korean))")
    case .notListening(let port, let time, let others):
      language.text(
        "nothing listened on \(port.text(.english)) within \(Elapsed.given(time, .english))"
          + Self.elsewhere(others, .english),
        korean: "\(Elapsed.given(time, .korean)) 안에 \(port.text(.korean))에서 연결을 기다리지 않았습니다"
          + Self.elsewhere(others, .korean))
    case .ended(let end):
      language.text("the program \(end.text(in: .english))", korean: "프로그램이 \(end.text(in: .korean))")
    case .tookTooMuch(let excess, let limit):
      language.text(
        "the program was stopped: it took more than \(limit)\(Self.of(excess, .english))",
        korean: "프로그램을 중지했습니다: \(Self.of(excess, .korean)) 한도(\(limit))를 넘었습니다")
    case .stillRan: language.text("the program still ran", korean: "프로그램은 계속 실행 중이었습니다")
    case .listensAt(let places):
      language.text("the program listens at \(places)", korean: "프로그램은 \(places)에서 기다립니다")
    }
  }

  /// For a student: what their program did.
  package func words(_ language: Language) -> String {
    switch self {
    case .notCopied(let call, let errno):
      language.text(
        "Your submission could not be read: \(Self.reason(call, errno, .english)).",
        korean: "제출물을 읽을 수 없습니다: \(Self.reason(call, errno, .korean)).")
    case .buildFailed(let end):
      language.text(
        "Your program could not be built: the build \(Self.phrase(end, .english)).",
        korean: "프로그램을 빌드할 수 없습니다. 빌드가 \(Self.phrase(end, .korean)).")
    case .buildTooLong(let time):
      language.text(
        "Your program could not be built: the build was stopped after \(Elapsed.given(time, .english)).",
        korean: "프로그램을 빌드할 수 없습니다. 빌드가 \(Elapsed.given(time, .korean)) 안에 끝나지 않아 중지했습니다.")
    case .endedBeforeListening(let end, let port):
      language.text(
        "Your server ended before it listened on \(port.text(.english)): it \(Self.phrase(end, .english)).",
        korean: "서버가 \(port.text(.korean))에서 연결을 기다리기 전에 \(Self.koreanEnd(end)).")
    case .notListening(let port, let time, let others):
      language.text(
        "Nothing listened on \(port.text(.english)) within \(Elapsed.given(time, .english))\(Self.elsewhere(others, .english)).",
        korean:
          "\(Elapsed.given(time, .korean)) 안에 \(port.text(.korean))에서 연결을 기다리는 프로그램이 없었습니다\(Self.elsewhere(others, .korean))."
      )
    case .ended(.signal(let number)):
      language.text(
        "Your server crashed here: \(Self.signal(number, .english)).",
        korean: "여기서 서버가 비정상 종료했습니다. \(Self.signal(number, .korean)).")
    case .ended(let end):
      language.text(
        "Your server had ended by then: it \(Self.phrase(end, .english)).",
        korean: "이때 서버는 이미 끝나 있었습니다. \(Self.phrase(end, .korean)).")
    case .tookTooMuch(let excess, let limit):
      language.text(
        "Your program was stopped: it took more than \(limit)\(Self.of(excess, .english)).",
        korean: "프로그램을 중지했습니다. \(Self.of(excess, .korean)) 한도(\(limit))를 넘었습니다.")
    case .stillRan: ""
    case .listensAt(let places):
      language.text(
        "Nothing listens at the address of this line; your server listens at \(places).",
        korean: "이 줄의 주소에서는 아무도 기다리지 않습니다. 서버는 \(places)에서 기다립니다.")
    }
  }

  /// Why a submission was not copied. These errors come only from what it is, see `FolderCopy`.
  private static func reason(_ call: String, _ errno: Int32, _ language: Language) -> String {
    switch errno {
    case ELOOP: language.text("it is a symbolic link", korean: "심볼릭 링크입니다")
    case EINVAL: language.text("it is neither a file nor a folder", korean: "파일도 폴더도 아닙니다")
    case ENAMETOOLONG:
      language.text(
        "its folders are nested more than \(Confinement.deepest) deep",
        korean: "폴더가 \(Confinement.deepest)단계보다 깊습니다")
    default: "\(call): \(Errno(errno).text)"
    }
  }

  private static func elsewhere(_ others: [ProgramPort], _ language: Language) -> String {
    guard !others.isEmpty else { return "" }
    let list = others.map { $0.text(language) }.joined(separator: ", ")
    return language.text("; it listens on \(list) instead", korean: ". 대신 \(list)에서 기다립니다")
  }

  private static func of(_ excess: Excess, _ language: Language) -> String {
    switch excess {
    case .memory: language.text(" of memory", korean: "메모리가")
    case .processes: language.text(" processes and threads", korean: "프로세스와 스레드가")
    case .output: language.text(" of output", korean: "출력이")
    }
  }

  private static func phrase(_ end: ProcessEnd, _ language: Language) -> String {
    switch end {
    case .exit(127):
      language.text("says that there is no such command (exit code 127)", korean: "그런 명령이 없다고 합니다(종료 코드 127)")
    case .exit(let code): language.text("ended with exit code \(code)", korean: "끝났습니다(종료 코드 \(code))")
    case .signal(let number):
      language.text("crashed with \(signal(number, .english))", korean: signal(number, .korean))
    }
  }

  /// How it ended, as the end of a Korean sentence.
  private static func koreanEnd(_ end: ProcessEnd) -> String {
    if case .exit(let code) = end, code != 127 { return phrase(end, .korean) }
    return "끝났습니다. \(phrase(end, .korean))"
  }

  private static func signal(_ number: Int32, _ language: Language) -> String {
    let symbol = ProcessEnd.symbol(number)
    let meaning: (String, String)? =
      switch number {
      case SIGSEGV, SIGBUS: ("it used memory that is not its own", "자기 것이 아닌 메모리를 사용했습니다")
      case SIGABRT: ("it gave up by itself, see its last output", "스스로 중단했습니다. 마지막 출력을 보세요")
      case SIGFPE: ("it divided by zero, or the like", "0으로 나누는 것과 같은 계산을 했습니다")
      case SIGPIPE: ("it sent to a connection that was closed", "닫힌 연결에 보냈습니다")
      case SIGXFSZ: ("it wrote a file that is too large", "너무 큰 파일을 썼습니다")
      case SIGXCPU: ("it took too much time of the processor", "CPU를 너무 오래 썼습니다")
      default: nil
      }
    return symbol + (meaning.map { language.text(" (\($0.0))", korean: " (\($0.1))") } ?? "")
  }
}
