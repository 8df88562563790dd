import Support
import Testing

/// What is shown and said when not one descriptor is left.
@Suite(.waits) struct NoDescriptorTests {
  /// accept fails with the connection still in the queue, and an epoll instance reports the listener each time.
  @Test func aConnectionThatCannotBeTakenStaysInTheQueue() throws {
    let lines =
      [
        "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5", "socket c1 tcp", "connect c1 {srv}", "socket c2 tcp",
        "connect c2 {srv}", "epoll_create ep", "epoll_ctl ep add srv EPOLLIN",
      ] + (1...64).map { "socket x\($0) udp = *" } + [
        "accept srv a1 = -1 EMFILE", "why", "fds", "epoll_wait ep 10 0 = 1 srv:EPOLLIN",
        "epoll_wait ep 10 0 = 1 srv:EPOLLIN",
      ]
    let input = Array(lines.map { $0 + "\n" }.joined().utf8)
    let ended = try Program.run(["-c", "ulimit -n 60; exec \"$0\"", Program.sockplay], of: "/bin/sh", input: input)
    #expect(ended.code == 0, "\(ended.errors)\(ended.output)")
    #expect(
      ended.output.contains(
        "  why   this process may open no more descriptors (ulimit -n): 60 are its limit; the connection stays in srv's queue, so poll and epoll report srv again at once\n"
      ))
    #expect(ended.output.contains(/\n3 +AF_INET +SOCK_STREAM +127\.0\.0\.1:[0-9]+ +- +srv\n/))
  }

  /// Duplicates know each other without a list in each of them.
  @Test func tenThousandDuplicatesTakeLittleMemory() throws {
    let lines = "sockplay 1\nsocket s udp\nrepeat 10000\ndup s t{i}\nend\n"
    let script = "ulimit -n 12000 || exit 77; ulimit -v 400000; exec \"$0\" check /dev/stdin"
    let ended = try Program.run(["-c", script, Program.sockplay], of: "/bin/sh", input: Array(lines.utf8), limit: 120)
    if ended.code == 77 { return }
    #expect(ended.code == 0, "\(ended.errors)")
  }
}
