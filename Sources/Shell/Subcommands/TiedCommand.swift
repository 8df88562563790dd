import ArgumentParser
import CSockets
import Glibc
import Reports
import Runner
import Sockets

/// `sockplay tied PROGRAM`: becomes that program, which then ends when the process that has started this one does, however
/// that ends. See PR_SET_PDEATHSIG in prctl(2).
struct Tied: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tied", abstract: "Run a program that ends with its parent.", shouldDisplay: false)

  @ArgumentParser.Argument(help: "The program and its words.")
  var words: [String]

  func run() throws {
    let parent = getppid()
    sockplay_end_with_parent()
    // It may have ended before.
    guard getppid() == parent, let program = words.first else { throw Ended(code: Verdict.couldNotRun.rawValue) }
    var pointers = words.map { strdup($0) } + [nil]
    execvp(program, &pointers)
    let failure = Errno(errno)
    Output(descriptor: Output.standardError).write("\(program): \(failure.symbol) (\(failure.text))\n")
    throw Ended(code: 127)
  }
}
