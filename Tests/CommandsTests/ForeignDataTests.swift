import SessionLanguage
import Support
import Testing

@testable import Commands

/// Data as other languages write them are refused, with what to type instead.
@Suite struct ForeignDataTests {
  private func help(_ data: String) throws -> String? {
    let statement = try Parser.parse(Array("send s \(data)".utf8))
    return ForeignData.explain(try #require(statement.command).words[2])?.help
  }

  @Test(arguments: [
    (#"b"hello""#, #"write "hello"; text is bytes here"#), (#"rb"a\n""#, #"write "a\n"; text is bytes here"#),
    ("b'hello'", #"write "hello"; text is bytes here"#), (#"L"hello""#, #"write "hello"; text is bytes here"#),
    (#"hello\n"#, #"write "hello\n", or "hello\\n" for these letters"#),
    (#"GET\r\n"#, #"write "GET\r\n", or "GET\\r\\n" for these letters"#),
    (#"\x0d\x0a"#, #"write "\x0d\x0a", or "\\x0d\\x0a" for these letters"#),
    ("0x0d0a", #"write hex:0d0a, or "0x0d0a" for the letters"#),
    ("file:/etc/hostname", #"write @/etc/hostname, or "file:/etc/hostname" for the letters"#),
  ])
  func whatIsMeantIsSaid(_ data: String, _ help: String) throws { #expect(try self.help(data) == help) }

  @Test(arguments: [
    #""b""#, #""hello\n""#, #""0x0d0a""#, "hello", #"C:\new"#, "0x", "0xabc", "0xyz", #"a"b""#, "hex:0d0a", "{x}", "b",
    "don't", "b'", "it's'",
  ])
  func whatIsMeantAsItStandsIsSent(_ data: String) throws { #expect(try help(data) == nil) }

  /// Nothing has been sent then.
  @Test(arguments: ["send a", "sendall a", "write a", "recvuntil b"]) func theLineIsRefused(_ command: String) throws {
    let play = try Play(["socketpair a b unix"])
    let error = try #require(throws: Diagnostic.self) { try play.run(command + #" b"hello""#) }
    #expect(error.title == #"b"…" is Python"#)
    #expect(play.table.find("b")?.snapshot.unread == 0)
  }

  @Test func anAddressBehindTheDataOfSend() throws {
    let play = try Play(["socket bob udp", "socket alice udp", "bind alice 127.0.0.1:0"])
    let error = try #require(throws: Diagnostic.self) { try play.run(#"send bob "안녕" {alice}"#) }
    #expect(error.help == #"for an address: sendto bob "안녕" {alice}"#)
    let other = try #require(throws: Diagnostic.self) { try play.run(#"send bob "hi" 127.0.0.1:9"#) }
    #expect(other.help == #"for an address: sendto bob "hi" 127.0.0.1:9; for a text, quotes around all that is text"#)
  }
}
