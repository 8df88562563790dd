import Packets
import Testing

@testable import Cable

@Suite struct RuleBookTests {
  private let synAck = PassingPackets.tcp([.syn, .ack]), data = PassingPackets.tcp([.psh, .ack], [1, 2])
  private let millisecond: Int64 = 1_000_000

  @Test func aRuleStrikesAsOftenAsItSays() {
    var book = RuleBook(CableRule(.drop, FrameSelector(limit: 2, kind: .data, sender: "client")))
    #expect(!book.judge(synAck).isDropped)
    #expect(!book.judge(data, from: "server").isDropped)
    #expect(book.judge(data).isDropped)
    #expect(!book.status[0].isUsedUp)
    let second = book.judge(data)
    #expect(second.struck == [Frame.StruckRule(number: 1, text: "drop 2 of data from client")])
    #expect(!book.judge(data).isDropped)
    #expect(book.status.map(\.strikes) == [2])
    #expect(book.status[0].isUsedUp)
  }

  @Test func rulesAreAskedInOrderUntilOneDrops() {
    var book = RuleBook(
      CableRule(.duplicate, .next), CableRule(.corrupt, .next), CableRule(.drop, .next), CableRule(.drop, .next))
    let first = book.judge(data)
    #expect(first.isDropped)
    #expect(first.copies == 2)
    #expect(first.struck.map(\.number) == [1, 2, 3])
    #expect(book.judge(data).struck.map(\.number) == [4])
    book.removeAll()
    #expect(book.add(.cut()) == 5, "no number is given twice")
  }

  @Test func aCutKeepsEverythingBack() {
    var book = RuleBook(.cut("server"))
    #expect(book.judge(PassingPackets.arp).isDropped)
    #expect(book.judge(data, from: "server").isDropped)
    let toMany = PassingFrame(packet: data, moment: 0, sender: "client", receivers: ["server", "third"])
    let judged = book.judge(toMany)
    #expect(!judged.isDropped && judged.unreached == ["server"])
    let elsewhere = PassingFrame(packet: data, moment: 0, sender: "client", receivers: ["third"])
    #expect(book.judge(elsewhere).struck.isEmpty)
    _ = book.add(.cut("third"))
    #expect(book.judge(toMany).isDropped, "nobody is left")
    #expect(book.removeCuts(of: "server") == 1)
    _ = book.add(CableRule(.drop, .all))
    #expect(book.removeCuts(of: nil) == 1)
    #expect(book.status.map(\.text) == ["drop all"])
  }

  @Test func aDelayKeepsTheOrderOfADirection() {
    var book = RuleBook(CableRule(.delay(time: 50, jitter: 10, seed: 7), .all))
    var before: Int64 = 0
    var waits: Set<Int64> = []
    for moment in 0..<100 {
      let due = book.judge(data, at: Int64(moment)).due
      #expect(due >= before && due >= 50 * millisecond && due <= 60 * millisecond + 100)
      waits.insert(due)
      before = due
    }
    #expect(waits.count > 3)
    #expect(book.judge(data, at: 200, from: "server").due != before, "the other direction has its own order")
  }

  @Test func aSeedMakesARandomRuleRepeatable() throws {
    let chance = try #require(Chance(percent: "30%"))
    func dropped(_ seed: UInt64?, with others: Bool = false) -> [Bool] {
      var book = RuleBook(CableRule(.loss(chance, seed: seed), .all))
      return (0..<1000).map { _ in
        if others { _ = book.judge(data, from: "server") }
        return book.judge(data).isDropped
      }
    }
    #expect(dropped(7) == dropped(7))
    #expect(dropped(7) == dropped(7, with: true), "what the other host sends does not matter")
    #expect(dropped(nil) == dropped(1))
    #expect(dropped(7) != dropped(8))
    #expect((250...350).contains(dropped(7).count { $0 }))
  }

  @Test func aRateTakesTimeAndHasAQueue() throws {
    let rate = try #require(BitRate("1M"))
    var book = RuleBook(CableRule(.rate(rate), .all))
    let large = PassingPackets.udp([UInt8](repeating: 0, count: 1208))
    #expect(large.bytes.count == 1250)
    #expect(book.judge(large).due == 10 * millisecond)
    #expect(book.judge(large).due == 20 * millisecond)
    #expect(book.judge(large, at: 15 * millisecond, from: "server").due == 25 * millisecond)
    let queued = (0..<100).map { _ in book.judge(large).isDropped }
    #expect(queued.count { !$0 } == 51, "64 KB and the one that is being sent, of which two were there")
    #expect(book.judge(large, at: 2000 * millisecond).due == 2010 * millisecond)
  }

  @Test func reorderHoldsAFrameForAWhile() {
    var book = RuleBook(CableRule(.reorder, .next))
    let first = book.judge(data)
    #expect(first.waitsForNext && first.due == 100 * millisecond)
    #expect(!book.judge(data).waitsForNext)
  }

  @Test func whatIsTooLongForTheCableIsAnswered() throws {
    var book = RuleBook(CableRule(.mtu(600, isSilent: false), .all))
    #expect(!book.judge(PassingPackets.udp([UInt8](repeating: 0, count: 572))).isDropped)
    let judged = book.judge(PassingPackets.udp([UInt8](repeating: 0, count: 573)))
    #expect(judged.isDropped)
    let answer = Packet(try #require(judged.answer), link: .ethernet)
    guard case .icmp(let message) = answer.transport else { throw Unexpected() }
    #expect((message.type, message.code, message.word) == (3, 4, 600))
    book = RuleBook(CableRule(.mtu(600, isSilent: true), .all))
    #expect(book.judge(PassingPackets.udp([UInt8](repeating: 0, count: 573))).answer == nil)
  }

  struct Unexpected: Error {}
}
