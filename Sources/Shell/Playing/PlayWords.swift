import Reports
import Runner
import Text

/// What a play says to the person who decides how it goes on.
struct PlayWords {
  let language: Language

  /// The line at `place`, and its file where that is another one than `path`.
  private func line(_ place: Place, of path: String) -> String {
    let file = place.source == path ? nil : TerminalEscape.prose(place.source)
    return language.text(
      "line \(place.number)" + (file.map { " of \($0)" } ?? ""),
      korean: (file.map { "\($0)의 " } ?? "") + "\(place.number)번째 줄")
  }

  func failed(_ place: Place, of path: String) -> String {
    let line = line(place, of: path)
    return language.text(
      "\(line) failed; retry runs it again, continue goes on after it, quit ends the play",
      korean: "\(line)이 실패했습니다. retry는 다시 실행하고, continue는 다음 줄로 넘어가고, quit은 재생을 끝냅니다")
  }

  func stopped(_ line: Int) -> String {
    language.text(
      "stopped after line \(line); continue goes on with the file, quit ends the play",
      korean: "\(line)번째 줄까지 재생했습니다. continue는 파일을 이어서 재생하고, quit은 끝냅니다")
  }

  /// At the prompt that is asked for before a line.
  var prompt: String {
    language.text(
      "the prompt, on the handles of the play; continue leads back, quit ends the play",
      korean: "지금 핸들을 그대로 쓰는 프롬프트입니다. continue는 재생으로 돌아가고, quit은 끝냅니다")
  }

  func step(_ place: Place, of path: String) -> String { line(place, of: path) + "> " }

  var edit: String { language.text("edit> ", korean: "편집> ") }

  /// Said before the first line.
  var opening: String {
    language.text(
      "Enter runs the line that is shown; ? lists the other keys.", korean: "Enter를 누르면 보이는 줄을 실행합니다. ?는 다른 키를 알려 줍니다.")
  }

  var keys: [String] {
    let rows = [
      ("Enter", "run the line", "줄을 실행합니다"), ("s", "skip it", "건너뜁니다"),
      ("e", "edit it before it runs", "실행하기 전에 고칩니다"),
      ("p", "go to the prompt, on the live handles; continue leads back here", "지금 핸들 그대로 프롬프트를 엽니다. continue로 돌아옵니다"),
      ("b", "go back to before the last step, in an isolated session", "격리된 세션이면 마지막 단계 전으로 돌아갑니다"),
      ("q", "quit", "끝냅니다"), ("?", "list these keys", "이 목록을 보여 줍니다"),
    ]
    return rows.map { key, english, korean in
      "  " + key + String(repeating: " ", count: 7 - key.count) + language.text(english, korean: korean)
    }
  }

  func unknown(_ key: String) -> String {
    language.text(
      "unknown key: \(key); ? lists the keys, p is the prompt for lines of your own",
      korean: "없는 키: \(key). ?는 키 목록, p는 직접 입력하는 프롬프트입니다")
  }

  /// Why a line cannot be edited.
  var notEditable: String {
    language.text(
      "this line cannot be edited here: it is too long, or has characters that a terminal would obey",
      korean: "이 줄은 여기서 고칠 수 없습니다. 너무 길거나, 터미널이 명령으로 알아듣는 문자가 있습니다")
  }

  // MARK: Going back

  var goingBack: String {
    language.text(
      "back by one step: what came before it is played anew, so ports and times may differ",
      korean: "한 단계 뒤로 갑니다. 그 앞을 처음부터 다시 재생하므로 포트와 시간은 다를 수 있습니다")
  }

  var isFirstStep: String { language.text("this is the first step", korean: "첫 단계입니다") }

  var notIsolated: String {
    language.text(
      "there is no way back here: this session shares its network with the machine, so its ports, its connections in "
        + "TIME_WAIT and what other programs have seen cannot be undone; with @isolated in the file, or replay "
        + "--isolated, there is",
      korean: "여기서는 뒤로 갈 수 없습니다. 이 세션은 네트워크를 컴퓨터와 함께 쓰므로 포트, TIME_WAIT에 있는 연결, 다른 프로그램이 본 것을 "
        + "되돌릴 수 없습니다. 파일에 @isolated가 있거나 replay --isolated로 시작하면 갈 수 있습니다")
  }

  var hasOthers: String {
    language.text(
      "there is no way back with --role: what the processes of the other roles have done cannot be undone from here; "
        + "replay --step without --role plays all roles, and there is",
      korean: "--role로는 뒤로 갈 수 없습니다. 다른 역할의 프로세스가 한 일을 여기서 되돌릴 수 없기 때문입니다. --role 없이 replay --step으로 "
        + "모든 역할을 재생하면 갈 수 있습니다")
  }

  var captures: String {
    language.text(
      "there is no way back while --capture writes a file: what it holds cannot be taken back",
      korean: "--capture가 파일을 쓰는 동안에는 뒤로 갈 수 없습니다. 쓴 것을 되돌릴 수 없기 때문입니다")
  }
}
