import Testing

@testable import Reports

/// Text of a session stays inside its quotes and its comments.
@Suite struct ProgramLiteralTests {
  @Test func bytesAreAStringOfC() {
    func string(_ bytes: [UInt8]) -> String { CLiteral.string(bytes, indentation: "  ") }
    #expect(string(Array("a\"b\\c\n".utf8)) == #""a\"b\\c\n""#)
    #expect(string([0, 0x31, 0xff, 0x7f]) == #""\0001\377\177""#)
    #expect(string(Array("what??/".utf8)) == #""what?\?/""#)
    #expect(string(Array("안녕".utf8)) == "\"안녕\"")
    // A character that turns the direction of writing is not shown.
    #expect(string(Array("\u{202e}".utf8)) == #""\342\200\256""#)
    #expect(string([]) == "\"\"")
    #expect(string(Array(repeating: 0x61, count: 70)).split(separator: "\n").count == 2)
  }

  @Test func bytesAreAnObjectOfPython() {
    #expect(PythonLiteral.bytes(Array("a\"b\\c\n".utf8)) == #"b"a\"b\\c\n""#)
    #expect(PythonLiteral.bytes([0, 0xff]) == #"b"\x00\xff""#)
    #expect(PythonLiteral.bytes(Array("안녕".utf8)) == "\"안녕\".encode()")
    #expect(PythonLiteral.bytes(Array("\u{202e}".utf8)) == #"b"\xe2\x80\xae""#)
    #expect(PythonLiteral.bytes(Array(repeating: 0x78, count: 100)) == "b\"x\" * 100")
  }

  @Test func bytesAreAStringOrAnArrayOfSwift() {
    #expect(SwiftLiteral.data(Array("a\"b\\c\n\\(x)\0001".utf8)) == #""a\"b\\c\n\\(x)\0001""#)
    #expect(SwiftLiteral.data([0, 0xff]) == "[0x00, 0xff] as [UInt8]")
    #expect(SwiftLiteral.data([0x1b, 0x7f]) == #""\u{1b}\u{7f}""#)
    #expect(SwiftLiteral.bytes(Array("안녕".utf8)) == "\"안녕\".utf8")
    #expect(SwiftLiteral.string("\u{202e}") == "\"\\u{202e}\"")
    #expect(SwiftLiteral.bytes(Array(repeating: 0x78, count: 100)) == "repeated(\"x\".utf8, 100)")
    #expect(SwiftLiteral.comment(["a\u{2028}b", ""], indentation: "  ") == ["  // a<U+2028>b", "  //"])
  }

  @Test func eachDescriptorHasAConstantOfItsOwnInSwift() {
    var names = ProgramNames(reserved: SwiftWord.reserved)
    #expect(["conn", "conn", "in", "a-b", "buf"].map { names.fresh($0) } == ["conn", "conn_", "in_", "a_b", "buf_"])
  }

  @Test func aCommentEndsWhereItShould() {
    #expect(CLiteral.comment("*/ int x; /* ??/ \u{202e}\u{1b}") == "* / int x; / * ? ?/ <U+202E><U+1B>")
    #expect(CLiteral.comment("**//") == "** //")
    #expect(CLiteral.block(["a"]) == ["/* a */"])
    #expect(PythonLiteral.comment(["a\u{2028}b", ""]) == ["# a<U+2028>b", "#"])
  }

  @Test func repeatedBytesAreFound() {
    #expect(RepeatedBytes(Array(repeating: 0x78, count: 8192))?.times == 8192)
    #expect(RepeatedBytes(Array(Array(repeating: Array("0123456789".utf8), count: 30).joined()))?.unit.count == 10)
    #expect(RepeatedBytes(Array("abcab".utf8)) == nil)
    #expect(RepeatedBytes(Array(repeating: 0x78, count: 99) + [0x79]) == nil)
  }

  @Test func namesAreThoseOfTheLanguage() {
    var names = ProgramNames(reserved: ReservedCWord.reserved)
    let handles = [
      "srv", "a-b", "a_b", "int", "send", "_x", "buf", "job1", "srv", "unix", "errno", "check", "srv_addr",
    ]
    #expect(
      handles.map { names.variable($0) } == [
        "srv", "a_b", "a_b_", "int_", "send_", "h_x", "buf_", "job1_", "srv", "unix_", "errno_", "check_", "srv_addr_",
      ])
    var others = ProgramNames(reserved: ReservedCWord.reserved)
    #expect(["s1_addr", "s1", "s_length", "s"].map { others.variable($0) } == ["s1_addr", "s1_", "s_length", "s_"])
    var python = ProgramNames(reserved: PythonWord.reserved)
    #expect(["socket", "is", "srv", "len"].map { python.variable($0) } == ["socket_", "is_", "srv", "len_"])
  }
}
