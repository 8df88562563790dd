import SessionLanguage
import Sockets

extension Command {
  static let epollPwait = Command(
    name: "epoll_pwait", group: .waiting, parameters: epollParameters + [.mask],
    summary: "Like epoll_wait, with signals blocked while it waits.",
    korean: "epoll_wait와 같지만, 기다리는 동안 시그널을 막습니다.",
    manual: "The signals of mask:SIGPIPE|SIGTERM are blocked as long as the call waits, and no others; see help ppoll.",
    byHand: ["events"],
    outputs: epollGiven,
    examples: [
      "epoll_create ep = fd", "socket a udp = fd", "bind a 127.0.0.1:0 = 0", "epoll_ctl ep add a EPOLLIN = 0",
      "epoll_pwait ep 10ms = 0",
      "sendto a hello {a} = 5", "epoll_pwait ep 10 1s mask:SIGTERM = 1 a:EPOLLIN",
    ],
    inC: CForm(.handle(0), .number(2), .timeout(3), .mask(4))
  ) { (arguments, table) throws(Diagnostic) in
    let (arguments, mask) = try arguments.withMask()
    let (room, place) = try arguments.epollEventsOut()
    let timeout = try arguments.timeout(place)
    return .call(
      try .epollWaiting(
        "epoll_pwait", arguments, room, [.integer(Int(timeout)), .mask(mask)], milliseconds: Int(timeout)
      ) {
        mask.wait($0, $1, room, milliseconds: timeout)
      })
  }
}
