import SessionLanguage
import Sockets

extension Command {
  static let ppoll = Command(
    name: "ppoll", group: .waiting,
    parameters: [
      Parameter("HANDLE[:EVENTS]", .polled, repeats: true), Parameter("TIMEOUT", .text, optional: true), .mask,
    ],
    summary: "Like poll, with a time in nanoseconds, and signals blocked.",
    korean: "poll과 같지만, 시간이 나노초이고 그동안 시그널을 막습니다.",
    manual: """
      TIMEOUT may also have the units ns and us. The signals of mask:SIGPIPE|SIGTERM are blocked as long as the call waits, and no
      others; without mask none is. SIGUSR1 may not be blocked: Ctrl-C, cancel and a deadline interrupt calls with it.
      A signal that comes just before poll does not interrupt it. A program that blocks the signal beforehand, and lets ppoll unblock
      it, is interrupted in any case.
      """,
    byHand: ["nfds", "tmo_p", "tv_sec", "tv_nsec"],
    outputs: "HANDLE:EVENTS for each that is ready; for a number without a handle, fd:EVENTS",
    examples: [
      "socket a udp = fd", "bind a 127.0.0.1:0 = 0", "ppoll a 50us = 0", "sendto a hi {a} = 2",
      "ppoll a:POLLIN|POLLOUT 1s mask:SIGTERM|SIGPIPE = 1 a:POLLIN|POLLOUT",
    ],
    inC: CForm(.polled(0), .time(2), .mask(3))
  ) { (arguments, table) throws(Diagnostic) in
    let (arguments, mask) = try arguments.withMask()
    let end = try arguments.endOfWatched()
    let (passed, owners) = try arguments.polled(to: end)
    if let time = try arguments.timeByHand("tmo_p", "tv_nsec") {
      let call = Call("ppoll", [], passed.arguments + [time.argument, .mask(mask)])
      return .call(
        .polling(call, passed, owners, milliseconds: time.milliseconds) { entries, count in
          time.passed { mask.poll(entries, count, byHand: $0) }
        })
    }
    let time = try arguments.nanoseconds(end)
    let call = Call("ppoll", [], passed.arguments + [.timespec(nanoseconds: time), .mask(mask)])
    return .call(
      .polling(call, passed, owners, milliseconds: Arguments.milliseconds(time)) { mask.poll($0, $1, time) })
  }
}
