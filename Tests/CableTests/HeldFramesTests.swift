import Packets
import Support
import Testing

@testable import Cable

@Suite struct HeldFramesTests {
  private func frame(_ due: Int64, _ mark: UInt8 = 0, port: Int = 0) -> HeldFrame {
    HeldFrame(due: due, bytes: [mark], receivers: .port(1), port: port)
  }

  private func all(_ held: inout HeldFrames, at now: Int64 = .max) -> [UInt8] {
    var marks: [UInt8] = []
    while let frame = held.take(at: now) { marks += frame.bytes }
    return marks
  }

  @Test func theyGoOnWhenTheyAreDue() {
    var held = HeldFrames()
    for due in [5, 1, 4, 2, 3] as [Int64] { held.add(frame(due, UInt8(due)), waitsForNext: false) }
    #expect(held.due == 1 && held.count == 5)
    #expect(all(&held, at: 3) == [1, 2, 3])
    #expect(held.due == 4)
    #expect(all(&held) == [4, 5])
    #expect(held.due == nil && held.count == 0 && !held.isFull)
  }

  @Test func theSameTimeKeepsTheOrder() {
    var held = HeldFrames()
    var generator = SeededGenerator(seed: 1)
    let dues = (0..<200).map { _ in Int64.random(in: 0..<5, using: &generator) }
    for (mark, due) in dues.enumerated() { held.add(frame(due, UInt8(mark)), waitsForNext: false) }
    let expected = dues.indices.sorted { (dues[$0], $0) < (dues[$1], $1) }
    #expect(all(&held) == expected.map { UInt8($0) })
  }

  @Test func whatWaitsFollowsTheNextOfItsDirection() {
    var held = HeldFrames()
    held.add(frame(100, 1), waitsForNext: true)
    held.add(frame(90, 2), waitsForNext: true)
    held.follow(1, at: 10)
    #expect(held.due == 90, "that was the other direction")
    held.add(frame(10, 3), waitsForNext: false)
    held.follow(0, at: 10)
    #expect(all(&held, at: 10) == [3, 1, 2])
    held.add(frame(100, 4), waitsForNext: true)
    #expect(all(&held, at: 99) == [])
    #expect(all(&held, at: 100) == [4], "nothing came")
  }

  @Test func allAreReleasedInOrder() {
    var held = HeldFrames(limit: 300)
    held.add(frame(100, 3), waitsForNext: true)
    held.add(frame(50, 2), waitsForNext: false)
    held.add(frame(40, 1), waitsForNext: false)
    #expect(held.isFull)
    held.release()
    #expect(held.due == .min)
    #expect(all(&held, at: 0) == [1, 2, 3])
    #expect(!held.isFull)
  }
}

@Suite struct FrameJournalTests {
  @Test func theOldestAreLetGo() {
    var journal = FrameJournal(limit: 1000 * 138)
    for moment in 0..<5000 {
      journal.add(Frame(moment: Int64(moment), bytes: [UInt8](repeating: 0, count: 10), sender: nil))
    }
    #expect(journal.lost == 4000)
    #expect(journal.take().map(\.moment) == Array(4000..<5000))
    #expect(journal.take().isEmpty)
    journal.add(Frame(moment: 2, bytes: [], sender: "b"))
    journal.add(Frame(moment: 1, bytes: [], sender: "a"))
    #expect(journal.take().map(\.moment) == [1, 2])
    #expect(journal.lost == 4000)
  }

  /// One that another host has sent before the last may still be unread.
  @Test func thoseAfterTheHorizonWaitForTheNextTime() {
    var journal = FrameJournal()
    func add(_ moment: Int64) { journal.add(Frame(moment: moment, bytes: [0], sender: nil)) }
    for moment: Int64 in [5, 3, 9] { add(moment) }
    #expect(journal.take(until: 5).map(\.moment) == [3, 5])
    add(7)
    #expect(journal.take(until: 6).isEmpty)
    #expect(journal.take().map(\.moment) == [7, 9])
  }
}
