import SessionLanguage
import Sockets

extension Command {
  static let epollCreate = Command(
    name: "epoll_create", group: .waiting,
    parameters: [.newHandle, .flags(.epollFlags)],
    summary: "Make an epoll instance: descriptors that the kernel watches.",
    korean: "epoll 인스턴스를 만듭니다. 커널이 디스크립터들을 지켜봅니다.",
    manual: """
      The call is epoll_create1; with size:N it is epoll_create, whose argument must be more than 0. The instance is a
      descriptor itself: close it with close, watch it with poll.
      epoll_ctl says what it watches. A descriptor leaves the list when its socket is closed.
      """,
    byHand: ["size"],
    examples: [
      "epoll_create ep = fd", "? ep.kind == epoll and ep.state == OPEN", "epoll_create other EPOLL_CLOEXEC = fd",
      "close ep = 0",
    ],
    inC: CForm(.new, .flags(0), alsoCalled: ["epoll_create1"], others: ["epoll_create": [.new, .named(0, "size")]])
  ) { (arguments, table) throws(Diagnostic) in
    let name = try arguments.newName(0)
    if let size = try arguments.number(byHand: "size", in: Int(Int32.min)...Int(Int32.max)) {
      return .call(
        Invocation(
          Call("epoll_create", .opens, .integer(size)), on: nil, opens: OpenedHandle(name: name, kind: .epoll)
        ) { _ in Epoll.create(size: Int32(size)) })
    }
    let flags = try arguments.flags(1, from: .epollFlags)
    return .call(
      Invocation(
        Call("epoll_create1", .opens, .flags(flags, of: .epollFlags)),
        on: nil,
        opens: OpenedHandle(name: name, kind: .epoll)
      ) { _ in Epoll.create(flags) })
  }
}
