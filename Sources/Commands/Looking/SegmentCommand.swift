import Handles
import SessionLanguage
import Text

extension Command {
  static let segment = Command(
    name: "segment", group: .looking, traits: .needsOneProcess, parameters: [Parameter("N", .text)],
    summary: "Explain a segment of this session bit by bit.",
    korean: "이 세션에서 지나간 세그먼트 하나를 비트까지 설명합니다.",
    manual: """
      N is the number that its card shows while the wire is watched (wire on). Above the fields stands which line was running when it was
      seen and, where the beginning of the connection was seen, too, of which calls it carries data. wire FILE N explains a packet of a
      capture file.
      """
  ) { (arguments, _) throws(Diagnostic) in
    let word = try arguments.text(0)
    guard let number = Int(numeral: word), number > 0 else {
      throw .invalid(
        "segment", word, at: arguments.span(0), label: "segments are counted from 1", help: "for example: segment 7")
    }
    return .request(.wire(.segment(number)))
  }
}
