/// What a call wrote into the memory it was given.
package struct Received: Sendable, Equatable {
  /// nil for a call that receives no data.
  package var data: [UInt8]?
  package var address: SocketAddress?
  /// How long the kernel said that address is.
  package var addressLength: Int?
  /// Whether the stream is at its end: the peer sent FIN and all before it has been read.
  package var isEndOfFile = false
  /// What it wrote besides; nil for most calls.
  package var details: Details?

  package init() {}
}

/// What a call wrote besides data and an address.
package indirect enum Details: Sendable, Equatable {
  /// The value of a socket option.
  case option([UInt8])
  /// New descriptors.
  case descriptors([Int32])
  /// Other memory, as it reads in C, and in the words that the call gives.
  case filled(inC: String, words: [String] = [])
  /// What getaddrinfo found.
  case found([ResolvedAddress])
  /// The real calls that were made, of a command that makes several, and which of them decided: nil where one was
  /// repeated until all together had come to what was wanted.
  case calls([Exchange], decisive: Int? = nil)
  /// Messages, with their control messages.
  case messages([ReceivedMessage])
  /// How many bytes of each message were sent.
  case lengths([Int])
  /// What came of each entry of poll(2)'s list.
  case polled([Int16])
  /// The three sets as select(2) left them.
  case selected([[Int32]])
  /// The events that epoll_wait(2) reported.
  case events([EpollEvent])
}

extension Received {
  /// The value of a socket option; nil for a call that reads none.
  package var option: [UInt8]? {
    if case .option(let bytes)? = details { return bytes }
    return nil
  }

  /// Other memory that the kernel filled, as it reads in C.
  package var filled: String? {
    switch details {
    case .filled(let text, _)?: text
    case .descriptors(let made)?: "[" + made.map(String.init).joined(separator: ", ") + "]"
    default: nil
    }
  }

  /// What it wrote there, in words.
  package var words: [String] {
    if case .filled(_, let words)? = details { return words }
    return []
  }

  /// The real calls that a command made; none for a command that makes one call.
  package var calls: [Exchange] {
    if case .calls(let calls, _)? = details { return calls }
    return []
  }
}
