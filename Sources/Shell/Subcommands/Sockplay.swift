import ArgumentParser

/// The command line as a whole.
struct Sockplay: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sockplay",
    abstract: "A shell for the socket API: type socket, bind, listen, connect … and see what the kernel does.",
    discussion: "\(purpose)\n\(exitCodes)",
    version: ProgramVersion.number,
    subcommands: [
      Run.self, Join.self, Replay.self, Check.self, Format.self, Update.self, Diff.self, Grade.self, Merge.self,
      Export.self, Import.self, Peer.self, Extras.self, Tied.self, Confined.self, ViewServerCommand.self,
    ],
    defaultSubcommand: Run.self)

  static let purpose = "Without a file, sockplay opens a prompt, or reads its lines from a pipe."

  static let exitCodes = """
    Exit codes: 0 all held, 1 wrong usage, 2 a file does not parse, 3 a line could not be run, 4 a check failed.
    check of several files or a folder: 0 no file failed, 1 one failed. A file whose needs are not met is skipped; that \
    is no failure.
    """
}
