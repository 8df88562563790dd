import Support
import Testing

/// Why a look-up of names failed, from what it was asked for.
@Suite(.waits) struct LookupReasonsTests {
  @Test(arguments: [
    (
      "getaddrinfo localhost 80 AI_NUMERICHOST", #"AI_NUMERICHOST is set, and "localhost" is not an address in numbers"#
    ),
    (
      "getaddrinfo 127.0.0.1 http tcp AI_NUMERICSERV",
      #"AI_NUMERICSERV is set, and "http" is not a port in numbers"#
    ),
    ("getaddrinfo NULL NULL", "the host and the service are NULL: at least one must be given"),
    ("getaddrinfo NULL 80 AI_CANONNAME", "AI_CANONNAME asks for the name of a host, and the host is NULL"),
    ("getaddrinfo ::1 80 AF_INET", #""::1" has no address of the family that was asked for, AF_INET"#),
    ("getaddrinfo 127.0.0.1 80 SOCK_STREAM IPPROTO_UDP", "SOCK_STREAM and IPPROTO_UDP do not go together"),
  ]) func itIsWhatWasAskedFor(line: String, why: String) throws {
    #expect(try Play().run(line).why == why)
  }
}
