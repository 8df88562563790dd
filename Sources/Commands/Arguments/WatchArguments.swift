import Handles
import SessionLanguage
import Sockets
import Text

/// A descriptor that is to be watched, and what its events are called by.
struct Watched {
  let descriptor: Int32
  /// Its handle's name; `fd` when no handle has it, because its number may be another one the next time.
  let name: String
}

// The words of the calls that watch several descriptors.
extension Arguments {
  /// The descriptor that `text`, a part of the word at `index`, names: a handle, or a descriptor's number.
  func watched(_ text: Substring, _ index: Int) throws(Diagnostic) -> Watched {
    if let number = Int32(numeral: text) {
      return Watched(descriptor: number, name: try target(number: number, index).handle?.name ?? "fd")
    }
    let target = try target(named: String(text), index)
    return Watched(descriptor: target.descriptor, name: target.name)
  }

  /// The descriptor at the beginning of the word at `index`, `HANDLE:EVENTS` or `fd:NUMBER:EVENTS`, and what is after its
  /// colon.
  func watchedWithEvents(_ index: Int) throws(Diagnostic) -> (Watched, events: Substring?) {
    let text = try text(index)
    let isNumber = text.hasPrefix(Self.numberPrefix) && text.dropFirst(Self.numberPrefix.count).first?.isLetter == false
    let from = isNumber ? text.index(text.startIndex, offsetBy: Self.numberPrefix.count) : text.startIndex
    let colon = text[from...].firstIndex(of: ":")
    let watched: Watched
    do throws(Diagnostic) { watched = try self.watched(text[..<(colon ?? text.endIndex)], index) } catch {
      throw colon == nil && index < count - 1 && text.first?.isNumber == true ? timeoutFirst(error, text, index) : error
    }
    return (watched, colon.map { text[text.index(after: $0)...] })
  }

  /// `error`, for a number that is the first word and was to be the timeout.
  private func timeoutFirst(_ error: Diagnostic, _ text: String, _ index: Int) -> Diagnostic {
    Diagnostic(
      error.title, at: span(index), label: "TIMEOUT comes last", help: "for a time, write \(text) at the end")
  }

  /// Where the list of what is watched ends: before a TIMEOUT, which begins with a digit or a minus sign.
  func endOfWatched() throws(Diagnostic) -> Int {
    guard count > 0 else { return 0 }
    let last = try text(count - 1)
    return last.first.map { $0.isNumber || $0 == "-" } == true && !last.contains(":") ? count - 1 : count
  }

  /// How long a call may wait, in milliseconds; -1, forever, when the word is missing. As in C, a bare number is one
  /// of milliseconds, and a negative one means forever.
  func timeout(_ index: Int) throws(Diagnostic) -> Int32 {
    guard index < count else { return -1 }
    let text = try text(index)
    if let number = Int32(numeral: text) { return max(-1, number) }
    guard let last = text.last, last.isLetter, let time = TimeText.milliseconds(text) else {
      throw .invalid(
        "time", text, at: span(index), label: "such as 200ms, 2s or a number of milliseconds; -1 is forever")
    }
    return Int32(clamping: time)
  }
}

extension HandleTable {
  /// The name under which what `event` is about was added to the epoll instance `target`.
  func watchedName(_ event: EpollEvent, in target: Target) -> String {
    guard let epoll = target.handle, let number = Int32(exactly: event.data) else { return "fd" }
    return watchedName(number, event.events, in: epoll) ?? "fd"
  }
}
