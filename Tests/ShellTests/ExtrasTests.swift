import Foundation
import Support
import Testing

/// `sockplay extras`: what it writes, and where.
@Suite struct ExtrasTests {
  @Test func theManualHasEveryOptionThatHelpTells() throws {
    try Scratch.folder { folder in
      let ended = try Program.run(["extras", "share"], folder: folder)
      #expect(ended.code == 0 && ended.output.isEmpty && ended.errors.isEmpty, "\(ended.errors)")
      let page = try String(contentsOf: folder.appending(path: "share/man/man1/sockplay.1"), encoding: .utf8)
      for command in ["replay", "check", "fmt", "update", "export", "peer"] {
        #expect(page.contains("\n.SS \"sockplay \(command)"))
        for option in try Program.run(["help", command]).output.matches(of: /\n  (--[a-z-]+)/)
        where option.1 != "--version" {
          #expect(page.contains(".B \"\(option.1.replacing("-", with: "\\-"))"), "\(command) \(option.1)")
        }
      }
      for name in [
        "man/man5/sockplay-session.5", "bash-completion/completions/sockplay", "zsh/site-functions/_sockplay",
        "fish/vendor_completions.d/sockplay.fish", "vim/vimfiles/syntax/sockplay.vim", "sockplay/vscode/extension.js",
      ] {
        #expect(FileManager.default.fileExists(atPath: folder.appending(path: "share/\(name)").path), "\(name)")
      }
      let bash = try Program.run(["-n", "share/bash-completion/completions/sockplay"], of: "/bin/bash", folder: folder)
      #expect(bash.code == 0 && bash.errors.isEmpty)
    }
  }

  @Test func aFileInTheWayIsToldOf() throws {
    try Scratch.folder { folder in
      try Data().write(to: folder.appending(path: "share"))
      let ended = try Program.run(["extras", "share"], folder: folder)
      #expect(ended.code == 3 && ended.errors == "sockplay: cannot write share/man/man1/sockplay.1: Not a directory\n")
    }
  }

  /// Installed, the program finds its lessons below its prefix.
  @Test func aProgramInAPrefixFindsTheLessonsThere() throws {
    try Scratch.folder { prefix in
      let files = FileManager.default
      for name in ["bin", "share/sockplay"] {
        try files.createDirectory(at: prefix.appending(path: name), withIntermediateDirectories: true)
      }
      try files.copyItem(atPath: Program.sockplay, toPath: prefix.appending(path: "bin/sockplay").path)
      try files.copyItem(
        at: Program.root.appending(path: "Sessions"), to: prefix.appending(path: "share/sockplay/Sessions"))
      let ended = try Program.run(["-e", "learn"], of: prefix.appending(path: "bin/sockplay").path, folder: prefix)
      #expect(
        ended.code == 0 && ended.output.contains("A TCP server and its clients"), "\(ended.output)\(ended.errors)")
    }
  }
}
