import Handles
import SessionLanguage

extension Command {
  static let ladder = Command(
    name: "ladder", group: .looking, traits: .needsOneProcess,
    summary: "Show all segments of this session between their ends.",
    korean: "이 세션의 모든 세그먼트를 양 끝 사이의 사다리로 보여 줍니다.",
    manual: """
      Time goes down. Each segment that passed while the wire was watched (wire on) is an arrow between its two ends. Calls with their
      results and states that changed are at the end where they were. The last 10,000 segments are kept.
      """
  ) { (_, _) throws(Diagnostic) in .request(.wire(.ladder)) }
}
