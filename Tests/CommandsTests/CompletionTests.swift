@testable import Commands
import Support
import Testing

@Suite struct CompletionTests {
  private func offers(_ line: String) throws -> Completion {
    let play = Play(kernel: ScriptedKernel())
    for line in ["socket srv tcp", "socket cli udp"] { try play.run(line) }
    return Completion.offers(
      for: line, start: line.utf8.lastIndex { $0 == 0x20 }.map { line.utf8.distance(from: line.startIndex, to: $0) + 1 } ?? 0,
      table: play.table)
  }

  private func words(_ line: String) throws -> [String] {
    guard case .words(let words) = try offers(line) else { return ["(file names)"] }
    return words
  }

  @Test func theFirstWordIsACommand() throws {
    #expect(try words("li").contains("listen"))
    #expect(try words("server> li").contains("listen"))
    #expect(try words("").contains("repeat"))
  }

  @Test func laterWordsAreWhatTheCommandTakes() throws {
    #expect(try words("close ") == ["srv", "cli"])
    #expect(try words("connect cli ").contains("{srv}"))
    #expect(try words("socket x ").contains("udp6"))
    #expect(try words("shutdown srv ").prefix(3) == ["rd", "wr", "rdwr"])
    #expect(try words("recv srv 10 ").contains("MSG_PEEK"))
    #expect(try words("sendmsg cli x to ").contains("{srv}"))
    #expect(try words("sendmsg cli ").contains("IP_TTL:"))
    #expect(try words("recvmsg cli 10 ").contains("SCM_RIGHTS:"))
    #expect(try words("help ").contains("expectations"))
    #expect(try words("? ").contains("srv.unread"))
    #expect(try offers("source ") == .fileNames)
    #expect(try offers("send srv ") == .dataFiles)
  }

  @Test func whatIsWaitedForIsOffered() throws {
    #expect(try words("wait ") == ["srv", "cli", "any"] && words("cancel ") == ["srv", "cli"])
    #expect(try words("poll s") == ["srv", "srv:", "cli", "cli:"])
    #expect(try words("poll srv cli:PO").contains("cli:POLLIN"))
    #expect(try words("poll cli:POLLIN|PO").contains("cli:POLLIN|POLLOUT"))
    #expect(try words("select r:srv w:").contains("w:cli"))
    #expect(try words("epoll_ctl srv add cli EPOLLIN|EP").contains("EPOLLIN|EPOLLET"))
    #expect(try words("recv srv 10 MSG_PEEK|").contains("MSG_PEEK|MSG_DONTWAIT"))
  }

  @Test func whereNothingFitsNothingIsOffered() throws {
    for line in ["nonsense ", "close srv x ", "listen srv "] { #expect(try words(line).isEmpty, "\(line)") }
  }
}
