import Commands
import Foundation
import Glibc
import SessionLanguage
import Sockets
import Support
import Testing

/// getaddrinfo and getnameinfo.
@Suite(.waits) struct NameLookupTests {
  @Test(arguments: [
    "getaddrinfo example.com 80", "getaddrinfo a", "getaddrinfo 1.2.3.4.5 80", "getnameinfo 10.0.0.1:80",
    "getnameinfo 127.0.0.2:80",
    "getnameinfo [fe80::1]:80",
  ]) func aFileMayAskNoNameServer(line: String) throws {
    let play = Play(permissions: [])
    let error = #expect(throws: Diagnostic.self) { try play.run(line) }
    #expect(error?.title == "a session file may not do this unless you allow it")
    #expect(error?.label.hasPrefix("a name server may be asked for ") == true)
  }

  @Test(arguments: [
    "getaddrinfo 10.0.0.1 80", "getaddrinfo NULL 80", "getaddrinfo fe80::1 80",
    "getaddrinfo nosuch.example 80 AI_NUMERICHOST",
    "getaddrinfo localhost 80", "getnameinfo 10.0.0.1:80 NI_NUMERICHOST", "getnameinfo 127.0.0.1:80 NI_NUMERICHOST",
  ]) func whatAsksNobodyIsAllowed(line: String) throws { try Play(permissions: []).run(line) }

  @Test(arguments: [
    ("getaddrinfo localhost 80 AI_NUMERICHOST = -1 EAI_NONAME", false),
    ("getaddrinfo localhost 80 AI_NUMERICHOST = -2", true),
    ("getaddrinfo localhost 80 AI_NUMERICHOST = -2 EAI_FAIL", false),
    ("getaddrinfo localhost 80 AI_NUMERICHOST = -3 EAI_NONAME", false),
    ("getaddrinfo localhost 80 AI_NUMERICHOST = -1", false), ("getaddrinfo localhost 80 AI_NUMERICHOST = 0", false),
    ("getaddrinfo localhost 80 AI_NUMERICHOST = *", true), ("getaddrinfo localhost 80 AI_NUMERICHOST", false),
    ("getaddrinfo ::1 80 tcp6 = 0 [::1]:80", true), ("getaddrinfo ::1 80 tcp6 = 0 [::1]:81", false),
    ("getnameinfo 127.0.0.1:7 NI_NUMERICHOST|NI_NUMERICSERV = 0 127.0.0.1 7", true),
    ("getnameinfo 127.0.0.1:7 NI_NUMERICHOST|NI_NUMERICSERV = 0 echo", false),
  ]) func itsErrorsAreItsOwn(line: String, holds: Bool) throws { try #expect(Play().failures(line).isEmpty == holds) }

  @Test(arguments: [
    "getaddrinfo \"a\\0b\"", "getaddrinfo 127.0.0.1 80 AI_NOTHING", "getaddrinfo 127.0.0.1 80 AF_NOTHING",
    "getaddrinfo 127.0.0.1 80 udp7", "getnameinfo 127.0.0.1:80 NI_NOTHING", "getnameinfo localhost", "getaddrinfo",
  ]) func nonsenseIsRefused(line: String) { #expect(throws: Diagnostic.self) { try Play().run(line) } }

  /// Python asks the same C library.
  @Test(arguments: [
    ("localhost", "80", "AI_CANONNAME"), ("127.0.0.1", "http", "AI_PASSIVE"), ("::1", "53", "AI_NUMERICHOST"),
    ("NULL", "0", "AI_PASSIVE"),
  ]) func whatIsFoundIsWhatPythonFinds(host: String, service: String, flags: String) throws {
    let script = """
      import socket
      for f, t, p, c, a in socket.getaddrinfo(\(host == "NULL" ? "None" : "\"\(host)\""), "\(service)", flags=socket.\(flags)):
          host = f"[{a[0]}]" if ":" in a[0] else a[0]
          print(f.name, t.name, p, f"{host}:{a[1]}", c)
      """
    let theirs = try Program.run(["-c", script], of: #require(Program.find("python3"))).output.split(separator: "\n")
      .map(String.init)
    let found = try #require(try Play().run("getaddrinfo \(host) \(service) \(flags)").result?.answer?.received.found)
    let ours = found.map {
      "\($0.kind.domain.symbol) \($0.kind.type.symbol) \($0.kind.transport.rawValue) \($0.address) \($0.canonicalName ?? "")"
    }
    #expect(ours == theirs)
  }

  @Test func theErrorsHaveNames() {
    for number in [
      EAI_BADFLAGS, EAI_NONAME, EAI_AGAIN, EAI_FAIL, EAI_FAMILY, EAI_SOCKTYPE, EAI_SERVICE, EAI_MEMORY, EAI_SYSTEM,
    ] {
      let error = Errno(lookup: Int(number))
      #expect(error.symbol.hasPrefix("EAI_") && error.text == String(cString: gai_strerror(number)))
      #expect(Errno(symbol: error.symbol) == error)
    }
  }
}
