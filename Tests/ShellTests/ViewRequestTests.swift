import Support
import Testing

@testable import Shell

/// What clients of a view may send.
@Suite struct ViewRequestTests {
  @Test(arguments: [
    ("GET /t0/ HTTP/1.1\r\nHost: x\r\n\r\n", ViewRequest.page), ("GET /t0/ HTTP/1.0\n\n", .page),
    ("GET /t0/events HTTP/1.1\r\n\r\n", .events), ("GET /t0 HTTP/1.1\r\n\r\n", .unknown),
    ("GET / HTTP/1.1\r\n\r\n", .unknown), ("GET /t1/ HTTP/1.1\r\n\r\n", .unknown),
    ("GET /t0/../x HTTP/1.1\r\n\r\n", .unknown), ("POST /t0/ HTTP/1.1\r\n\r\n", .unknown), ("GET\r\n\r\n", .unknown),
    ("GET /t0/  HTTP/1.1\r\n\r\n", .unknown), ("\u{16}\u{3}\u{1}", .unknown), ("\r\n\r\n", .unknown),
  ])
  func aWholeRequestIsUnderstood(text: String, request: ViewRequest) {
    #expect(ViewRequest(Array(text.utf8), token: "t0") == request)
  }

  @Test(arguments: ["", "G", "GET /t0/ HTTP/1.1\r\n", "GET /t0/ HTTP/1.1\r\nHost: x\r\n"])
  func theRestOfARequestIsAwaited(text: String) {
    #expect(ViewRequest(Array(text.utf8), token: "t0") == nil)
  }

  @Test func aRequestHasALimit() {
    let text = "GET /t0/ HTTP/1.1\r\n" + String(repeating: "a", count: ViewRequest.longest)
    #expect(ViewRequest(Array(text.utf8), token: "t0") == .unknown)
  }

  @Test func anEventHasEachLineOfThePage() {
    let event = String(decoding: ViewRequest.event(Array("a\n\nb".utf8)), as: UTF8.self)
    #expect(event == "data: a\ndata: \ndata: b\n\n")
  }

  @Test func anAnswerSaysHowLongItIs() {
    let answer = String(decoding: ViewRequest.page.answer(Array("안".utf8)), as: UTF8.self)
    #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.contains("Content-Length: 3\r\n"))
    #expect(answer.hasSuffix("\r\n\r\n안"))
    #expect(String(decoding: ViewRequest.unknown.answer([1, 2]), as: UTF8.self).hasPrefix("HTTP/1.1 404 "))
  }
}
