/// Which frames a rule of the cable strikes: a number of one kind, from any host or from one.
package struct FrameSelector: Sendable, Equatable {
  /// How many it strikes before it is used up; nil for all that ever come.
  package let limit: Int?
  package let kind: FrameKind
  /// The host that sends them; nil for any.
  package let sender: String?

  package init(limit: Int?, kind: FrameKind = .any, sender: String? = nil) {
    (self.limit, self.kind, self.sender) = (limit, kind, sender)
  }

  package static let all = FrameSelector(limit: nil)
  package static let next = FrameSelector(limit: 1)

  /// As it is typed, such as `next SYN,ACK from server`, `2 of data`, `all`.
  package var text: String {
    let count = limit.map { $0 == 1 ? "next" : "\($0) of" } ?? "all"
    let kind = self.kind == .any && (limit ?? 1) == 1 ? nil : self.kind.rawValue
    return [count, kind, sender.map { "from \($0)" }].compactMap(\.self).joined(separator: " ")
  }
}
