import SessionLanguage
import Sockets

extension Command {
  static let epollPwait2 = Command(
    name: "epoll_pwait2", group: .waiting, parameters: epollParameters + [.mask],
    summary: "Like epoll_pwait, with a time in nanoseconds.",
    korean: "epoll_pwait와 같지만, 시간을 나노초까지 정합니다.",
    manual: "TIMEOUT may also have the units ns and us. Linux has the call since 5.11.",
    byHand: ["events", "timeout", "tv_sec", "tv_nsec"],
    outputs: epollGiven,
    examples: [
      "epoll_create ep = fd", "socket a udp = fd", "bind a 127.0.0.1:0 = 0", "epoll_ctl ep add a EPOLLIN = 0",
      "epoll_pwait2 ep 50us = 0",
      "sendto a hello {a} = 5", "epoll_pwait2 ep 10 1s mask:SIGTERM = 1 a:EPOLLIN",
    ],
    inC: CForm(.handle(0), .number(2), .time(3), .mask(4))
  ) { (arguments, table) throws(Diagnostic) in
    let (arguments, mask) = try arguments.withMask()
    let (room, place) = try arguments.epollEventsOut()
    if let time = try arguments.timeByHand("timeout", "tv_nsec") {
      return .call(
        try .epollWaiting(
          "epoll_pwait2", arguments, room, [time.argument, .mask(mask)], milliseconds: time.milliseconds
        ) { epoll, events in time.passed { mask.wait(epoll, events, room, byHand: $0) } })
    }
    let time = try arguments.nanoseconds(place)
    return .call(
      try .epollWaiting(
        "epoll_pwait2", arguments, room, [.timespec(nanoseconds: time), .mask(mask)],
        milliseconds: Arguments.milliseconds(time)
      ) {
        mask.wait($0, $1, room, nanoseconds: time)
      })
  }
}
