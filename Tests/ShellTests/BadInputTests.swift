import Foundation
import Support
import Testing

/// Lines that are wrong, each with what is said about it. The session goes on.
@Suite(.waits) struct BadInputTests {
  private static let wrong: [(line: String, title: String, marked: String)] = [
    ("bnid srv 127.0.0.1:0", "unknown command: bnid", "^^^^ did you mean bind?"),
    ("epol srv", "epol is ambiguous", "epoll_ctl or epoll_wait"),
    ("bind srw 127.0.0.1:0", "unknown handle: srw", "     ^^^ did you mean srv?"),
    ("close", "HANDLE is missing", "     ^"),
    ("close srv srv srv", "too many words", "          ^^^^^^^ not expected"),
    ("bind srv 127.0.0.1:70000", "invalid port: 70000", "^^^^^^^^^^^^^^^ 0 to 65535"),
    ("bind srv 127.0.0.1:-1", "invalid port: -1", "0 to 65535"),
    ("bind srv 999.1.1.1:80", "invalid address: 999.1.1.1", "^^^^^^^^^^^^"),
    ("bind srv 127.0.0.1", "the port is missing", "^^^^^^^^^"),
    ("bind srv {srw}", "unknown name: srw", "^^^^^ did you mean srv?"),
    ("bind srv {srv}", "srv has no address yet", "^^^^^"),
    ("bind srv {srv", "not a substitution", "a name must follow, then }"),
    ("bind srv {srv.prot}", "unknown field: prot", "did you mean port?"),
    ("socket srv tcp", "the name srv is taken", "       ^^^ already a handle"),
    ("socket 9 tcp", "invalid handle name: 9", "^ a letter or _, then letters, digits, _ or -"),
    ("socket x tpc", "unknown kind of socket: tpc", "did you mean tcp?"),
    ("send srv \"abc", "this quote is not closed", "         ^ opened here"),
    ("send srv \"a\\qb\"", "unknown escape", "           ^^"),
    ("send srv \"\\x4\"", "unknown escape", "^"),
    ("send srv \"\\777\"", "unknown escape", "^"),
    ("send srv \"\\u{d800}\"", "unknown escape", "^"),
    ("send srv hex:0g", "invalid hex digits: 0g", "two digits a byte"),
    ("send srv fill:1T", "invalid size: 1T", "a number up to 256M"),
    ("send srv @missing-file", "cannot read missing-file", "No such file or directory"),
    ("send srv @/", "cannot read /", "Is a directory"),
    ("recv srv -1", "invalid number: -1", "^^"),
    ("recv srv ten", "invalid number: ten", "^^^"),
    ("recv srv 10 MSG_PEAK", "unknown message flag: MSG_PEAK", "did you mean MSG_PEEK?"),
    ("listen srv 99999999999", "invalid number: 99999999999", "^^^^^^^^^^^"),
    ("sleep long", "invalid time: long", "^^^^"),
    ("wait nobody", "unknown job: nobody", "^^^^^^"),
    ("? srv.state =! CLOSED", "", "^"),
    ("end", "this end has no repeat", "^^^"),
    ("source missing.session", "missing.session did not play to its end", "^^^^"),
    ("@timeuot 2s", "unknown directive: @timeuot", "did you mean @timeout?"),
    ("socket y tcp = -1 ENOTHING", "", "^"),
    ("&", "the command before & is missing", "^"),
  ]

  @Test(arguments: wrong)
  func aWrongLineIsExplainedAndTheSessionGoesOn(_ line: String, _ title: String, _ marked: String) throws {
    let ended = try Program.run(["--keep-going"], input: Array("socket srv tcp\n\(line)\nclose srv\n".utf8))
    #expect(ended.errors.contains("error: \(title)"))
    #expect(ended.errors.contains(" --> stdin:2:"))
    #expect(ended.errors.contains(marked))
    #expect([2, 3, 4].contains(ended.code))
    #expect(ended.output.contains("close(3) = 0"))
  }

  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private static let noText: [(line: [UInt8], title: String)] = [
    (bytes("socket a\u{0} tcp"), "there is a NUL byte in this line"),
    ([0x73, 0xff, 0xfe], "this line is not UTF-8"),
    ([0x73, 0xc3], "this line is not UTF-8"),
    (bytes("socket \u{1b}[2Ja tcp"), "there is a control byte in this line"),
    (bytes("socket \u{9b}2Ja tcp"), "there is a control character in this line"),
    ((0...255).filter { $0 != 10 && $0 != 13 }, "there is a NUL byte in this line"),
    ([UInt8](repeating: 0x78, count: 1 << 20), "unknown command: xxx"),
    (bytes("send srv \"" + String(repeating: "y", count: 1 << 20)), "this quote is not closed"),
    (bytes("close " + String(repeating: "srv ", count: 1 << 18)), "too many words"),
    ([UInt8](repeating: 0x7b, count: 1 << 20), "not a substitution"),
    ([UInt8](repeating: 0x22, count: (1 << 20) + 1), "this quote is not closed"),
  ]

