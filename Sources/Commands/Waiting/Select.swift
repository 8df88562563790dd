import CSockets
import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let select = Command(
    name: "select", group: .waiting,
    parameters: [
      Parameter("SET:HANDLE", .selected, optional: true, repeats: true), Parameter("TIMEOUT", .text, optional: true),
    ],
    summary: "Wait until a descriptor in one of three sets is ready.",
    korean: "세 집합 가운데 준비된 디스크립터가 생길 때까지 기다립니다.",
    manual: """
      r:HANDLE is in the set for reading, w:HANDLE in the one for writing, x:HANDLE in the one for exceptions (urgent data). TIMEOUT is
      a time (200ms, 2s) or a number of milliseconds; without it, the call waits forever. The result is how many are left in the
      sets, which the kernel overwrites. A set has room for descriptors below 1024 only: poll has no such limit. A descriptor's number
      may be written instead of a handle; one that is not open makes the call fail with EBADF.
      In the background the call is the job select, because it belongs to no single handle.
      """,
    byHand: ["nfds", "timeout", "tv_sec", "tv_usec"],
    outputs: "r:HANDLE, w:HANDLE and x:HANDLE for all that are left in the sets",
    examples: [
      "socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0", "listen srv 5 = 0", "socket cli tcp = fd",
      "select r:srv 10ms = 0",
      "connect cli {srv} = 0", "select r:srv r:cli w:cli 2s = 2 r:srv w:cli", "select r:999 0 = -1 EBADF",
    ],
    inC: CForm(.selected(1, "r"), .selected(2, "w"), .selected(3, "x"), .time(4))
  ) { (arguments, table) throws(Diagnostic) in
    let end = try arguments.endOfWatched()
    let members = try arguments.selected(to: end)
    if let time = try arguments.timeByHand("timeout", "tv_usec") {
      return .call(
        .selecting("select", members, [time.argument], milliseconds: time.milliseconds) { width, sets in
          time.passed { Int(sockplay_select_by_hand(width, sets[0], sets[1], sets[2], $0)) }
        })
    }
    let timeout = try arguments.timeout(end)
    if end < arguments.count, try arguments.text(end).hasPrefix("-") {
      throw .invalid(
        "time", try arguments.text(end), at: arguments.span(end), label: "0 or more; leave it out to wait forever")
    }
    let time = timeval(tv_sec: Int(timeout) / 1000, tv_usec: Int(timeout) % 1000 * 1000)
    let timeArgument = Argument.symbol(timeout < 0 ? "NULL" : "{tv_sec=\(time.tv_sec), tv_usec=\(time.tv_usec)}")
    return .call(
      .selecting("select", members, [timeArgument], milliseconds: Int(timeout)) { width, sets in
        var left = time
        return timeout < 0
          ? Int(Glibc.select(width, sets[0], sets[1], sets[2], nil))
          : Int(Glibc.select(width, sets[0], sets[1], sets[2], &left))
      })
  }
}
