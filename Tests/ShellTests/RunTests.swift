import Foundation
import Support
import Testing

@testable import Shell

/// Programs that a session runs beside it.
@Suite(.waits) struct RunTests {
  private func run(_ lines: [String], _ options: [String] = []) throws -> Program.Ended {
    try Program.run(options + lines.flatMap { ["-e", $0] })
  }

  @Test func whatItWritesIsShownWithItsName() throws {
    let ended = try run(["run as hello echo \"a b\"", "sleep 3s"])
    #expect(ended.code == 0, "\(ended.errors)")
    // It may be told before the next line begins.
    let told = ended.output.replacing("> sleep 3s\n", with: "")
    #expect(told.contains("hello| a b\nhello| has ended\n"), "\(ended.output)")
  }

  @Test(arguments: [
    ("sh -c \"exit 3\"", "sh| has ended with exit code 3"), ("sh -c \"kill -SEGV $$\"", "sh| was ended by SIGSEGV"),
    ("/no/such/program", "program| /no/such/program: ENOENT (No such file or directory)"),
  ])
  func howItEndedIsSaid(line: String, said: String) throws {
    let ended = try run(["run as \(said.prefix { $0 != "|" }) \(line)", "sleep 3s"])
    #expect(ended.output.contains(said), "\(ended.output)")
  }

  @Test func itEndsWithTheSessionAlsoAfterKill9() throws {
    try Scratch.folder { folder in
      let file = folder.appending(path: "pid").path
      let line = #"run as child sh -c "echo $$ > \#(file); exec sleep 600""#
      let killed = try Program.run(
        [
          "-c",
          "\(Program.sockplay) -e '\(line)' -e 'sleep 10s' & while [ ! -s \(file) ]; do sleep 0.1; done; kill -9 $!; sleep 0.3; ps -o stat= -p $(cat \(file))",
        ],
        of: "/bin/sh")
      #expect(FileManager.default.fileExists(atPath: file))
      // Where nobody has waited for it yet, it is a zombie.
      let state = killed.output.split(separator: "\n").last ?? ""
      #expect(state.hasPrefix("Z") || state.hasPrefix("> sleep"), "\(killed.output)")
    }
  }

  @Test func aFileNeedsLeave() throws {
    try Scratch.folder { folder in
      let file = folder.appending(path: "a.session").path
      try "sockplay 1\nrun true\n".write(toFile: file, atomically: true, encoding: .utf8)
      let refused = try Program.run(["check", file]), allowed = try Program.run(["check", "--allow", "programs", file])
      #expect(refused.code == 3)
      #expect(refused.errors.contains("sockplay --allow programs"))
      #expect(allowed.code == 0, "\(allowed.errors)")
    }
  }

  @Test func offEndsIt() throws {
    let ended = try run(["run as s sleep 600", "peer", "run off s", "peer"])
    #expect(ended.output.contains("s: sleep 600, process "))
    #expect(ended.output.contains("s has been ended"))
    #expect(ended.output.hasSuffix("no server runs; peer echo starts one\n"))
  }
}
