import SessionLanguage
import Sockets

extension Arguments {
  /// The members of a `struct msghdr` that the line gives by hand.
  /// - Parameters:
  ///   - vectors: How many buffers the message really has: the kernel follows no more than those.
  ///   - control: How many bytes of control messages it really has, or has room for.
  func messageByHand(vectors: Int, control: Int) throws(Diagnostic) -> MessageByHand {
    var message = MessageByHand()
    guard hasByHand else { return message }
    message.header = try pointer(byHand: "msg")
    message.name = try pointer(byHand: "msg_name")
    message.nameLength = try number32(byHand: "msg_namelen")
    message.vectors = try pointer(byHand: "msg_iov")
    message.vectorCount = try number(byHand: "msg_iovlen")
    message.control = try pointer(byHand: "msg_control")
    message.controlLength = try number(byHand: "msg_controllen")
    // The kernel refuses more than 1024 (UIO_MAXIOV) before it looks at the first.
    if message.vectors == nil, let count = message.vectorCount, (vectors + 1...1024).contains(count) {
      throw try refusal(
        byHand: "msg_iovlen", "there are only \(vectors) buffers",
        help: "add msg_iov:badptr for a pointer to none, or take more than 1024, which the kernel refuses at once")
    }
    if message.control == nil, let length = message.controlLength, !(0...control).contains(length) {
      throw try refusal(
        byHand: "msg_controllen", "there are only \(control) bytes of control messages",
        help: "add msg_control:badptr for a pointer to none")
    }
    return message
  }
}

extension MessageByHand {
  /// A message to send, with these members.
  func argument(of message: Message) -> Argument {
    let vectors = message.buffers.map { "{iov_base=\(Literal.text($0.prefix(64))), iov_len=\($0.count)}" }
    let control = message.control.map(\.inC)
    return .symbol(
      inC(
        name: (message.address.map { "{\($0.familySymbol) \($0)}" } ?? "NULL", message.address?.length ?? 0),
        vectors: (vectors.isEmpty ? "NULL" : "[\(vectors.joined(separator: ", "))]", vectors.count),
        control: (
          control.isEmpty ? "NULL" : "[\(control.joined(separator: ", "))]",
          message.control.reduce(0) { $0 + $1.space }
        )))
  }

  /// Room for a message, with these members.
  func argument(of room: MessageBuffer) -> Argument {
    let vectors = room.lengths.map { "{iov_base=buf, iov_len=\($0)}" }
    return .symbol(
      inC(
        name: ("addr", MessageBuffer.address),
        vectors: ("[\(vectors.joined(separator: ", "))]", vectors.count),
        control: (room.control > 0 ? "buf" : "NULL", room.control)))
  }
}
