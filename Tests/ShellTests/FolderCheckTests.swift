import Foundation
import Glibc
import Support
import Testing

/// `sockplay check FOLDER`, and files whose needs are not met.
@Suite(.waits) struct FolderCheckTests {
  /// Runs `body` in a folder with session files: by their paths, the lines after the header.
  private func inFolder(of files: [String: String], _ body: (URL) throws -> Void) throws {
    try Scratch.folder { folder in
      for (path, lines) in files {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data("sockplay 1\n\(lines)\n".utf8).write(to: file)
      }
      try body(folder)
    }
  }

  private static let mixed = [
    "a.session": "socket a tcp = fd", "b/deep/c.session": "socket a tcp = -1 EPERM", "b/d.session": "@needs var:x",
    "z.session": "socket a udp = fd", ".hidden.session": "nonsense", "notes.txt": "nonsense", ".git/e.session": "no",
  ]

  @Test func allFilesBelowAFolderAreCheckedInTheirOrder() throws {
    try inFolder(of: Self.mixed) { folder in
      let ended = try Program.run(["check", folder.path])
      #expect(ended.code == 1)
      #expect(
        ended.output == """
          ok \(folder.path)/a.session
          skipped \(folder.path)/b/d.session: this session needs a value for {x}: give it one: --var x=VALUE
          ok \(folder.path)/z.session
          2 passed, 1 failed, 1 skipped

          """)
      #expect(ended.errors.contains("error: wrong result") && ended.errors.contains("b/deep/c.session:2:"))
    }
  }

  @Test func whatIsSkippedIsNoFailure() throws {
    try inFolder(of: Self.mixed.filter { $0.key != "b/deep/c.session" }) { folder in
      let ended = try Program.run(["check", folder.path + "/"])
      #expect(ended.code == 0 && ended.errors.isEmpty, "\(ended.errors)")
      #expect(ended.output.hasPrefix("ok \(folder.path)/a.session\nskipped "))
      #expect(ended.output.hasSuffix("\n2 passed, 0 failed, 1 skipped\n"))
      let met = try Program.run(["check", "--var", "x=1", folder.path])
      #expect(met.code == 0 && met.output.hasSuffix("\n3 passed, 0 failed, 0 skipped\n"))
    }
  }

  @Test func aFileAloneIsSkippedInOneLine() throws {
    try inFolder(of: Self.mixed) { folder in
      let path = folder.path + "/b/d.session"
      let ended = try Program.run(["check", path])
      #expect(ended.code == 0 && ended.errors.isEmpty)
      #expect(ended.output == "skipped \(path): this session needs a value for {x}: give it one: --var x=VALUE\n")
      // Who wants to see it is told as ever.
      let shown = try Program.run(["replay", path])
      #expect(shown.code == 3 && shown.errors.contains("error: this session needs a value for {x}"))
    }
  }

  @Test func JSONHasTheSameAsObjects() throws {
    try inFolder(of: Self.mixed) { folder in
      let ended = try Program.run(["check", "--json", folder.path])
      #expect(ended.code == 1 && ended.errors.isEmpty, "\(ended.errors)")
      let lines = ended.output.split(separator: "\n")
      #expect(
        lines.last == #"{"type":"summary","passed":2,"failed":1,"skipped":1,"retried":0,"interrupted":0,"unplayed":0}"#)
      #expect(lines.filter { $0.hasPrefix(#"{"type":"skipped","source":""#) }.count == 1)
      #expect(lines.filter { $0.hasPrefix(#"{"type":"step""#) }.count == 3)
    }
  }

  /// Each of two files waits for a byte that comes once both are connected.
  @Test(.enabled(if: sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1)) func filesArePlayedSideBySide() throws {
    // Used on one thread at a time.
    nonisolated(unsafe) let server = try Play(["socket srv unix", "bind srv unix:", "listen srv 2"])
    let lines = "socket c unix\nconnect c \(try server.address(of: "srv")) = 0\nrecv c 1 = 1"
    try inFolder(of: ["a.session": lines, "b.session": lines]) { folder in
      let codes = try concurrently(2) { index in
        if index == 0 { return try Program.run(["check", "--allow", "unix", folder.path]).code }
        for line in ["accept srv a", "accept srv b", "send a \"x\"", "send b \"x\""] { try server.run(line) }
        return 0
      }
      #expect(codes == [0, 0])
    }
  }

  @Test func theTimeOfTheWholePlayEndsAllOfThem() throws {
    try inFolder(of: ["a.session": "sleep 50s", "b.session": "sleep 50s", "c.session": "sleep 50s"]) { folder in
      let ended = try Program.run(["check", "--timeout", "200ms", folder.path])
      #expect(ended.code == 3)
      #expect(ended.errors.contains("the time of the whole play is up"))
      #expect(ended.output.contains("0 passed"))
    }
  }

  @Test func aFolderWithoutSessionsIsAnError() throws {
    try inFolder(of: ["notes.txt": ""]) { folder in
      for words in [["check"], ["check", "--syntax"], ["check", "--json"]] {
        let ended = try Program.run(words + [folder.path])
        #expect(ended.code == 3 && ended.output.isEmpty)
        #expect(ended.errors == "sockplay: no session files found in \(folder.path): their names end in .session\n")
      }
    }
  }

  @Test func aFolderMayOnlyBeRead() throws {
    try inFolder(of: Self.mixed) { folder in
      #expect(try Program.run(["check", "--syntax", folder.path]).code == 0)
      try Data("sockplay 1\nnonsense\n".utf8).write(to: folder.appending(path: "b/e.session"))
      #expect(try Program.run(["check", "--syntax", folder.path]).code == 2)
    }
  }

  /// To read a pipe would take until somebody writes to it.
  @Test func pipesInAFolderAreLeftOut() throws {
    try inFolder(of: ["a.session": "socket a tcp"]) { folder in
      try #require(mkfifo(folder.path + "/b.session", 0o600) == 0)
      #expect(try Program.run(["check", folder.path]).output.hasSuffix("\n1 passed, 0 failed, 0 skipped\n"))
    }
  }

  /// A link that leads back would be followed for ever.
  @Test func linksToFoldersAreNotFollowed() throws {
    try inFolder(of: ["a.session": "socket a tcp"]) { folder in
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "loop"), withDestinationURL: folder)
      #expect(try Program.run(["check", folder.path]).output.hasSuffix("\n1 passed, 0 failed, 0 skipped\n"))
    }
  }

  @Test(Namespace.isNeeded) func whereNamespacesAreForbiddenIsolatedFilesAreSkipped() throws {
    try inFolder(of: ["a.session": "@isolated\nsocket a tcp", "b.session": "socket a tcp"]) { folder in
      func run(_ words: [String]) throws -> Program.Ended {
        let command = Namespace.forbidden + [Program.sockplay] + words
        return try Program.run(Array(command.dropFirst()), of: command[0])
      }
      let reason =
        "this session needs a network namespace of its own: unshare(CLONE_NEWUSER|CLONE_NEWNET) = -1 ENOSPC (No space left on device); user.max_user_namespaces or user.max_net_namespaces is reached, see user_namespaces(7)"
      let ended = try run(["check", folder.path])
      #expect(ended.code == 0 && ended.errors.isEmpty, "\(ended.errors)")
      #expect(
        ended.output
          == "skipped \(folder.path)/a.session: \(reason)\nok \(folder.path)/b.session\n1 passed, 0 failed, 1 skipped\n"
      )
      let alone = try run(["check", "\(folder.path)/a.session"])
      #expect(alone.code == 0 && alone.output == "skipped \(folder.path)/a.session: \(reason)\n")
    }
  }
}
