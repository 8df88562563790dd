import Testing

@testable import Cable

@Suite struct CableRuleTests {
  @Test func aRuleIsPrintedAsItIsTyped() throws {
    let chance = try #require(Chance(percent: "2.50%")), rate = try #require(BitRate("1.5M"))
    let rows: [(CableRule, String)] = [
      (.cut(), "cut"), (.cut("server"), "cut server"),
      (CableRule(.delay(time: 50, jitter: 10, seed: 7), .all), "delay 50ms jitter 10ms seed 7"),
      (CableRule(.delay(time: 2000, jitter: 0, seed: nil), .next), "delay 2s next"),
      (CableRule(.delay(time: 0, jitter: 10, seed: nil), FrameSelector(limit: nil, kind: .fin)), "jitter 10ms all FIN"),
      (CableRule(.loss(chance, seed: 7), FrameSelector(limit: nil, sender: "a")), "loss 2.5% seed 7 all from a"),
      (CableRule(.drop, FrameSelector(limit: 1, kind: .synAck, sender: "server")), "drop next SYN,ACK from server"),
      (CableRule(.reorder, FrameSelector(limit: 3)), "reorder 3 of any"),
      (CableRule(.corrupt, .all), "corrupt all"),
      (CableRule(.rate(rate), FrameSelector(limit: nil, sender: "a")), "rate 1500k from a"),
      (CableRule(.mtu(600, isSilent: true), .all), "mtu 600 silent"),
      (CableRule(.icmp(.hostUnreachable), FrameSelector(limit: 2, kind: .syn)), "icmp host-unreachable for 2 of SYN"),
    ]
    for (rule, text) in rows { #expect(rule.text == text) }
  }

  @Test(arguments: ["10%", "0.5%", "0.0001%", "100%", "33.3333%"]) func aChanceIsPrintedAsItIsTyped(_ text: String) {
    #expect(Chance(percent: text)?.text == text)
  }

  @Test(arguments: ["0%", "101%", "10", "%", ".5%", "1.%", "-1%", "1.00001%", "99999999999999999999%", "٣%", "1e1%"])
  func whatIsNoChance(_ text: String) { #expect(Chance(percent: text) == nil) }

  @Test func ratesAreDecimal() {
    #expect(BitRate("64k")?.bitsPerSecond == 64_000)
    #expect(BitRate("1m")?.text == "1M")
    #expect(BitRate("1.2345G")?.text == "1234500k")
    #expect(BitRate("1234567890")?.text == "1234567890")
    for text in ["", "k", "1", "999", "101G", "999999999999G", "999999999.9999G", "-1M", "1.5", "1K5"] {
      #expect(BitRate(text) == nil, "\(text)")
    }
  }
}
