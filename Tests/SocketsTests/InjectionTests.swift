import Glibc
import Support
import Testing

@testable import Sockets

/// Errnos that a filter gives in the kernel's place.
@Suite(.waits, .enabled(if: Injection.isPossible, "this kernel takes no filters")) struct InjectionTests {
  private let call = Call("socket", .opens)

  private func status(_ key: String) -> String? {
    let lines = SmallFile.text("/proc/thread-self/status")?.split(separator: "\n") ?? []
    return lines.first { $0.hasPrefix("\(key):") }.map { String($0.dropFirst(key.count + 1)) }
  }

  /// The thread that asks for it, and those that it makes later, have no filter and no no_new_privs.
  @Test func onlyTheCallItselfIsAnswered() throws {
    let before = ["Seccomp", "Seccomp_filters", "NoNewPrivs"].map(status)
    let injection = try #require(Injection(Errno(ENFILE), into: "socket"))
    let exchange = injection.perform(call, with: Linux()) { _ in Int(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)) }
    #expect(exchange.call == call && exchange.answer?.result == -1 && exchange.answer?.errno == Errno(ENFILE))
    #expect(["Seccomp", "Seccomp_filters", "NoNewPrivs"].map(status) == before)
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #expect(descriptor >= 0 && close(descriptor) == 0)
  }

  /// On the thread of the call only that call is answered.
  @Test func otherCallsAreTheKernels() throws {
    let injection = try #require(Injection(Errno(ENOMEM), into: "socket"))
    let exchange = injection.perform(call, with: Linux()) { _ in
      let (first, second) = (socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0), dup(0))
      defer { close(second) }
      return first == -1 && second >= 0 ? -1 : 0
    }
    #expect(exchange.answer?.result == -1)
  }

  @Test(arguments: [EPERM, E2BIG, EHWPOISON]) func anyErrnoComesThrough(_ number: Int32) throws {
    let injection = try #require(Injection(Errno(number), into: "listen"))
    #expect(injection.perform(call, with: Linux()) { _ in Int(listen(-1, 0)) }.answer?.errno == Errno(number))
  }

  @Test func whatMakesNoSystemCallCannotBeAnswered() {
    #expect(Injection(Errno(EIO), into: "getaddrinfo") == nil && Injection(Errno(EIO), into: "rtnetlink") == nil)
  }
}
