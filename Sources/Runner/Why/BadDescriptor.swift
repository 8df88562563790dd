import Handles
import Sockets

// EBADF: a number under which nothing is open, or not for what the call wants.
extension Reason.Context {
  var badDescriptor: String? {
    if call.name == "pidfd_getfd" {
      return "the process has no descriptor \(call.arguments.dropFirst().first?.number ?? -1) open"
    }
    let numbers = call.passedDescriptors
    if let number = numbers.first, isNothing(number) { return nothing(under: number) }
    if call.name == "epoll_ctl", let watched { return "\(watched) is not open" }
    if let number = numbers.dropFirst().first(where: isNothing) { return nothing(under: number) }
    if call.name == "fcntl", handle != nil, handle?.kind != .pipe, call.arguments.contains(where: { $0.isPipeSize }) {
      return "\(name) is \(noun), and its size is a pipe's"
    }
    return handle == nil ? "no descriptor with that number is open" : wrongEnd
  }

  private func isNothing(_ number: Int32) -> Bool {
    table.owner(of: number) == nil && table.kernel.inode(number) == nil
  }

  /// Who had the number before, if it was a handle of this session: a call on it is a use after close.
  private func nothing(under number: Int32) -> String {
    guard let former = table.formerOwner(of: number) else { return "nothing is open under the number \(number)" }
    return "\(number) was the descriptor of \(former) until that was closed, and nothing is open under the number now"
  }
}

extension Call {
  /// All descriptors that it passes, also those in control messages.
  fileprivate var passedDescriptors: [Int32] {
    let inMessages = arguments.flatMap { argument -> [Int32] in
      if case .message(let message) = argument { return message.control.flatMap(\.passedDescriptors) }
      return []
    }
    return arguments.compactMap(\.descriptor) + inMessages
  }
}

extension ControlMessage {
  /// The numbers that it carries as they are, also those that are no descriptors.
  fileprivate var passedDescriptors: [Int32] {
    guard kind?.form == .descriptors else { return [] }
    return stride(from: 0, to: bytes.count - 3, by: 4).map { start in
      bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: Int32.self) }
    }
  }
}
