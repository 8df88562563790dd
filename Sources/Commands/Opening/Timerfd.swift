import CSockets
import SessionLanguage
import Sockets

extension Command {
  static let timerfd = Command(
    name: "timerfd", group: .opening,
    parameters: [Parameter("NEW", .newHandle), Parameter("TIME", .integer), .flags(.timerfdFlags)],
    summary: "Make a descriptor that becomes readable when TIME is up.",
    korean: "시간이 되면 읽을 수 있게 되는 디스크립터를 만듭니다.",
    manual: """
      Two calls: timerfd_create makes it, timerfd_settime starts it. TIME is 200ms, 2s …; with 0 it never becomes readable. read waits
      until then and returns, in 8 bytes, how often the time was up since the last read.
      """,
    examples: [
      "timerfd t 20ms = fd [t OPEN]", "poll t 2s = 1 t:POLLIN", "read t 8 = 8 hex:0100000000000000",
      "connect t 127.0.0.1:9 = -1 ENOTSOCK",
    ],
    inC: CForm(.new, .elsewhere("200ms"), .flags(1), alsoCalled: ["timerfd_create"])
  ) { (arguments, table) throws(Diagnostic) in
    let name = try arguments.newName(0)
    let time = try arguments.milliseconds(1)
    let flags = try arguments.flags(2, from: .timerfdFlags)
    let kernel = table.kernel
    let call = Call("timerfd_create", .opens, .symbol("CLOCK_MONOTONIC"), .flags(flags, of: .timerfdFlags))
    return .call(
      Invocation(call, on: nil, opens: OpenedHandle(name: name, kind: .timerfd)) {
        $0.make(with: kernel) { calls in
          let made = calls.make(call) { _ in Int(sockplay_new_timerfd(flags)) }
          guard !made.failed else { return made }
          let descriptor = Int32(made.result)
          let value = "{it_interval={0, 0}, it_value={\(time / 1000), \(time % 1000 * 1_000_000)}}"
          _ = calls.make(
            Call("timerfd_settime", .descriptor(descriptor), .integer(0), .symbol(value), .symbol("NULL"))
          ) { _ in Int(sockplay_set_timerfd(descriptor, Int64(time) * 1_000_000)) }
          return made
        }
      })
  }
}
