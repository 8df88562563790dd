import Glibc
import Testing

@testable import Isolation

/// What the process that holds a program tells.
@Suite struct ConfinementTests {
  @Test func whatIsToldIsUnderstood() {
    let events: [ConfinedEvent] = [
      .ready, .failed(call: "mount(tmpfs, /a b)", errno: EPERM), .failed(call: "", errno: 0), .ended(status: 0x0b),
      .empty, .exceeded(.memory), .exceeded(.processes), .exceeded(.output), .stopped,
    ]
    for event in events { #expect(ConfinedEvent(event.bytes) == event) }
  }

  @Test(arguments: ["", "x", "ready now", "exceeded", "exceeded all", "ended", "failed"])
  func whatIsNoEventIsNone(_ text: String) { #expect(ConfinedEvent(Array(text.utf8)) == nil) }
}
