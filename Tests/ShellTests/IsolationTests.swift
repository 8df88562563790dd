import Foundation
import Support
import Testing

@testable import Shell

@Suite(.waits, .enabled(if: Namespace.isPossible)) struct IsolationTests {
  /// A port that only root may bind outside, which whoever runs the tests may have taken.
  private static let session = """
    sockplay 1
    @isolated
    socket srv tcp = fd
    bind srv :80 = 0
    listen srv 1 = 0
    socket cli tcp = fd
    connect cli 127.0.0.1:80 = 0
    socket raw raw-icmp = fd
    socket out tcp = fd
    connect out 10.1.2.3:80 = -1 ENETUNREACH
    """

  private func file(_ folder: URL, _ text: String = session, _ name: String = "a.session") throws -> URL {
    let file = folder.appending(path: name)
    try Data("\(text)\n".utf8).write(to: file)
    return file
  }

  @Test func aFilePlaysInANamespaceOfItsOwn() throws {
    try Scratch.folder { folder in
      let path = try file(folder).path
      for arguments in [["check", path], ["replay", path], ["check", path, path]] {
        let ended = try Program.run(arguments)
        #expect(ended.code == 0, "\(ended.errors)")
        #expect(ended.errors == "")
      }
      let both = try Program.run(["check", path, path])
      #expect(both.output == "ok \(path)\nok \(path)\n2 passed, 0 failed, 0 skipped\n")
    }
  }

  @Test(.enabled(if: UnprivilegedUser.isPossible)) func anOrdinaryUserMayDoTheSame() throws {
    let folder = URL(filePath: "/tmp/sockplay-isolated-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
    let ended = try UnprivilegedUser.run(["check", try file(folder).path])
    #expect(ended.code == 0, "\(ended.errors)")
  }

  @Test func thePromptsOptionAndAPipeDoTheSame() throws {
    let lines = ["-e", "socket srv tcp", "-e", "bind srv :80", "-e", "interfaces"]
    let ended = try Program.run(["--isolated"] + lines)
    #expect(ended.code == 0, "\(ended.errors)")
    #expect(ended.output.contains("1      lo "))
    #expect(!ended.output.contains("2      "))
    #expect(try Program.run([], input: Array("\(Self.session)\n".utf8)).code == 0)
  }

  @Test func whatIsOfNoNetworkNamespaceStillNeedsLeave() throws {
    try Scratch.folder { folder in
      for line in ["getaddrinfo example.org", "socket v vsock\nconnect v vsock:2:80", "record x"] {
        let ended = try Program.run(["check", try file(folder, "sockplay 1\n@isolated\n\(line)").path])
        #expect(ended.code == 3, "\(line): \(ended.errors)")
        #expect(ended.errors.contains("unless you allow it"), "\(ended.errors)")
      }
    }
  }

  @Test func aFileThatPlaysItselfEnds() throws {
    try Scratch.folder { folder in
      let path = folder.appending(path: "a.session").path
      let ended = try Program.run(["check", try file(folder, "sockplay 1\n@isolated\nreplay \(path)").path])
      #expect(ended.code == 3)
      #expect(ended.errors.contains("session files play each other too deeply"))
    }
  }

  @Test func aRecordingOfAnIsolatedSessionIsIsolated() throws {
    try Scratch.folder { folder in
      let path = folder.appending(path: "new.session").path
      let lines = ["record \(path)", "socket srv tcp", "bind srv :80", "listen srv 1"]
      let recorded = try Program.run(["--isolated"] + lines.flatMap { ["-e", $0] })
      #expect(recorded.code == 0, "\(recorded.errors)")
      let text = try String(contentsOfFile: path, encoding: .utf8)
      #expect(text.hasPrefix("sockplay 1\n@isolated\n"))
      let checked = try Program.run(["check", path])
      #expect(checked.code == 0, "\(checked.errors)")
    }
  }

  @Test func aSessionWithSocketsStaysWhereItIs() throws {
    let ended = try Program.run(["-e", "socket a tcp", "-e", "@isolated"])
    #expect(ended.code == 3)
    #expect(ended.errors.contains("this session has sockets already"))
  }

  /// A play in a process of its own has all options of the command line but its files.
  @Test func allOptionsAreHandedOn() throws {
    let words = [
      "--color=never", "--nesting=3", "--json", "--allow=unix", "--allow=files", "--limit=data=1024",
      "--var=a=b c", "--keep-going", "--lang=ko", "--isolated",
      "--capture=c.pcapng",
    ]
    let options = try Common.parse(words)
    #expect(try Common.parse(options.words(nesting: 4)).words(nesting: 3) == words)
    let names = Mirror(reflecting: options).children.compactMap { $0.label?.trimmingPrefix("_") }
    #expect(
      names == [
        "color", "forms", "allowed", "limits", "variables", "keepGoing", "isolated", "language", "capture", "nesting",
      ])
  }
}
