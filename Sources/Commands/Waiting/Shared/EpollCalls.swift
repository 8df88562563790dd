import CSockets
import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let epollParameters = [
    Parameter("EPOLL", .handle), Parameter("MAXEVENTS", .integer, optional: true),
    Parameter("TIMEOUT", .text, optional: true),
  ]
  static let epollGiven =
    "HANDLE:EVENTS for each event; HANDLE is the name under which the descriptor was added, or fd where that is not known."
}

extension Arguments {
  /// The most events that one call takes.
  private static let mostEvents = 1024

  /// MAXEVENTS, and the index of TIMEOUT. A time has a unit, and may be written without MAXEVENTS.
  func epollEventsOut() throws(Diagnostic) -> (room: Int, timeout: Int) {
    let isTime = count == 2 ? try ["s", "m"].contains(text(1).last) : false
    return (try integer(isTime ? 2 : 1, default: 10, in: Int(Int32.min)...Self.mostEvents), isTime ? 1 : 2)
  }
}

extension Invocation {
  /// The call `name` on the epoll instance that the first of `arguments` names, with `last` as its last arguments,
  /// which `wait` makes.
  ///
  /// - Parameter milliseconds: The timeout; a negative one waits forever.
  static func epollWaiting(
    _ name: String, _ arguments: Arguments, _ room: Int, _ last: [Argument], milliseconds: Int,
    _ wait: @escaping @Sendable (Int32, UnsafeMutablePointer<sockplay_epoll_event>?) -> Int
  ) throws(Diagnostic) -> Invocation {
    let target = try arguments.target(0)
    let descriptor = target.descriptor
    let pointer = try arguments.pointer(byHand: "events")
    let waits = milliseconds != 0 && room > 0 && target.kind == .epoll
    return Invocation(
      Call(
        name, [], [.descriptor(descriptor), pointer.map { .pointer($0) } ?? .epollEventsOut, .integer(room)] + last),
      on: target,
      wait: waits ? .untilAny([Interest(descriptor: descriptor, events: Int16(POLLIN))]) : .never,
      returnsWithin: milliseconds,
      outputs: { table, answer in
        guard case .events(let events)? = answer.received.details else { return [] }
        return events.map {
          "\(table.watchedName($0, in: target)):\(ConstantTable.epollEvents.flags(Int32(bitPattern: $0.events)))"
        }
      },
      body: { received in
        if let pointer { return wait(descriptor, pointer.of(sockplay_epoll_event.self)) }
        return received.takeEvents(room) { wait(descriptor, $0) }
      })
  }
}
