import Glibc
import SessionLanguage
import Sockets

extension Command {
  /// The most events that one call takes.
  private static let mostEvents = 1024

  static let epollWait = Command(
    name: "epoll_wait", group: .waiting,
    parameters: [
      Parameter("EPOLL", .handle), Parameter("MAXEVENTS", .integer, optional: true), Parameter("TIMEOUT", .text, optional: true),
    ],
    summary: "Wait until a descriptor that an epoll instance watches is ready.",
    manual: """
      Takes up to MAXEVENTS (10) events. TIMEOUT is a time (200ms, 2s) or, as in C, a number of milliseconds; without it, the call
      waits for ever. An event that was not taken care of is reported again by the next call, unless it was added with EPOLLET.
      """,
    gives: "HANDLE:EVENTS for each event; HANDLE is the name under which the descriptor was added.",
    examples: [
      "epoll_create ep = fd", "socket a udp = fd", "bind a 127.0.0.1:0 = 0", "epoll_ctl ep add a EPOLLIN = 0", "epoll_wait ep 10 0 = 0",
      "sendto a hello {a} = 5", "epoll_wait ep 10 1s = 1 a:EPOLLIN", "epoll_wait ep 1s = 1 a:EPOLLIN", "epoll_wait ep 0 = -1 EINVAL",
    ]
  ) { (words, table) throws(Diagnostic) in
    let id = try words.openHandle(0)
    // A time has a unit, and may stand without MAXEVENTS.
    let isTime = words.count == 2 ? try ["s", "m"].contains(words.text(1).last) : false
    let room = try words.integer(isTime ? 2 : 1, default: 10, in: Int(Int32.min)...mostEvents)
    let timeout = try words.timeout(isTime ? 1 : 2)
    let descriptor = table[id].descriptor
    let mayWait = timeout != 0 && room > 0 && table[id].kind == .epoll
    return .call(
      Invocation(
        Call("epoll_wait", .descriptor(descriptor), .epollRoom, .integer(room), .integer(Int(timeout))), on: id,
        wait: mayWait ? .untilAny([Interest(descriptor: descriptor, events: Int16(POLLIN))]) : .never,
        gives: { table, answer in
          guard case .events(let events)? = answer.received.details else { return [] }
          return events.map {
            "\(table.watchedName($0.data, in: id)):\(ConstantTable.epollEvents.flags(Int32(bitPattern: $0.events)))"
          }
        },
        body: { $0.takeEvents(room) { Epoll.wait(descriptor, $0, Int32(room), timeout) } }))
  }
}
