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
}
