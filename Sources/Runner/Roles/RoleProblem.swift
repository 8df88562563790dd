import Sockets
import Text

/// Why the roles of a file cannot be played by several processes, or no longer.
package enum RoleProblem: Error, Equatable, Sendable {
  /// The processes cannot meet at an address, because of the system.
  case cannotMeet(at: String, String)
  /// Another user's process is at the address.
  case otherUser(at: String)
  case otherFile
  /// The variables whose values differ.
  case otherVariables([String])
  /// Of these roles and this process, one is isolated and the other is not.
  case otherNetwork([String], areIsolated: Bool)
  /// What listens at the address has sent something else, or has hung up before it sent anything.
  case stranger(at: String, isSilent: Bool)
  case rolesTaken([String])
  case nobodyCame([String], seconds: Int)
  case noNamespace(String)
  /// The process that played these roles has ended without a word.
  case gone([String])
  /// Nothing was heard of it.
  case silent([String], seconds: Int)
  /// What came from there is nothing that belongs here.
  case outOfStep([String])
  /// It said that it plays no more, and why.
  case left([String], Verdict)
  case interrupted

  /// What the play comes to.
  package var verdict: Verdict {
    switch self {
    case .left(_, .held): .held
    case .left(_, .checkFailed): .checkFailed
    case .left(_, .skipped): .skipped
    case .interrupted: .interrupted
    default: .couldNotRun
    }
  }

  package func text(in language: Language) -> String { language.text(english, korean: korean) }

  private var english: String {
    switch self {
    case .cannotMeet(let address, let why): "the processes cannot meet at \(address): \(why)"
    case .otherUser(let address): "another user's process is at \(address): name another place with --sync unix:PATH"
    case .otherFile: "the other process plays another file: all need the same one, to the last byte"
    case .otherVariables(let names):
      "the other process has other variables (\(names.joined(separator: ", "))): give all processes the same --var"
    case .otherNetwork(let roles, true):
      "\(Self.list(roles)) plays with --isolated; this one does not: give it to all processes, or to none"
    case .otherNetwork(let roles, false):
      "this one plays with --isolated; \(Self.list(roles)) does not: give it to all processes, or to none"
    case .stranger(let address, true):
      "what listens at \(address) has hung up without a word: it has ended, or is not a sockplay that plays this file; then name another place with --sync"
    case .stranger(let address, false):
      "what answers at \(address) is no sockplay that plays this file: name another place with --sync"
    case .rolesTaken(let roles):
      "another process plays \(Self.list(roles)) already; if that is another group, give each a --sync of its own"
    case .nobodyCame(let roles, let seconds):
      "nobody came to play \(roles.joined(separator: ", ")) within \(seconds) s: is it the same file there, and the same --sync?"
    case .noNamespace(let why): "the processes cannot have one network namespace: \(why)"
    case .gone(let roles): "\(Self.processes(roles)) has ended without a word"
    case .silent(let roles, let seconds): "\(Self.processes(roles)) has not been heard of for \(seconds) s"
    case .outOfStep(let roles): "\(Self.processes(roles)) sent something that does not belong here"
    case .left(let roles, .checkFailed): "this line failed at \(Self.list(roles)): its terminal says why"
    case .left(let roles, .skipped): "\(Self.list(roles)) lacks something that the file needs: its terminal says what"
    case .left(let roles, .held): "\(Self.list(roles)) has ended the play"
    case .left(let roles, .interrupted): "\(Self.list(roles)) was interrupted"
    case .left(let roles, _): "\(Self.list(roles)) could not go on: its terminal says why"
    case .interrupted: "interrupted"
    }
  }

  private var korean: String {
    switch self {
    case .cannotMeet(let address, let why): "\(address)에서 만날 수 없습니다: \(why)"
    case .otherUser(let address): "\(address)에는 다른 사용자의 프로세스가 있습니다. --sync unix:PATH로 다른 곳을 정하세요"
    case .otherFile: "상대 프로세스의 파일이 다릅니다. 마지막 바이트까지 같은 파일이어야 합니다"
    case .otherVariables(let names): "상대 프로세스의 변수가 다릅니다(\(names.joined(separator: ", "))). 모두 같은 --var를 주세요"
    case .otherNetwork(let roles, true):
      "\(Self.list(roles)) 역할은 --isolated로 재생하는데 이쪽은 아닙니다. 모두에게 주거나 아무에게도 주지 마세요"
    case .otherNetwork(let roles, false):
      "이쪽은 --isolated로 재생하는데 \(Self.list(roles)) 역할은 아닙니다. 모두에게 주거나 아무에게도 주지 마세요"
    case .stranger(let address, true):
      "\(address)에서 기다리던 프로그램이 아무 말 없이 연결을 끊었습니다. 프로그램이 끝났거나, 이 파일을 재생하는 sockplay가 아닙니다. 아니라면 --sync로 다른 곳을 정하세요"
    case .stranger(let address, false):
      "\(address)에서 답한 것은 이 파일을 재생하는 sockplay가 아닙니다. --sync로 다른 곳을 정하세요"
    case .rolesTaken(let roles): "다른 프로세스가 이미 \(Self.list(roles)) 역할을 맡고 있습니다. 다른 조라면 조마다 --sync를 따로 주세요"
    case .nobodyCame(let roles, let seconds):
      "\(seconds)초 동안 \(roles.joined(separator: ", ")) 역할이 오지 않았습니다. 파일과 --sync가 같은지 보세요"
    case .noNamespace(let why): "프로세스들이 네트워크 네임스페이스를 함께 쓸 수 없습니다: \(why)"
    case .gone(let roles): "\(Self.list(roles)) 프로세스가 아무 말 없이 끝났습니다"
    case .silent(let roles, let seconds): "\(seconds)초 동안 \(Self.list(roles)) 프로세스의 소식이 없습니다"
    case .outOfStep(let roles): "\(Self.list(roles)) 프로세스가 여기에 맞지 않는 것을 보냈습니다"
    case .left(let roles, .checkFailed): "이 줄이 \(Self.list(roles))에서 실패했습니다. 이유는 그 터미널에 있습니다"
    case .left(let roles, .skipped): "\(Self.list(roles))에는 파일에 필요한 것이 없습니다. 그 터미널을 보세요"
    case .left(let roles, .held): "\(Self.list(roles))에서 재생을 끝냈습니다"
    case .left(let roles, .interrupted): "\(Self.list(roles))에서 중단했습니다"
    case .left(let roles, _): "\(Self.list(roles))에서 계속할 수 없었습니다. 이유는 그 터미널에 있습니다"
    case .interrupted: "중단했습니다"
    }
  }

  private static func list(_ roles: [String]) -> String { roles.joined(separator: ", ") }

  private static func processes(_ roles: [String]) -> String { "the process that plays \(list(roles))" }
}
