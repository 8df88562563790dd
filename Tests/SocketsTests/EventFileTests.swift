import Testing

@testable import Sockets

/// Reading what proc_pid_fdinfo(5) says of an eventfd and of a timerfd.
@Suite struct EventFileTests {
  private static let head = "pos:\t0\nflags:\t02\nmnt_id:\t17\nino:\t1038\n"

  @Test(arguments: [
    (head + "eventfd-count:               2a\neventfd-id: 4\n", EventFile.counter(42)),
    (
      head + "clockid: 1\nticks: 0\nsettime flags: 00\nit_value: (9, 99958480)\nit_interval: (0, 200000000)\n",
      EventFile.timer(hasFired: false, left: 9100, interval: 200)
    ),
    (
      head + "clockid: 1\nticks: 1\nsettime flags: 00\nit_value: (0, 0)\nit_interval: (0, 0)\n",
      EventFile.timer(hasFired: true, left: 0, interval: 0)
    ),
  ])
  func itIsRead(_ text: String, _ file: EventFile) { #expect(EventFile(text) == file) }

  @Test func otherFilesAreNeither() {
    #expect(EventFile(Self.head) == nil && EventFile("tfd: 5 events: 1\n") == nil)
  }
}
