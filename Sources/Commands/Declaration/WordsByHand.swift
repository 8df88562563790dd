import SessionLanguage

// Arguments of C that a line gives by hand, such as `len:-1` and `buf:badptr`: to see what the kernel says to them. They
// stand at the end of the line, under the names of the manual pages.
extension Command {
  /// How many words at the end of `line` are arguments by hand.
  package func countByHand(_ line: CommandLine) -> Int {
    if byHand.isEmpty { return 0 }
    return line.words.dropFirst().reversed().prefix(while: isByHand).count
  }

  private func isByHand(_ word: Word) -> Bool {
    guard case .text(let head)? = word.segments.first, let colon = head.firstIndex(of: ":") else { return false }
    return byHand.contains(String(head[..<colon]))
  }

  /// The members of a `struct msghdr` that a line may give by hand.
  static let messageMembers = [
    "msg", "msg_name", "msg_namelen", "msg_iov", "msg_iovlen", "msg_control", "msg_controllen",
  ]
}