  @Test(arguments: noText.indices)
  func bytesThatAreNoCommandAreExplained(_ row: Int) throws {
    let (line, title) = Self.noText[row]
    let ended = try Program.run(
      ["--keep-going"], input: Array("socket srv tcp\n".utf8) + line + Array("\nclose srv\n".utf8))
    #expect(ended.errors.contains("error: \(title)"))
    #expect(ended.errors.utf8.count < 2000)
    #expect(!ended.errors.contains("\u{1b}") && !ended.errors.contains("\u{9b}"))
    #expect(ended.code == 2)
    #expect(ended.output.contains("close(3) = 0"))
  }

  @Test func aMegabyteOfDataIsSent() throws {
    let line = "send a \"" + String(repeating: "z", count: 1 << 20) + "\" = -1 ENOTCONN\n"
    let ended = try Program.run([], input: Array(("socket a tcp\n" + line.replacing("ENOTCONN", with: "EPIPE")).utf8))
    #expect(ended.code == 0)
    #expect(ended.output.utf8.count < (1 << 20) + 2000)
  }

  // MARK: Files

  @Test(arguments: [
    ("missing", "No such file or directory"), ("folder", "Is a directory"), ("locked", "Permission denied"),
  ])
  func aFileThatCannotBeReadIsAnError(_ name: String, _ reason: String) throws {
    try Scratch.folder { folder in
      let path = folder.path
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
      try FileManager.default.createDirectory(atPath: path + "/folder", withIntermediateDirectories: false)
      try Data("sockplay 1\n".utf8).write(to: folder.appendingPathComponent("locked"))
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path + "/locked")
      // check takes a folder.
      for words in name == "folder" ? [["replay"]] : [["check"], ["replay"], ["check", "--syntax"]] {
        let ended = try UnprivilegedUser.run(words + [path + "/" + name], folder: folder)
        #expect(ended.code == 3)
        #expect(ended.errors == "sockplay: cannot read \(path)/\(name): \(reason)\n")
      }
      let ended = try UnprivilegedUser.run(
        ["-e", "source \(path)/\(name)", "-e", "handles", "--keep-going"], folder: folder)
      #expect(ended.errors.contains(reason))
      #expect(ended.output.contains("there are no handles"))
    }
  }

  @Test(arguments: ["source", "replay"], [["check"], ["replay"], ["--keep-going", "-e"]])
  func filesThatPlayEachOtherForEverAreAnError(_ command: String, _ way: [String]) throws {
    try Scratch.folder { folder in
      try Data("sockplay 1\n\(command) b.session\n".utf8).write(to: folder.appendingPathComponent("a.session"))
      try Data("sockplay 1\n\(command) a.session\n".utf8).write(to: folder.appendingPathComponent("b.session"))
      let ended = try Program.run(way + [way.last == "-e" ? "\(command) a.session" : "a.session"], folder: folder)
      #expect(ended.code == 3)
      #expect(ended.errors.contains("error: session files play each other too deeply"))
    }
  }

  @Test func aFileThatIsPlayedByOneThatIsCheckedIsQuietToo() throws {
    try Scratch.folder { folder in
      try Data("sockplay 1\nreplay b.session\n".utf8).write(to: folder.appendingPathComponent("a.session"))
      try Data("sockplay 1\nsocket a tcp\n".utf8).write(to: folder.appendingPathComponent("b.session"))
      try #expect(Program.run(["check", "a.session"], folder: folder).output == "ok a.session\n")
    }
  }

  @Test(arguments: [
    ("source pipe", "it is a pipe, which may never end"), ("replay pipe", "it is a pipe, which may never end"),
    ("source /dev/zero", "it is a device that gives more than 1 MB"),
  ])
  func aFilePlaysNoFileThatMayNeverEnd(line: String, reason: String) throws {
    try Scratch.folder { folder in
      mkfifo(folder.appendingPathComponent("pipe").path, 0o600)
      try Data("sockplay 1\n\(line)\n".utf8).write(to: folder.appendingPathComponent("a.session"))
      for arguments in [["replay", "a.session"], ["-e", "source a.session"]] {
        let ended = try Program.run(arguments, folder: folder)
        #expect(ended.code == 3 && ended.errors.contains(": \(reason)\n"), "\(ended.errors)")
      }
      let ended = try Program.run([], input: Array("\(line)\n".utf8), folder: folder)
      #expect(ended.code == 3 && ended.errors.contains(": \(reason)\n"), "\(ended.errors)")
    }
  }

  @Test func aPersonMayPlayAPipe() throws {
    try Scratch.folder { folder in
      let script =
        #"mkfifo pipe; printf 'sockplay 1\nsocket a tcp\n' >pipe & "$S" -e 'source pipe' -e '? a.state == CLOSED'"#
      let ended = try Program.run(
        ["-c", script], of: "/bin/bash", environment: ["S": Program.sockplay], folder: folder)
      #expect(ended.code == 0 && ended.output.hasSuffix("holds\n"), "\(ended.errors)")
    }
  }

  @Test func aFileThatIsNoTextIsAnError() throws {
    let ended = try Program.run(["check", Program.sockplay])
    #expect(ended.code == 2)
    #expect(ended.errors.contains("error: "))
    #expect(ended.errors.utf8.count < 20_000)
  }
}
