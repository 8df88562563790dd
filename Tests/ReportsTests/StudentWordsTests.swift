@testable import Reports
@testable import Runner
import Support
import Testing

/// Where a line itself ended what came, the student's server is not blamed.
@Suite struct StudentWordsTests {
  private func sentence(_ bytes: String, late: Int = 0, _ bound: ShortReceive.Bound?) -> String? {
    let step = Samples.step("recv conn 3 = 5 \"hello\"", [Samples.done(Samples.recv, bytes.utf8.count)], []) {
      $0.failure = Failure(.result, at: 14..<15)
      $0.failure?.short = ShortReceive(
        bytes: Array(bytes.utf8), late: late, expected: .exactly(Array("hello".utf8)), ending: .open, bound: bound)
    }
    return StudentWords(.english).sentence(of: step)
  }

  @Test func aLineThatAskedForLess() {
    let received = #"This line received 3 of 5 bytes, because it asked for no more: "hel"."#
    #expect(sentence("hel", late: 2, .length(3, call: "recv")) == received)
    #expect(sentence("hel", .cut(3, call: "recv", message: "datagram")) == received)
    #expect(sentence("hel", .length(3, call: "recv")) == #"Your server returned 3 of 5 bytes: "hel"."#)
  }

  @Test func anEmptyDatagram() {
    #expect(sentence("", .message("datagram")) == "Your server sent an empty datagram.")
  }
}
