import Testing

@testable import Runner

@Suite struct ExpectedOutputsTests {
  @Test(arguments: [
    ("srv:POLLIN", "srv:POLLIN"), ("srv:POLLIN|POLLHUP", "srv:POLLHUP|POLLIN"), ("SCM_TIMESTAMP:17", "SCM_TIMESTAMP:*"),
    ("5", "5"),
    ("127.0.0.1:80", "127.0.0.1:*"), ("IP_RECVERR:111,::1", "IP_RECVERR:*"),
    ("IPV6_PKTINFO:::1,lo", "IPV6_PKTINFO:::1,lo"),
  ])
  func aWordMatches(seen: String, expected: String) { #expect(ExpectedOutputs.matches(seen, expected)) }

  @Test(arguments: [
    ("srv:POLLIN", "srv:POLLOUT"), ("srv:POLLIN|POLLHUP", "srv:POLLIN"), ("srv:POLLIN", "cli:POLLIN"),
    ("srv:POLLIN", "cli:*"), ("5", "6"),
    ("5", "5:*"),
  ])
  func anotherWordDoesNot(seen: String, expected: String) { #expect(!ExpectedOutputs.matches(seen, expected)) }
}
