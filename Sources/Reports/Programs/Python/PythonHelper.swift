/// The helper functions of a Python program. Only those that are called are written.
struct PythonHelper {
  let name: String
  /// The modules that it needs.
  let modules: [String]
  let text: String

  init(_ name: String, _ modules: [String], _ text: String) {
    (self.name, self.modules, self.text) = (name, modules, text)
  }

  static func named(_ name: String) -> PythonHelper? { all.first { $0.name == name } }

  /// In the order in which they are written.
  static let all = basic + further

  private static let basic = [
    PythonHelper(
      "expect", ["sys"],
      """
      def expect(result, expected):
          \"""Checks what a call returned.\"""
          if result != expected:
              sys.exit(f"{result!r} instead of {expected!r}")
      """),
    PythonHelper(
      "expect_between", ["sys"],
      """
      def expect_between(result, least, most):
          \"""Checks that a call returned a number from least to most.\"""
          if not least <= result <= most:
              sys.exit(f"{result} instead of {least} to {most}")
      """),
    PythonHelper(
      "expect_prefix", ["sys"],
      """
      def expect_prefix(data, beginning):
          \"""Checks what the received data begin with.\"""
          if not data.startswith(beginning):
              sys.exit(f"{data!r} instead of {beginning!r} and perhaps more")
      """),
    PythonHelper(
      "fails", ["contextlib", "errno", "sys"],
      """
      @contextlib.contextmanager
      def fails(error=None):
          \"""Checks that a call fails with this errno; without one, any will do.\"""
          try:
              yield
          except OSError as problem:
              if error is not None and problem.errno != error:
                  raise
          else:
              sys.exit(f"expected {errno.errorcode.get(error, 'an error')}")
      """),
    PythonHelper(
      "interrupted", ["contextlib", "errno", "os", "signal"],
      """
      @contextlib.contextmanager
      def interrupted(seconds):
          \"""Lets a signal end a call that waits. Python would make it again, if the handler did not raise.\"""
          def on_alarm(number, frame):
              raise InterruptedError(errno.EINTR, os.strerror(errno.EINTR))
          signal.signal(signal.SIGALRM, on_alarm)
          # Whoever started this program may have blocked the signal.
          signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGALRM])
          signal.setitimer(signal.ITIMER_REAL, seconds)
          try:
              yield
          finally:
              signal.setitimer(signal.ITIMER_REAL, 0)
      """),
    PythonHelper(
      "arrive", ["fcntl", "struct", "termios", "time"],
      """
      def arrive(sock, count):
          \"""Waits up to a second until this many bytes have come: small segments may be held back for a while.\"""
          for _ in range(100):
              if struct.unpack("i", fcntl.ioctl(sock, termios.FIONREAD, bytes(4)))[0] >= count:
                  break
              time.sleep(0.01)
      """),
    PythonHelper(
      "recv_all", [],
      """
      def recv_all(sock, size):
          \"""Receives until the end of file, or until there are this many bytes.\"""
          data = b""
          while len(data) < size:
              piece = sock.recv(min(4096, size - len(data)))
              if not piece:
                  break
              data += piece
          return data
      """),
    PythonHelper(
      "recv_count", [],
      """
      def recv_count(sock, count):
          \"""Receives exactly this many bytes, unless the end of file comes first.\"""
          data = b""
          while len(data) < count:
              piece = sock.recv(count - len(data))
              if not piece:
                  break
              data += piece
          return data
      """),
    PythonHelper(
      "recv_until", ["socket"],
      """
      def recv_until(sock, mark, size):
          \"""Receives up to a mark, and not a byte more: it looks first, and takes what ends with the mark.\"""
          data = b""
          while len(data) < size:
              seen = sock.recv(min(4096, size - len(data)), socket.MSG_PEEK)
              if not seen:
                  break
              end = (data + seen).find(mark, max(0, len(data) - len(mark) + 1))
              take = len(seen) if end < 0 else end + len(mark) - len(data)
              data += sock.recv(take)
              if end >= 0:
                  break
          return data
      """),
    PythonHelper(
      "poll", ["select"],
      """
      def poll(events, milliseconds):
          \"""Waits until a descriptor is ready, and returns those that are.\"""
          poller = select.poll()
          for descriptor, wanted in events.items():
              poller.register(descriptor, wanted)
          return poller.poll(milliseconds)
      """),
    PythonHelper(
      "Job", ["threading", "time"],
      """
      class Job(threading.Thread):
          \"""A call that waits in a thread of its own.\"""

          def __init__(self, call):
              super().__init__(daemon=True)
              self.call, self.result, self.error = call, None, None
              self.start()
              time.sleep(0.3)  # so that the call has begun

          def run(self):
              try:
                  self.result = self.call()
              except OSError as error:
                  self.error = error

          def settle(self):
              \"""Lets the call return that the last one has made ready, before the next is made.\"""
              self.join(1)

          def finish(self):
              \"""Waits until the call has returned.\"""
              self.join()
              if self.error:
                  raise self.error
              return self.result
      """),
  ]
}
