import CSockets
import SessionLanguage
import Sockets

extension Command {
  static let signal = Command(
    name: "signal", group: .waiting,
    parameters: [Parameter("SIGNAL", .choice(["pipe"])), Parameter("ACTION", .choice(["default", "ignore"]))],
    summary: "Choose what SIGPIPE does, the signal that comes with EPIPE.",
    korean: "EPIPE와 함께 오는 시그널 SIGPIPE를 어떻게 할지 정합니다.",
    manual: """
      Sending on a connection that is over raises SIGPIPE in the program, and then fails with EPIPE. The signal's default action is to end
      the program. sockplay ignores it, as most servers do. `signal pipe default` installs a handler instead of the default action, so
      that the signal is really delivered and sockplay goes on: the card then says when a program without a handler would have ended.
      MSG_NOSIGNAL suppresses the signal for one call of send.
      """,
    examples: ["signal pipe default = 0", "signal pipe ignore = 0", "socket a tcp = fd", #"send a "x" = -1 EPIPE"#]
  ) { (arguments, table) throws(Diagnostic) in
    let (name, action) = (try arguments.text(0), try arguments.text(1))
    guard ["pipe", "sigpipe"].contains(name.lowercased()) else {
      throw .invalid(
        "signal", name, at: arguments.span(0), label: "only pipe", help: "for example: signal pipe default")
    }
    guard let catches = ["default": true, "SIG_DFL": true, "ignore": false, "SIG_IGN": false][action] else {
      throw .invalid("action", action, at: arguments.span(1), label: "default or ignore")
    }
    let handler = catches ? "{sa_handler=note_SIGPIPE}" : "{sa_handler=SIG_IGN}"
    return .call(
      Invocation(
        Call("sigaction", .symbol("SIGPIPE"), .symbol(handler), .symbol("NULL")), on: nil,
        notes: { _, _ in catches ? ["  a handler is installed instead of SIG_DFL, which would end sockplay"] : [] },
        body: { _ in Int(sockplay_handle_pipe_signal(catches)) }))
  }
}
