import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let poll = Command(
    name: "poll", group: .waiting,
    parameters: [Parameter("HANDLE[:EVENTS]", .polled, repeats: true), Parameter("TIMEOUT", .text, optional: true)],
    summary: "Wait until one of several descriptors is ready.",
    korean: "여러 디스크립터 가운데 하나가 준비될 때까지 기다립니다.",
    manual: """
      EVENTS are constants such as POLLIN|POLLOUT|POLLRDHUP, and POLLIN when left out; POLLERR, POLLHUP and POLLNVAL are always reported.
      TIMEOUT is a time (200ms, 2s) or, as in C, a number of milliseconds; without it, the call waits forever.
      The result is how many descriptors are ready, 0 when the time was up. A descriptor's number may be written instead of a handle:
      one that is not open reports POLLNVAL, a negative one is ignored.
      In the background the call is the job poll, because it belongs to no single handle.
      """,
    byHand: ["nfds"],
    outputs: "HANDLE:EVENTS for each that is ready; for a number without a handle, fd:EVENTS",
    examples: [
      "socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0", "listen srv 5 = 0", "socket cli tcp = fd", "poll srv 0 = 0",
      "connect cli {srv} = 0", "poll srv cli:POLLIN|POLLOUT 2s = 2 srv:POLLIN cli:POLLOUT",
      "poll 999:POLLIN 0 = 1 fd:POLLNVAL",
    ],
    inC: CForm(.polled(0), .timeout(2))
  ) { (arguments, table) throws(Diagnostic) in
    let end = try arguments.endOfWatched()
    let (passed, owners) = try arguments.polled(to: end)
    let timeout = try arguments.timeout(end)
    let call = Call("poll", [], passed.arguments + [.integer(Int(timeout))])
    return .call(
      .polling(call, passed, owners, milliseconds: Int(timeout)) {
        Int(Glibc.poll($0, nfds_t(bitPattern: $1), timeout))
      })
  }
}
