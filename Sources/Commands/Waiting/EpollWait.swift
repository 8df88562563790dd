import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let epollWait = Command(
    name: "epoll_wait", group: .waiting, parameters: epollParameters,
    summary: "Wait until a descriptor that an epoll instance watches is ready.",
    korean: "epoll 인스턴스가 지켜보는 것이 준비될 때까지 기다립니다.",
    manual: """
      Takes up to MAXEVENTS (10) events. TIMEOUT is a time (200ms, 2s) or, as in C, a number of milliseconds; without it, the call
      waits forever. An event that was not handled is reported again by the next call, unless it was added with EPOLLET.
      """,
    byHand: ["events"],
    outputs: epollGiven,
    examples: [
      "epoll_create ep = fd", "socket a udp = fd", "bind a 127.0.0.1:0 = 0", "epoll_ctl ep add a EPOLLIN = 0",
      "epoll_wait ep 10 0 = 0",
      "sendto a hello {a} = 5", "epoll_wait ep 10 1s = 1 a:EPOLLIN", "epoll_wait ep 1s = 1 a:EPOLLIN",
      "epoll_wait ep 0 = -1 EINVAL",
    ],
    inC: CForm(.handle(0), .number(2), .timeout(3))
  ) { (arguments, table) throws(Diagnostic) in
    let (room, place) = try arguments.epollEventsOut()
    let timeout = try arguments.timeout(place)
    return .call(
      try .epollWaiting("epoll_wait", arguments, room, [.integer(Int(timeout))], milliseconds: Int(timeout)) {
        Epoll.wait($0, $1, Int32(room), timeout)
      })
  }
}
