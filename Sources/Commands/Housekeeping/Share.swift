import SessionLanguage

extension Command {
  static let share = Command(
    name: "share", group: .housekeeping, traits: .needsOneProcess,
    parameters: [Parameter("off", .choice(["off"]), optional: true)],
    summary: "Let other terminals of yours join: sockplay join server.",
    korean: "다른 터미널이 sockplay join server로 들어오게 합니다.",
    manual: """
      In another terminal, sockplay join server gives the prompt server>. What is typed there runs here, as that role, in the order in which it comes; its card appears where it was typed, and the other terminals show the line, what came of it, and what it changed for them. A recording here has all of it, with the roles.

      A call that waits holds only the terminal where it was typed: accept at server> waits while connect is typed at client>. It is a job: Ctrl-C there interrupts it, Ctrl-Z leaves it in the background. A recording has it with &, and wait where it has returned. What is no call holds all terminals: sleep, pause, a repetition, source and replay.

      Each role has one terminal; a terminal that ends gives its role back. Nobody can join before share is typed, nor after share off, and nobody but the same user at any time. Recording, lessons and files belong to the terminal that shares. share cannot be in a file.
      """
  ) { (arguments, _) throws(Diagnostic) in
    if arguments.count == 0 { return .request(.share(true)) }
    guard arguments.plain(0) == "off" else {
      throw .invalid("word", try arguments.text(0), at: arguments.span(0), label: "share, or share off")
    }
    return .request(.share(false))
  }
}
