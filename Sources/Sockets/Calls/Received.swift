/// What a call wrote into the memory it was given.
package struct Received: Sendable, Equatable {
  /// nil for a call that receives no data.
  package var data: [UInt8]?
  package var address: SocketAddress?
  /// The length of that address, as the kernel returned it.
  package var addressLength: Int?
  /// Whether this is end of file: the peer sent FIN, and everything before it has been read.
  package var isEndOfFile = false
  /// What else it wrote; nil for most calls.
  package var details: Details?

  package init() {}
}

/// What a call wrote besides data and an address.
package indirect enum Details: Sendable, Equatable {
  /// The value of a socket option.
  case option([UInt8])
  /// New descriptors.
  case descriptors([Int32])
  /// Other memory: as text in C form, and as the outputs of the command.
  case filled(inC: String, words: [String] = [])
  /// What getaddrinfo found.
  case found([ResolvedAddress])
  /// The real calls of a command that makes several, and the index of the decisive one: nil if one call was repeated
  /// until the total was reached.
  case calls([Exchange], decisive: Int? = nil)
  /// Messages, with their control messages.
  case messages([ReceivedMessage])
  /// How many bytes of each message were sent.
  case lengths([Int])
  /// `revents` of each entry of poll(2).
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

  /// Other memory that the kernel filled, in C form.
  package var filled: String? {
    switch details {
    case .filled(let text, _)?: text
    case .descriptors(let made)?: "[" + made.map(String.init).joined(separator: ", ") + "]"
    default: nil
    }
  }

  /// What it wrote there, as outputs of the command.
  package var words: [String] {
    if case .filled(_, let words)? = details { return words }
    return []
  }

  /// The real calls of a command that makes several; empty for a command that makes one.
  package var calls: [Exchange] {
    if case .calls(let calls, _)? = details { return calls }
    return []
  }

  /// The results of getaddrinfo; empty for any other call.
  package var found: [ResolvedAddress] {
    if case .found(let found)? = details { return found }
    return []
  }
}
