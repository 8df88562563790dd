import Support
import Testing

@testable import Commands

/// Lines of other programs: what is said to be typed instead is the same thing.
@Suite struct ForeignWordsTests {
  @Test(arguments: [
    ("nc -l 8080", "listen srv"), ("nc -lk 127.0.0.1 8080", "listen srv"), ("ncat --listen 8080", "listen srv"),
    ("socat TCP-LISTEN:80 -", "listen srv"), ("nc -lu 53", "socket srv udp"), ("nc -u 127.0.0.1 53", "socket cli udp"),
    ("nc 127.0.0.1 80", "socket cli tcp"), ("tcpdump -i lo", "wire on"), ("dig localhost", "getaddrinfo"),
    ("cat /etc/hosts", "a command of the shell"), ("strace ls", "on its card"), ("// note", "begins with #"),
    ("ps aux", "fds PID"), ("disconnect c", "connect NAME unspec"), ("break;", "one call"), ("dup2", "dup cli copy"),
    ("error_handling", "on its card"), ("WSAStartup", "leave it out"), ("pthread_create", "in the background"),
  ])
  func theHelpFitsTheLine(_ line: String, _ part: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let help = try #require(ForeignWords.help(words[0], Array(words.dropFirst())))
    #expect(help.english.contains(part), "\(line): \(help)")
  }

  /// Such a command could not be typed.
  @Test func noneOfThemIsTheNameOfACommand() {
    #expect(Command.all.map(\.name).filter { ForeignWords.words[$0] != nil } == [])
  }

  /// Otherwise it could not be typed in its short form.
  @Test func noneOfThemIsACommand() {
    for word in [
      "cat", "cd", "rm", "which", "dig", "ping", "strace", "wget", "$", "disconnect", "arp", "top", "date", "pass",
      "break",
    ] {
      #expect(Command.matching(word).isEmpty, "\(word)")
    }
  }
}
