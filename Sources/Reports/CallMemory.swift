import Sockets

/// Remembers how calls read that are made again and again, as in a long repetition. A call is known by the object that it is.
final class CallMemory {
  private struct Place {
    var call: Call?
    /// Empty until the call comes a second time.
    var text: [UInt8] = []
  }

  private var places = Array(repeating: Place(), count: 256)

  /// Appends CALL, as CallText does.
  func write(_ call: Call, _ answer: Answer?, to text: inout Text) {
    // Multiplied by the golden ratio, addresses that differ by any pattern lie apart in their highest bits.
    let address = UInt64(UInt(bitPattern: Unmanaged.passUnretained(call).toOpaque()))
    let index = Int((address &* 0x9e37_79b9_7f4a_7c15) >> 56)
    if places[index].call === call, !places[index].text.isEmpty { return text.put(places[index].text[...]) }
    let start = text.bytes.count
    CallText.write(call, answer, inLines: true, to: &text)
    guard call.isFixed else { return }
    places[index].text = places[index].call === call ? Array(text.bytes[start...]) : []
    places[index].call = call
  }
}

extension Call {
  /// Whether all of its text is known beforehand, because the kernel writes no argument.
  fileprivate var isFixed: Bool {
    arguments.allSatisfy {
      switch $0 {
      case .integer, .symbol, .bytes, .buffer, .address, .option: true
      default: false
      }
    }
  }
}
