import Cable
import SessionLanguage
import Testing

@testable import Commands

@Suite struct CableWordsTests {
  private func request(_ line: String) throws -> CableRequest {
    let statement = try Parser.parse(Array(line.utf8))
    guard case .command(let command) = statement.body else { throw NoCommand() }
    var words = CableWords(
      command.words.dropFirst().map { ($0.plain ?? "", $0.span) }, end: command.end..<command.end + 1)
    return try words.request()
  }

  private struct NoCommand: Error {}

  /// What is typed, and how the rule is printed, which means the same when it is typed.
  @Test(arguments: [
    ("cut", "cut"), ("cut server", "cut server"), ("delay 50ms", "delay 50ms"),
    ("delay 2s jitter 10ms seed 7 all FIN", "delay 2s jitter 10ms seed 7 all FIN"),
    ("delay 50ms next data", "delay 50ms next data"), ("jitter 10ms seed 7", "jitter 10ms seed 7"),
    ("loss 10% seed 7 all of data from a", "loss 10% seed 7 all data from a"), ("loss 0.5%", "loss 0.5%"),
    ("drop", "drop next"), ("drop next", "drop next"), ("drop SYN,ACK", "drop next SYN,ACK"),
    ("drop next syn,ack from server", "drop next SYN,ACK from server"), ("drop ack,syn", "drop next SYN,ACK"),
    ("drop 2 of data", "drop 2 of data"), ("drop next 2 data", "drop 2 of data"), ("drop 2", "drop 2 of any"),
    ("drop all FIN from client", "drop all FIN from client"), ("drop from a", "drop next from a"),
    ("drop all", "drop all"), ("duplicate udp", "duplicate next udp"), ("corrupt", "corrupt next"),
    ("reorder 3 of any", "reorder 3 of any"), ("rate 1M", "rate 1M"), ("rate 1.5m from a", "rate 1500k from a"),
    ("mtu 600", "mtu 600"), ("mtu 600 silent", "mtu 600 silent"),
    ("icmp host-unreachable for next SYN", "icmp host-unreachable for next SYN"),
    ("icmp time-exceeded", "icmp time-exceeded for next"),
  ])
  func aRuleIsPrintedAsItIsTyped(_ typed: String, _ printed: String) throws {
    guard case .add(let rule, _) = try request("cable \(typed)") else {
      Issue.record("no rule")
      return
    }
    #expect(rule.text == printed)
    guard case .add(let again, _) = try request("cable \(printed)") else {
      Issue.record("no rule")
      return
    }
    #expect(again == rule)
  }

  @Test func aHostComesWithItsPlace() throws {
    #expect(try request("cable off") == .off)
    #expect(try request("cable heal") == .heal(nil))
    let place = CableHost(name: "server", span: 11..<17)
    #expect(try request("cable heal server") == .heal(place))
    #expect(try request("cable cut  server") == .add(.cut("server"), host: place))
    guard case .add(_, let host) = try request("cable drop from server") else {
      Issue.record("no rule")
      return
    }
    #expect(host == CableHost(name: "server", span: 16..<22))
  }

  @Test(arguments: [
    ("cable dorp", 6..<10), ("cable foo", 6..<9), ("cable delay", 11..<12), ("cable delay soon", 12..<16),
    ("cable delay 0ms", 12..<15),
    ("cable delay 5ms jitter", 22..<23), ("cable delay 5ms seed 7", 16..<20), ("cable loss 10", 11..<13),
    ("cable loss 10% seed x", 20..<21), ("cable drop 0 of data", 11..<12), ("cable drop 99999999", 11..<19),
    ("cable drop dat", 11..<14), ("cable drop from", 15..<16), ("cable drop from 1x", 16..<18),
    ("cable drop next SYN twice", 20..<25), ("cable rate fast", 11..<15), ("cable rate 1M to", 14..<16),
    ("cable mtu 20", 10..<12), ("cable mtu 600 loud", 14..<18), ("cable icmp", 10..<11),
    ("cable icmp host-down", 11..<20), ("cable off now", 10..<13), ("cable cut a b", 12..<13),
    ("cable heal 1x", 11..<13),
  ])
  func aRefusalPointsAtTheWordAndShowsALine(_ line: String, _ span: Range<Int>) throws {
    do {
      Issue.record("understood: \(try request(line))")
    } catch let error as Diagnostic {
      #expect(error.span == span)
      #expect(!error.label.isEmpty)
      #expect(error.notes.contains { $0.text.contains("for example: cable ") }, "\(error)")
    }
  }

  @Test func theExamplesAreUnderstood() throws {
    for verb in CableVerb.allCases { _ = try request(verb.example) }
  }
}
