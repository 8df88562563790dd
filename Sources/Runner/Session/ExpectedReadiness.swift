import Glibc
import Handles
import SessionLanguage
import Sockets

// What a line expects poll, select or epoll_wait to find, such as `cli:POLLIN|POLLOUT` or `r:cli`.
extension Session {
  /// Tests whether all of it is there; nil where the line names none of it.
  func expectedReadiness(_ expectation: Expectation) -> (() -> Bool)? {
    let wanted = expectation.given.compactMap { readiness($0) }
    return wanted.isEmpty ? nil : { wanted.allSatisfy { $0() } }
  }

  /// Tests whether what one word says is there; nil for a word that says something else.
  private func readiness(_ word: Word) -> (() -> Bool)? {
    guard let text = try? table.text(of: word), let colon = text.lastIndex(of: ":") else { return nil }
    let (first, last) = (String(text[..<colon]), String(text[text.index(after: colon)...]))
    if let set = Self.sets[first], let handle = openHandle(last) {
      let interest = Interest(descriptor: handle.descriptor, events: set.events, ends: set.ends)
      return { [table] in table.kernel.isReady(.untilAny([interest])) }
    }
    guard let handle = openHandle(first), let events = Self.events(last) else { return nil }
    return { [table] in table.kernel.readyEvents(handle.descriptor, events) & events == events }
  }

  private func openHandle(_ name: String) -> Handle? { table.find(name).flatMap { $0.isOpen ? $0 : nil } }

  private static let sets: [String: SelectSet] = ["r": .read, "w": .write, "x": .except]

  /// Events of poll, or of epoll, whose numbers are the same; nil where one of them is none.
  private static func events(_ text: String) -> Int16? {
    var all: Int16 = 0
    for symbol in text.split(separator: "|") {
      let name = symbol.hasPrefix("EPOLL") ? String(symbol.dropFirst()) : String(symbol)
      guard name != "POLLNVAL", let value = ConstantTable.pollEvents.value(name),
        let event = Int16(exactly: value)
      else { return nil }
      all |= event
    }
    return all == 0 ? nil : all
  }
}
