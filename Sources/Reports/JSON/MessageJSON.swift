import Sockets

extension Exchange {
  /// The messages that were sent or received, with their control messages; nil for a call that has none.
  var messagesInJSON: JSON? {
    if let received = answer?.received.messages, !received.isEmpty { return .list(received.map(\.json)) }
    for argument in call.arguments {
      switch argument {
      case .message(let message): return .list([message.json])
      case .messages(let messages): return .list(messages.map(\.json))
      default: continue
      }
    }
    return nil
  }
}

extension Message {
  fileprivate var json: JSON {
    .object([
      ("address", .optional(address?.description)), ("buffers", .list(buffers.map { .data($0[...]) })),
      ("control", .list(control.map(\.json))), ("flags", .list([])), ("length", .number(count)),
    ])
  }
}

extension ReceivedMessage {
  fileprivate var json: JSON {
    let names = flags == 0 ? [] : ConstantTable.messageFlags.flags(flags).split(separator: "|")
    return .object([
      ("address", .optional(address?.description)), ("buffers", .list(buffers.map { .data($0[...]) })),
      ("control", .list(control.map(\.json))), ("flags", .list(names.map { .text(String($0)) })),
      ("length", .number(length)),
    ])
  }
}

extension ControlMessage {
  fileprivate var json: JSON {
    .object([
      ("level", .text(ControlKind.symbol(level: level))), ("type", .text(symbol)), ("value", .text(value { "\($0)" })),
      ("data", .data(bytes[...])),
    ])
  }
}
