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
      return Watched(descriptor: number, name: table.owner(of: number)?.name ?? "fd")
    }
    let id = try openHandle(named: String(text), at: span(index))
    return Watched(descriptor: id.descriptor, name: id.name)
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
  /// The name under which a handle of `descriptor` was added to the epoll instance `id`.
  func watchedName(_ descriptor: UInt64, in id: Handle) -> String {
    Int32(exactly: descriptor).flatMap { id.watched[$0] } ?? "fd"
  }
}
