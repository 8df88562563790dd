import SessionLanguage
import Sockets

extension Command {
  static let pselect = Command(
    name: "pselect", group: .waiting,
    parameters: [
      Parameter("SET:HANDLE", .selected, optional: true, repeats: true), Parameter("TIMEOUT", .text, optional: true),
      .mask,
    ],
    summary: "Like select, with a time in nanoseconds, and signals blocked.",
    korean: "select와 같지만, 시간이 나노초이고 그동안 시그널을 막습니다.",
    manual: """
      TIMEOUT may also have the units ns and us. The signals of mask:SIGPIPE|SIGTERM are blocked as long as the call waits, and no
      others; see help ppoll. Unlike select, it does not change the time that it was given.
      """,
    byHand: ["nfds", "timeout", "tv_sec", "tv_nsec"],
    outputs: "r:HANDLE, w:HANDLE and x:HANDLE for all that are left in the sets",
    examples: [
      "socket a udp = fd", "bind a 127.0.0.1:0 = 0", "pselect r:a 500ns = 0", "sendto a hi {a} = 2",
      "pselect r:a w:a 1s mask:SIGTERM = 2 r:a w:a",
    ],
    inC: CForm(.selected(1, "r"), .selected(2, "w"), .selected(3, "x"), .time(4), .mask(5))
  ) { (arguments, table) throws(Diagnostic) in
    let (arguments, mask) = try arguments.withMask()
    let end = try arguments.endOfWatched()
    let members = try arguments.selected(to: end)
    if let time = try arguments.timeByHand("timeout", "tv_nsec") {
      return .call(
        .selecting("pselect", members, [time.argument, .mask(mask)], milliseconds: time.milliseconds) { width, sets in
          time.passed { mask.select(width, sets, byHand: $0) }
        })
    }
    let time = try arguments.nanoseconds(end)
    return .call(
      .selecting(
        "pselect", members, [.timespec(nanoseconds: time), .mask(mask)], milliseconds: Arguments.milliseconds(time)
      ) {
        mask.select($0, $1, time)
      })
  }
}
