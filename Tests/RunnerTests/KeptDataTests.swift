import Runner
import SessionLanguage
import Support
import Testing

/// `-> {token}` keeps what came.
@Suite(.waits) struct KeptDataTests {
  private func prepared(sending data: String, _ kind: String = "unix") throws -> Play {
    let play = try Play(["socketpair a b \(kind)", "send a \(data)"])
    play.session.timeout = 200
    return play
  }

  @Test(arguments: [
    ("recv b 64 = /token=(\\w+)/ -> {x}", "5f"), ("recv b 64 = /token=\\w+/ -> {x}", "a token=5f; 안"),
    ("recv b 64 = 15 -> {x}", "a token=5f; 안"), ("recv b 64 = * -> {x} [b ESTABLISHED]", "a token=5f; 안"),
    ("recv b 64 = \"a \"... -> {x} within 1s", "a token=5f; 안"), ("recv b 64 = 1..64 /(q)?;/ -> {x}", ""),
    ("recv b 64 = /; (.)$/ -> {x}", "안"), ("recv b 3 = 3 -> {x}", "a t"),
    ("recvuntil b \"=\" = * mark -> {x}", "a token="),
  ])
  func theFirstGroupOrAllDataAreKept(line: String, value: String) throws {
    let play = try prepared(sending: "\"a token=5f; 안\"")
    let step = try play.run(line)
    #expect(step.failure == nil && play.table.variables["x"] == value)
    #expect(step.listing.contains("  {x} is \(Literal.text(value.utf8))"))
    // It is a variable like others from then on.
    #expect(try play.run("let y \"{x}\"").failure == nil && play.table.variables["y"] == value)
  }

  @Test func theGroupOfAnEarlierLineIsForgotten() throws {
    let play = try prepared(sending: "id=1;")
    #expect(try play.run("recv b 64 = /id=(\\d)/").failure == nil)
    #expect(try play.run("send a other").failure == nil)
    #expect(try play.run("recv b 64 = 5 -> {x}").failure == nil)
    #expect(play.table.variables["x"] == "other")
  }

  @Test func theEndOfAStreamAndTheFirstOfSeveralMessagesAreKept() throws {
    let stream = try Play(["socketpair a b unix", "close a"])
    #expect(try stream.run("recv b 9 = 0 -> {x}").failure == nil && stream.table.variables["x"]?.isEmpty == true)
    let datagrams = try prepared(sending: "one", "unix-dgram")
    #expect(try datagrams.run("send a two").failure == nil)
    #expect(try datagrams.run("recvmmsg b 2 64 = 2 /(o)/ \"two\" -> {x}").failure == nil)
    #expect(datagrams.table.variables["x"] == "o")
  }

  @Test func aCallInTheBackgroundGivesItsDataToTheLineThatCollectsIt() throws {
    let play = try Play(["socketpair a b unix", "recv b 64 & = blocks", "send a id=7"])
    #expect(try play.run("wait b = /id=(.)/ -> {x}").failure == nil && play.table.variables["x"] == "7")
  }

  @Test(arguments: [
    ("recv b 64 = 3 -> {x}", "what came is not text"), ("recv b 64 = /d(.*)/ -> {x}", "what came is not text"),
    ("send b x = 1 -> {x}", "no data came that could be kept"),
  ])
  func whatIsNoTextIsNotKept(line: String, title: String) throws {
    let play = try prepared(sending: #""cd\xff""#)
    #expect(try play.run("let x before").failure == nil)
    let step = try play.run(line)
    guard case .refused(let error)? = step.failure?.kind else {
      return fail("\(String(describing: step.failure))")
    }
    #expect(error.title == title && step.exchanges.count == 1)
    #expect(play.table.variables["x"] == "before")
  }

  @Test func aPartThatIsTextIsKept() throws {
    let play = try prepared(sending: #""cd\xff""#)
    #expect(try play.run("recv b 64 = /(c.)/ -> {x}").failure == nil && play.table.variables["x"] == "cd")
  }

  @Test func nothingIsKeptWhereSomethingElseDoesNotHold() throws {
    let play = try prepared(sending: "id=7")
    #expect(try play.run("recv b 64 = /id=(.)/ -> {x} [a CLOSED] within 10ms").failure != nil)
    #expect(play.table.variables["x"] == nil)
  }

  /// The call is not made.
  @Test func theNameOfAHandleIsRefused() throws {
    let play = try prepared(sending: "id=7")
    let error = try #require(throws: Diagnostic.self) { try play.run("recv b 64 = /id=(.)/ -> {a}") }
    #expect(error.title == "invalid variable name: a" && error.label == "a handle has this name")
    #expect(error.span == 24..<27)
    #expect(try play.run("recv b 64 = 4").failure == nil)
  }

  @Test func aVariableHasItsLimits() throws {
    let play = try prepared(sending: "fill:2M &")
    let long = try play.run("recvall b 1048577 = 1048577 -> {x}")
    guard case .refused(let error)? = long.failure?.kind else {
      return fail("\(String(describing: long.failure))")
    }
    #expect(error.title == "this is too long for a variable" && play.table.variables["x"] == nil)
    let step = try play.run("recvall b 1000 = 1000 -> {x}")
    #expect(step.failure == nil && play.table.variables["x"]?.utf8.count == 1000)
    #expect(step.listing.last == "  {x} is \"\(String(repeating: "x", count: 60))\"... (1000 bytes)")
  }
}
