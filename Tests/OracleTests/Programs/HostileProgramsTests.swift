import Foundation
import Support
import Testing

/// Prose, names and data that would mean something else in a program are only prose, names and data there.
@Suite(.waits) struct HostileProgramsTests {
  private static let session = #"""
    sockplay 1
    ## */ #error "out of the comment" /* coding: utf-7
    # """ ''' \ */ int main(void) { return 1; } //
    # import os; os._exit(1) ??/
    # \u{202e} trailing backslash \
    #ko 한국어 */
    socket int udp                               = fd
    socket is udp                                = fd
    socket a-b udp                               = fd
    socket a_b udp                               = fd
    socket printf udp                            = fd
    socket job1 udp                              = fd
    bind int 127.0.0.1:0                         = 0
    sendto is "\"); return 1; //\n%s%n\\ ??/ '''\"\"\" {x\0001\xff" {int} = 39
    recvfrom int 64                              = 39
    sendto a-b "" {int}                          = 0
    sendto a_b fill:3000 {int}                   = 3000
    sendto printf "안녕\u{202e}" {int}           = 9
    sendto job1 rep:40:"*/\"" {int}              = 120
    recvfrom int 64                              = 0 from {a-b}
    recvfrom int 4096                            = 3000 fill:3000
    recvfrom int 64                              = 9 "안녕\u{202e}"
    recvfrom int 256                             = 120 rep:40:"*/\""

    """#

  @Test(arguments: ["c", "python", "swift"]) func aSessionCannotBreakOut(language: String) throws {
    try Scratch.folder { folder in
      let session = folder.appendingPathComponent("x.session")
      try Data(Self.session.utf8).write(to: session)
      let problems = ProgramComparison(try ExportedProgram(of: session, in: language)).problems
      #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }
  }

  @Test func anExistingFileIsKept() throws {
    try Scratch.folder { folder in
      let session = folder.appendingPathComponent("x.session"), file = folder.appendingPathComponent("x.c")
      try Data("sockplay 1\nsocket a udp\n".utf8).write(to: session)
      try Data("mine".utf8).write(to: file)
      let export = try Program.run(["export", "c", session.path, "-o", file.path])
      #expect(export.code == 3 && export.errors.contains("an existing file is never overwritten"))
      #expect(try String(contentsOf: file, encoding: .utf8) == "mine")
    }
  }

  @Test func aSessionThatDoesNotHoldGivesNoProgram() throws {
    try Scratch.folder { folder in
      let session = folder.appendingPathComponent("x.session"), file = folder.appendingPathComponent("x.c")
      try Data("sockplay 1\nsocket a udp\nbind a 127.0.0.1:0 = -1 EINVAL\n".utf8).write(to: session)
      let export = try Program.run(["export", "c", session.path, "-o", file.path])
      #expect(export.code == 4 && export.output.isEmpty && export.errors.contains("x.session:3:"))
      #expect(!FileManager.default.fileExists(atPath: file.path))
    }
  }
}
