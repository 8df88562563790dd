import Foundation
import Glibc
import Support
import Testing

/// `sockplay update`: what it says, and when it leaves a file alone.
@Suite(.waits) struct UpdateTests {
  private func inFolder(
    _ lines: String, _ words: [String] = [], others: [String: String] = [:],
    _ body: (Program.Ended, String) throws -> Void
  ) throws {
    try Scratch.folder { folder in
      let file = folder.appending(path: "a.session")
      try Data("sockplay 1\n\(lines)\n".utf8).write(to: file)
      for (name, text) in others { try Data(text.utf8).write(to: folder.appending(path: name)) }
      let ended = try Program.run(["update"] + words + ["a.session"], folder: folder)
      try body(ended, String(String(decoding: try Data(contentsOf: file), as: UTF8.self).dropFirst(11).dropLast()))
    }
  }

  /// The file is left alone.
  private func refuses(
    _ lines: String, _ words: [String] = [], others: [String: String] = [:], exits code: Int32, says: [String]
  ) throws {
    try inFolder(lines, words, others: others) { ended, after in
      #expect(after == lines && ended.code == code && ended.output.isEmpty, "\(ended.output)")
      for text in says { #expect(ended.errors.contains(text), "\(ended.errors)") }
    }
  }

  @Test func itSaysWhatItChanges() throws {
    try inFolder("socket a tcp = -1 EPERM\n# x\nclose a  =  5") { ended, after in
      #expect(after == "socket a tcp = fd\n# x\nclose a  =  0")
      #expect(ended.code == 0 && ended.errors.isEmpty)
      #expect(
        ended.output == """
          a.session:2
            - socket a tcp = -1 EPERM
            + socket a tcp = fd
          a.session:4
            - close a  =  5
            + close a  =  0
          a.session: 2 lines changed

          """)
    }
  }

  @Test func checkChangesNothing() throws {
    try inFolder("socket a tcp = 0", ["--check"]) { ended, after in
      #expect(after == "socket a tcp = 0" && ended.code == 4)
      #expect(ended.output.hasSuffix("a.session: 1 line would change\n"))
    }
    try inFolder("socket a tcp = fd", ["--check"]) { ended, _ in #expect(ended.code == 0 && ended.output.isEmpty) }
  }

  @Test func whatHoldsStaysByteForByte() throws {
    let lines = "\t socket a  udp   =fd\r\n\n  bind a 127.0.0.1:0 =   *  ( x )  \nclose a = 0..5\t"
    try inFolder(lines.replacing("=fd", with: "= fd")) { ended, after in
      #expect(ended.code == 0 && ended.output.isEmpty && ended.errors.isEmpty, "\(ended.errors)")
      #expect(after == lines.replacing("=fd", with: "= fd"))
    }
  }

  @Test func aLineEndStays() throws {
    try inFolder("socket a tcp = 0\r\nclose a = 0") { _, after in #expect(after == "socket a tcp = fd\r\nclose a = 0") }
  }

  @Test func whatCouldNotBeRunOrReadIsRefused() throws {
    try refuses("socket a tcp = 0\nclose b = 5", exits: 3, says: [" --> a.session:3:7\n", "unknown handle: b"])
    try refuses("socket a tcp = 0\nclsoe a = 5", exits: 2, says: [" --> a.session:3:1\n", "unknown command: clsoe"])
    try refuses("socket a tcp = x", exits: 2, says: ["not a result"])
    try refuses("socket a tcp = 0\nconnect a 192.0.2.1:9 = 0", exits: 3, says: ["--allow network"])
  }

  @Test func whatCannotBeCorrectedIsRefused() throws {
    try refuses("socketpair a b unix = 5\n? a.unread == 5", exits: 4, says: [" --> a.session:3:3\n", "error: "])
    try refuses(
      "socketpair a b unix\nrepeat 2\n  send a \"{i}\" = 1\n  recv b 9 = \"x\"\nend", exits: 4,
      says: [" --> a.session:5:14\n", "each turn gives something else", "write a pattern"])
    try refuses(
      "socketpair a b unix\nsend a x\nrecv b 9 = /y(.)/ -> {z}\nsend a {z}", exits: 4,
      says: ["the data do not match", " --> a.session:4:12\n"])
    try refuses(
      "source b.session", others: ["b.session": "sockplay 1\nsocket a tcp = 0\n"], exits: 4, says: ["b.session:2:"])
  }

  /// A line that does not hold keeps nothing, so the lines below can only be played once it is corrected.
  @Test func whatACorrectedLineKeepsIsThereInTheNextPlay() throws {
    let before = "socketpair a b unix\nsend a x\nrecv b = \"y\" -> {v}\nsend a \"{v}z\" = 5"
    try inFolder(before) { ended, after in
      #expect(ended.code == 0 && ended.errors.isEmpty, "\(ended.errors)")
      #expect(after == before.replacing("\"y\"", with: "\"x\"").replacing("= 5", with: "= 2"))
    }
  }

  @Test func aFileWhoseNeedsAreNotMetIsSkipped() throws {
    let lines = "@needs var:nothing\nsocket a tcp = 0"
    try inFolder(lines) { ended, after in
      #expect(after == lines && ended.code == 0 && ended.output.hasPrefix("skipped a.session: "), "\(ended.output)")
    }
  }

  @Test func portsAreWrittenByName() throws {
    let lines = "socket a udp\nbind a 127.0.0.1:0\nsendto a \"at {a.port}\" {a} = 1\nrecvfrom a 64 = \"x\" from unix:@x"
    try inFolder(lines) { ended, after in
      #expect(ended.code == 0, "\(ended.errors)")
      #expect(after.hasSuffix(" = 8\nrecvfrom a 64 = \"at {a.port}\" from {a}"), "\(after)")
    }
  }

  @Test func variablesAndPermissionsAreThoseOfCheck() throws {
    try inFolder("socket a tcp = 5\nlet y {x}", ["--var", "x=1"]) { ended, after in
      #expect(ended.code == 0 && after == "socket a tcp = fd\nlet y {x}")
    }
    try inFolder("run true\nsocket a tcp = 5", ["--allow", "programs"]) { ended, after in
      #expect(ended.code == 0 && after.hasSuffix("= fd"), "\(ended.errors)")
    }
  }

  /// It is refused before anything is played.
  @Test func aFileThatMayNotBeWrittenIsNotPlayed() throws {
    guard UnprivilegedUser.isPossible else { return }
    try Scratch.folder { folder in
      let file = folder.appending(path: "a.session")
      try Data("sockplay 1\nclose nobody\n".utf8).write(to: file)
      chmod(file.path, 0o444)
      let ended = try UnprivilegedUser.run(["update", file.path])
      #expect(ended.code == 3 && ended.errors == "sockplay: cannot update \(file.path): Permission denied\n")
    }
  }

  @Test func otherFormsAreRefused() throws {
    try inFolder("socket a tcp = 0", ["--json"]) { ended, after in #expect(ended.code == 1 && after.hasSuffix("= 0")) }
  }
}
