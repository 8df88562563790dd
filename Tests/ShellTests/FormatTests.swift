import Foundation
import Glibc
import Support
import Testing

/// `sockplay fmt`, and how a file is replaced.
@Suite(.waits) struct FormatTests {
  private static let untidy = "sockplay 1\nsocket srv tcp = fd\n# prose  \n"
  private static let tidy = "sockplay 1\nsocket srv tcp                               = fd\n# prose\n"

  private func inFolder(of files: [String: String], _ body: (URL) throws -> Void) throws {
    try Scratch.folder { folder in
      for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
      try body(folder)
    }
  }

  private func text(_ file: URL) throws -> String { String(decoding: try Data(contentsOf: file), as: UTF8.self) }

  private func mode(_ path: String) throws -> UInt16 {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? NSNumber).uint16Value
  }

  @Test func aFileIsLaidOutInItsPlace() throws {
    try inFolder(of: ["a.session": Self.untidy, "b.session": Self.tidy]) { folder in
      let ended = try Program.run(["fmt", "a.session", "b.session"], folder: folder)
      #expect(ended.code == 0 && ended.errors.isEmpty, "\(ended.errors)")
      #expect(ended.output == "a.session: 2 lines changed\n")
      #expect(try text(folder.appending(path: "a.session")) == Self.tidy)
      let again = try Program.run(["fmt", "a.session"], folder: folder)
      #expect(again.code == 0 && again.output.isEmpty)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a.session", "b.session"])
    }
  }

  @Test func standardInputGoesToStandardOutput() throws {
    for words in [["fmt"], ["fmt", "-"]] {
      let ended = try Program.run(words, input: Array(Self.untidy.utf8))
      #expect(ended.code == 0 && ended.errors.isEmpty)
      #expect(ended.output == Self.tidy)
    }
  }

  @Test func checkOnlySaysWhatWouldChange() throws {
    try inFolder(of: ["a.session": Self.untidy, "b.session": Self.tidy]) { folder in
      let ended = try Program.run(["fmt", "--check", folder.path], folder: folder)
      #expect(ended.code == 4 && ended.output == "\(folder.path)/a.session: 2 lines would change\n")
      #expect(try text(folder.appending(path: "a.session")) == Self.untidy)
      #expect(try Program.run(["fmt", "--check", "b.session"], folder: folder).code == 0)
      let input = try Program.run(["fmt", "--check"], input: Array(Self.untidy.utf8))
      #expect(input.code == 4 && input.output == "stdin: 2 lines would change\n")
    }
  }

  @Test func aFolderIsOnlyLookedAt() throws {
    try inFolder(of: ["a.session": Self.untidy]) { folder in
      for command in ["fmt", "update"] {
        let ended = try Program.run([command, "."], folder: folder)
        #expect(ended.code == 3 && ended.errors.hasPrefix("sockplay: . is a folder: name the files to change"))
        #expect(try text(folder.appending(path: "a.session")) == Self.untidy)
      }
    }
  }

  @Test func whatDoesNotParseIsLeftAlone() throws {
    let broken = "sockplay 1\nsocket srv tcp = fd\nclose srv = nothing\nrepeat 2\n"
    try inFolder(of: ["broken.session": broken, "a.session": Self.untidy]) { folder in
      let ended = try Program.run(["fmt", "broken.session", "a.session"], folder: folder)
      #expect(ended.code == 2 && ended.output == "a.session: 2 lines changed\n")
      #expect(ended.errors.contains(" --> broken.session:3:13\n") && ended.errors.contains("this repeat has no end"))
      #expect(try text(folder.appending(path: "broken.session")) == broken)
      let input = try Program.run(["fmt"], input: Array(broken.utf8))
      #expect(input.code == 2 && input.output.isEmpty && input.errors.contains(" --> stdin:3:13\n"))
    }
  }

  @Test func permissionsAndLinksStay() throws {
    try inFolder(of: ["a.session": Self.untidy]) { (folder) throws in
      let (file, link) = (folder.path + "/a.session", folder.path + "/link.session")
      chmod(file, 0o640)
      symlink("a.session", link)
      let ended = try Program.run(["fmt", link])
      #expect(ended.code == 0)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "a.session")
      #expect(try mode(file) == 0o640)
      #expect(try text(URL(fileURLWithPath: file)) == Self.tidy)
    }
  }

  @Test func whatCannotBeReplacedIsLeftAlone() throws {
    try inFolder(of: ["a.session": Self.untidy]) { folder in
      let missing = try Program.run(["fmt", "no.session"], folder: folder)
      #expect(missing.code == 3)
      #expect(missing.errors == "sockplay: cannot lay out no.session: No such file or directory\n")
      let pipe = folder.path + "/pipe"
      mkfifo(pipe, 0o600)
      // One who writes to it, so that it has an end.
      let ended = try Program.run(
        ["-c", "cat a.session > pipe & exec \"$0\" fmt pipe", Program.sockplay], of: "/bin/sh", folder: folder)
      #expect(ended.code == 3 && ended.errors == "sockplay: cannot lay out pipe: it is not an ordinary file\n")
    }
  }

  @Test func aFileThatMayNotBeWrittenIsLeftAlone() throws {
    guard UnprivilegedUser.isPossible else { return }
    try inFolder(of: ["a.session": Self.untidy]) { folder in
      chmod(folder.path, 0o777)
      chmod(folder.path + "/a.session", 0o444)
      let ended = try UnprivilegedUser.run(["fmt", "a.session"], folder: folder)
      #expect(ended.code == 3 && ended.errors == "sockplay: cannot lay out a.session: Permission denied\n")
      #expect(try text(folder.appending(path: "a.session")) == Self.untidy)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.session"])
    }
  }
}
