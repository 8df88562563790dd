import Foundation
import Support
import Testing

@Suite(.waits) struct TypedPathTests {
  /// A shell makes the name, which Swift's strings cannot hold.
  @Test(arguments: ["check", "replay"]) func aFileWhoseNameIsNotUTF8IsPlayed(command: String) throws {
    let script =
      #"f=$(printf 'a\377\376.session'); printf 'sockplay 1\nsocketpair a b unix = 0\n' >"$f"; "$0" \#(command) "$f""#
    try Scratch.folder { folder in
      let ended = try Program.run(["-c", script, Program.sockplay], of: "/bin/sh", folder: folder)
      #expect(ended.code == 0, "\(ended.errors)")
    }
  }

  @Test func aFileThatIsNotThereIsNamedAsItCanBeShown() throws {
    let script = #"f=$(printf '/nobody/a\377.session'); "$0" check "$f""#
    let ended = try Program.run(["-c", script, Program.sockplay], of: "/bin/sh")
    #expect(
      ended.code == 3 && ended.errors.contains("cannot read /nobody/a\u{FFFD}.session: No such file"), "\(ended.errors)"
    )
  }

  /// Documents name the sessions as the project has them, wherever they are on a machine where it is installed.
  @Test func aSessionThatComesWithTheProgramIsPointedOut() throws {
    let (name, other) = ("Sessions/08-echo.session", "Sessions/no-such.session")
    try Scratch.folder { folder in
      let installed = folder.appending(path: "share/sockplay/Sessions"),
        program = folder.appending(path: "bin/sockplay")
      for place in [installed, program.deletingLastPathComponent()] {
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      }
      try FileManager.default.copyItem(atPath: Program.sockplay, toPath: program.path)
      try Data("sockplay 1\n".utf8).write(to: installed.appending(path: "08-echo.session"))
      let ended = try Program.run(["check", "--keep-going", name], of: program.path, folder: folder)
      #expect(ended.code == 3)
      #expect(
        ended.errors.hasPrefix(
          "sockplay: cannot read \(name): No such file or directory; the one that comes with sockplay is /")
          && ended.errors.hasSuffix("/share/sockplay/\(name)\n"), "\(ended.errors)")
      #expect(
        try Program.run(["check", other], of: program.path, folder: folder).errors
          == "sockplay: cannot read \(other): No such file or directory\n")
    }
  }
}
