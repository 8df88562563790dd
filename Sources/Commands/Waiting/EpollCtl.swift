import SessionLanguage
import Sockets

extension Command {
  static let epollCtl = Command(
    name: "epoll_ctl", group: .waiting,
    parameters: [
      Parameter("EPOLL", .handle),
      Parameter("OPERATION", .choice(["add", "mod", "del"] + ConstantTable.epollOperations.symbols)),
      Parameter("HANDLE", .handle), Parameter("EVENTS", .flags(.epollEvents), optional: true),
    ],
    summary: "Add, modify or delete what an epoll instance watches.",
    korean: "epoll 인스턴스가 지켜볼 것을 더하거나 바꾸거나 뺍니다.",
    manual: """
      EVENTS are EPOLLIN, EPOLLOUT, EPOLLRDHUP …, joined with |, and EPOLLIN when left out; EPOLLERR and EPOLLHUP are always reported.
      With EPOLLET only new events are reported (edge-triggered), with EPOLLONESHOT one event until the next mod, and with
      EPOLLEXCLUSIVE not all waiting instances are woken. The data that comes with each event is the descriptor's number.
      """,
    examples: [
      "epoll_create ep = fd", "socket a udp = fd", "epoll_ctl ep add a EPOLLIN|EPOLLET = 0",
      "epoll_ctl ep add a = -1 EEXIST",
      "epoll_ctl ep mod a EPOLLOUT = 0", "epoll_wait ep 10 1s = 1 a:EPOLLOUT", "epoll_ctl ep EPOLL_CTL_DEL a = 0",
      "epoll_ctl ep del a = -1 ENOENT", "epoll_ctl ep add 999 = -1 EBADF",
    ],
    inC: CForm(.handle(0), .constant(1), .watched(2), .event(3))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let operation = try arguments.epollOperation(1)
    let watched = try arguments.watched(arguments.text(2)[...], 2)
    let pointer = arguments.wrongPointer(3)
    let events = try pointer == nil && arguments.count > 3 ? arguments.flags(3, from: .epollEvents) : 1
    let isRemoving = operation == 2
    if isRemoving, arguments.count > 3, pointer == nil {
      throw Diagnostic("del takes no events", at: arguments.span(3), label: "not expected")
    }
    let event = EpollEvent(events: UInt32(bitPattern: events), data: UInt64(bitPattern: Int64(watched.descriptor)))
    let descriptor = target.descriptor
    return .call(
      Invocation(
        Call(
          "epoll_ctl", .descriptor(descriptor), .symbol(ConstantTable.epollOperations.symbol(operation)),
          .descriptor(watched.descriptor),
          pointer.map { .pointer($0) } ?? (isRemoving ? .symbol("NULL") : .epollEvent(event))),
        on: target,
        finish: { table, answer in
          if !answer.failed, let epoll = target.handle {
            let owner = table.owner(of: watched.descriptor)
            if isRemoving {
              epoll.forgetWatch(watched.descriptor, of: owner)
            } else {
              epoll.noteWatch(watched.descriptor, as: watched.name, of: owner, events: UInt32(bitPattern: events))
            }
          }
          return []
        },
        body: { _ in
          pointer.map { Epoll.control(descriptor, operation, watched.descriptor, byHand: $0) }
            ?? Epoll.control(descriptor, operation, watched.descriptor, isRemoving ? nil : event)
        }))
  }
}

extension Arguments {
  /// `add`, `mod`, `del`, or the constant as in C.
  fileprivate func epollOperation(_ index: Int) throws(Diagnostic) -> Int32 {
    let text = try text(index)
    let table = ConstantTable.epollOperations
    guard let operation = table.value("EPOLL_CTL_" + text) ?? table.value(text) else {
      throw .invalid("operation", text, at: span(index), label: "add, mod or del")
    }
    return operation
  }
}
