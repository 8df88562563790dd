import Sockets

extension Call {
  /// The bytes that were passed to the kernel, which the call's text may shorten.
  var sent: ArraySlice<UInt8>? {
    for argument in arguments {
      if let bytes = argument.passed { return bytes }
      if case .vectors(let buffers) = argument { return Array(buffers.joined())[...] }
    }
    return nil
  }

  /// The same for each message that it sends.
  var sentPieces: [[UInt8]] {
    for argument in arguments {
      switch argument {
      case .message(let message): return [Array(message.buffers.joined())]
      case .messages(let messages): return messages.map { Array($0.buffers.joined()) }
      default: continue
      }
    }
    return sent.map { [Array($0)] } ?? []
  }
}
