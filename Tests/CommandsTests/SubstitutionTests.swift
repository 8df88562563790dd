import Commands
import Foundation
import SessionLanguage
import Sockets
import Support
import Testing

@Suite struct SubstitutionTests {
  private func data(_ word: String, _ play: Play = Play()) throws -> [UInt8] {
    guard case .command(let command) = try Parser.parse(Array("send a \(word)".utf8)).body else { return [] }
    return try play.table.data(of: command.words[2])
  }

  @Test(arguments: [
    (#""ping\r\n""#, "ping\r\n"), ("bare", "bare"), ("hex:0d0A", "\r\n"), ("hex:", ""), ("fill:3", "xxx"),
    ("fill:0", ""),
    (#"rep:3:"ab""#, "ababab"), ("rep:2:a:b", "a:ba:b"),
    (#"rep:0:"ab""#, ""), (#"rep:2:"""#, ""), (#"x"y z""#, "xy z"), (#""@x""#, "@x"), (#""hex:00""#, "hex:00"),
    (#""안""#, "안"),
  ])
  func dataAreWritten(word: String, text: String) throws { #expect(try data(word) == Array(text.utf8)) }

  @Test(arguments: [
    ("fill:{n}", "xxx"), (#"rep:{n}:"a{n}""#, "a3a3a3"), ("rep:{n}{n}:x", String(repeating: "x", count: 33)),
  ])
  func countsAreSubstituted(word: String, text: String) throws {
    let play = Play()
    play.table.set("n", to: "3")
    #expect(try data(word, play) == Array(text.utf8))
  }

  @Test func sizesArePowersOf1024() throws { #expect(try data("fill:2K").count == 2048) }

  @Test func aFileIsTakenAsItIs() throws {
    try Scratch.folder { folder in
      let file = folder.appendingPathComponent("bytes")
      try Data([0, 255, 10, 13]).write(to: file)
      let play = Play()
      play.table.set("where", to: folder.path)
      #expect(try data("@\(file.path)", play) == [0, 255, 10, 13])
      #expect(try data("@{where}/bytes", play) == [0, 255, 10, 13])
    }
  }

  @Test func variablesAndHandlesStandForTheirValues() throws {
    let play = Play()
    for line in [
      "socket srv tcp", "bind srv 127.0.0.1:0", "socket any tcp", "bind any :0", "let greeting \"Hello {srv.state}\"",
      "let port = {srv.port}",
    ] { try play.run(line) }
    let port = try #require(play.table.find("srv")!.endpoints.local).port
    #expect(try data("\"{greeting} {port}\"", play) == Array("Hello BOUND \(port)".utf8))
    #expect(try data("{srv}", play) == Array("127.0.0.1:\(port)".utf8))
    #expect(try String(decoding: data("{any}", play), as: UTF8.self).hasPrefix("127.0.0.1:"))
    #expect(try data(#""\{srv}""#, play) == Array("{srv}".utf8))
  }

  @Test func aVariableHidesAHandle() throws {
    let play = Play()
    try play.run("socket a udp")
    try play.run("let a x")
    #expect(try data("{a}", play) == Array("x".utf8))
    #expect(try data("{a.state}", play) == Array("UNCONN".utf8))
  }

  @Test func aVariableDoesNotGrowWithoutEnd() throws {
    let play = Play()
    try play.run("let a \"xxxxxxxxxxxxxxxx\"")
    let error = try #require(throws: Diagnostic.self) { for _ in 0..<60 { try play.run("let a \"{a}{a}\"") } }
    #expect((error.title, error.label) == ("this word is too long", "at most 1M, with the values of its braces"))
    #expect(play.table.variables["a"]?.utf8.count == 1 << 20)
    let all = String(repeating: "{a}", count: 257)
    #expect(throws: Diagnostic.self) { try data("\"\(all)\"", play) }
    #expect(throws: Diagnostic.self) { try play.run("role {a}\(all)") }
    let doublings = (1...60).map { "@let a\($0) = \"{a\($0 - 1)}{a\($0 - 1)}\"\n" }.joined()
    #expect(Play().file("@let a0 = \"xxxxxxxxxxxxxxxx\"\n" + doublings) == .couldNotRun)
  }

  @Test(arguments: ["writev in fill:256M x", "sendmsg a fill:256M x", "sendmmsg a fill:256M x"])
  func theDataOfOneCallAreBoundedTogether(line: String) throws {
    let play = Play()
    for line in ["pipe out in", "socket a udp"] { try play.run(line) }
    let error = try #require(throws: Diagnostic.self) { try play.run(line) }
    #expect((error.title, error.label) == ("too much data", "at most 256M in all"))
  }

  @Test(arguments: ["hex:-0-0", "hex:+1", "hex:0-", "hex:0x", "hex:1", "hex:é"])
  func whatIsNoHexDigitIsRefused(word: String) { #expect(throws: Diagnostic.self) { try data(word) } }

  @Test func anAddressGoesWithItsSocket() throws {
    let play = Play()
    for line in ["socket srv tcp", "bind srv 127.0.0.1:0", "close srv"] { try play.run(line) }
    let error = try #require(throws: Diagnostic.self) { try data("{srv}", play) }
    #expect((error.title, error.label) == ("srv is closed", "its address went with it"))
  }

  @Test func theNearestNameIsOffered() throws {
    let play = Play()
    play.table.set("host", to: "x")
    let error = try #require(throws: Diagnostic.self) { try data("{hots}", play) }
    #expect((error.title, error.label) == ("unknown name: hots", "did you mean host?"))
  }
}
