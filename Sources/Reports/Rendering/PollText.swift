import Sockets

/// The arguments of poll, select and epoll in C form, with what the kernel wrote into them if that is known.
enum PollText {
  static func write(_ argument: Argument, _ details: Details?, to text: inout TextBuffer) {
    switch argument {
    case .polled(let entries): write(entries, details, to: &text)
    case .selected(let set, let descriptors): write(set, descriptors, details, to: &text)
    case .epollEvent(let event): write(event, to: &text)
    case .epollEventsOut: writeEvents(details, to: &text)
    default: break
    }
  }

  /// `[{fd=3, events=POLLIN, revents=POLLIN}]`, as in strace, except for `revents`, which strace shows after the
  /// result.
  private static func write(_ entries: [PollEntry], _ details: Details?, to text: inout TextBuffer) {
    var came: [Int16] = []
    if case .polled(let revents)? = details { came = revents }
    let table = ConstantTable.pollEvents
    list(entries.indices, to: &text) { index, text in
      let entry = entries[index]
      text.put(text: "{fd=\(entry.descriptor)")
      if entry.descriptor >= 0 { text.put(text: ", events=\(table.flags(Int32(UInt16(bitPattern: entry.events))))") }
      if came.indices.contains(index), came[index] != 0 {
        text.put(text: ", revents=\(table.flags(Int32(UInt16(bitPattern: came[index]))))")
      }
      text.put("}")
    }
  }

  /// `[3 4 => 3]`: what was in the set, and what the kernel left in it.
  private static func write(_ set: SelectSet, _ descriptors: [Int32], _ details: Details?, to text: inout TextBuffer) {
    if descriptors.isEmpty { return text.put("NULL") }
    text.put(text: "[" + descriptors.map { "\($0)" }.joined(separator: " "))
    if case .selected(let left)? = details {
      text.put(text: " => " + left[set.rawValue].map { "\($0)" }.joined(separator: " "))
    }
    text.put("]")
  }

  private static func write(_ event: EpollEvent, to text: inout TextBuffer) {
    text.put(text: "{events=\(ConstantTable.epollEvents.flags(Int32(bitPattern: event.events))), data=\(event.data)}")
  }

  private static func writeEvents(_ details: Details?, to text: inout TextBuffer) {
    guard case .events(let events)? = details else { return text.put("events") }
    list(events, to: &text) { write($0, to: &$1) }
  }

  private static func list<Items: Collection>(
    _ items: Items, to text: inout TextBuffer, _ item: (Items.Element, inout TextBuffer) -> Void
  ) {
    text.put("[")
    for (number, element) in items.enumerated() {
      if number > 0 { text.put(", ") }
      item(element, &text)
    }
    text.put("]")
  }
}
