import Commands
import Foundation
import Support
import Testing

/// docs/errors.md: each documented pair of a call and an errno, with the session that shows it, or why none does.
@Suite struct ErrorDocumentTests {
  private static let pages = ErrorPage.all + ErrorPage.families

  /// What there is of each pair.
  private enum Shown { case byTheKernel, injected, not }

  private static func shown(_ page: ErrorPage, _ error: CallError) -> (Shown, ErrorSession?) {
    guard let session = page.session(of: error.symbol, by: page.words[0]) else { return (.not, nil) }
    return (session.isInjected ? .injected : .byTheKernel, session)
  }

  /// A pair has a session or a reason why there is none, and not both.
  @Test(arguments: pages.map { $0.calls[0] })
  func eachPairHasASessionOrAReason(_ name: String) throws {
    let page = try #require(Self.pages.first { $0.calls[0] == name })
    for error in page.errors {
      let session = Self.shown(page, error).1
      #expect((session == nil) != (error.whyUnshown == nil), "\(name) \(error.symbol)")
    }
  }

  @Test func theDocumentHasEachPair() throws {
    let path = "docs/errors.md", mark = "<!-- From here on it is written by ErrorDocumentTests. -->\n"
    let text = try Documents.text(path)
    let start = try #require(text.range(of: mark)).upperBound
    try Golden.expect(text[..<start] + Self.summary + Self.pages.map(Self.table).joined(), at: Documents.url(path))
  }

  private static var summary: String {
    let all = pages.flatMap { page in page.errors.map { shown(page, $0).0 } }
    func count(_ wanted: Shown) -> Int { all.count { $0 == wanted } }
    return """

      \(all.count) pairs of a page and an errno: \(count(.byTheKernel)) have a session in which the kernel gives it, \
      \(count(.injected)) one in which it is injected, and \(count(.not)) have none.

      """
  }

  private static func table(_ page: ErrorPage) -> String {
    var text = "\n## \(page.calls.joined(separator: ", "))\n\n| errno | because | session |\n|---|---|---|\n"
    for error in page.errors {
      let (shown, session) = shown(page, error)
      let name = session.map { "\($0.call)-\(error.symbol)" }
      let link = name.map { "[\($0)](../Sessions/errors/\($0).session)" + (shown == .injected ? ", injected" : "") }
      let cell = link ?? "none: \(error.whyUnshown ?? "")"
      text += "| \(error.symbol) | \(error.cause) | \(cell.replacing("|", with: "\\|")) |\n"
    }
    return text
  }
}
